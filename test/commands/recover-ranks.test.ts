import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {bare, PYTHON} from '../support/bare'
import {warningsOf} from '../support/running'
import {workplace} from '../support/workplace'

const place = workplace()

const SCRIPT = `
import json, os, gitexp
rank = int(os.environ["SLURM_PROCID"])
gitexp.log({"loss": 0.5 + rank}, step=1)
if rank == 0: json.dump({"f1": 0.75}, open("metrics.json", "w"))
open("shard-%d.csv" % rank).read()
`

const step = (job: number, rank: number, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  SLURM_JOB_ID: String(job),
  SLURM_STEP_ID: '0',
  SLURM_STEP_NUM_TASKS: '2',
  SLURM_NTASKS: '2',
  SLURM_CLUSTER_NAME: 'c',
  SLURM_PROCID: String(rank),
  ...more,
})

function node() {
  const box = bare()
  writeFileSync(join(box.cwd, 'fit.py'), SCRIPT)
  for (const rank of [0, 1]) writeFileSync(join(box.cwd, `shard-${rank}.csv`), 'a\n')
  const task = (env: NodeJS.ProcessEnv) => {
    const {status, stderr} = box.run(['-m', 'gitexp', 'run', '--', PYTHON, 'fit.py'], env)
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('warning')])
    return readdirSync(join(box.cwd, '.gitexp')).filter(name => !name.startsWith('.'))
  }
  return {spool: join(box.cwd, '.gitexp'), task}
}

test('the tasks of a step are one run, whichever comes first', () => {
  const {spool, task} = node()
  task(step(7, 1))
  expect(task(step(7, 0))).toEqual([expect.stringMatching(/^slurm-7\.0-[0-9a-f]{8}$/)])
  const {runs} = place.json(['recover', spool])
  expect(runs).toMatchObject([{what: 'brought'}])
  const record = place.json(['show', runs[0].id])
  expect(record).toMatchObject({status: 'finished', metrics: {f1: 0.75, loss: 0.5}, heard: {processes: 2}})
  const paths = record.inputs.map(({path, digest}: {path: string; digest?: string}) => [path, typeof digest])
  expect(paths.sort()).toEqual([
    ['shard-0.csv', 'string'],
    ['shard-1.csv', 'string'],
  ])
  expect(warningsOf(place.exp(['recover', spool]))).toEqual([])
})

test('what lies on the disk of another node is told, and stays there', () => {
  const [first, second] = [node(), node()]
  first.task(step(8, 0))
  const [name] = second.task(step(8, 1))
  const stray = join(second.spool, name!)
  const {id} = JSON.parse(readFileSync(join(stray, 'rank-1.json'), 'utf8'))
  for (const where of [second.spool, stray]) {
    const {status, stderr} = place.exp(['recover', where])
    expect(status).toBe(0)
    expect(stderr).toContain(`it belongs to rank 1 of run ${id}, on `)
    expect(stderr).toContain(`the folder "${name}" of rank 0`)
  }
  expect(existsSync(join(stray, 'heard'))).toBe(true)
  expect(place.json(['recover', first.spool]).runs).toMatchObject([{id, what: 'brought'}])
})

test('a run that cannot be told from another by its id is told', () => {
  const [first, second] = [node(), node()]
  first.task(step(9, 0))
  place.ok('recover', first.spool)
  second.task(step(9, 0))
  expect(warningsOf(place.exp(['recover', second.spool]))).toEqual([
    expect.stringContaining('is left alone: another run, fit, has its id'),
  ])
})
