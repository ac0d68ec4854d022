import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {sha256} from '../../src/base/digest'
import {bare, CLIENT, PYTHON} from '../support/bare'
import {tempFolder} from '../support/git'
import {ran} from '../support/running'
import {workplace} from '../support/workplace'

const place = workplace()

const DATA = {
  role: 'data',
  path: 'data.csv',
  digest: `sha256:${sha256(Buffer.from('a\n1\n'))}`,
  bytes: 4,
  digested: 'after',
  how: 'discovered',
}

test('a command run without git or Node becomes a run, once', () => {
  const box = bare()
  writeFileSync(join(box.cwd, 'data.csv'), 'a\n1\n')
  const FIT = `
import argparse, random, gitexp
options = argparse.ArgumentParser(); options.add_argument("--lr", type=float); args = options.parse_args()
random.seed(3)
open("data.csv").read()
open("weights.txt", "w").write("w")
with gitexp.run() as run:
    for step in range(3):
        run.log({"loss": 1 / (step + 1)}, step=step, split="train")
    run.log({"f1": 0.5}, split="dev")
    run.tag("promising"); run.note("in a box")
`
  writeFileSync(join(box.cwd, 'fit.py'), FIT)
  const words = [
    '--name',
    'boxed',
    '--param',
    'x=1',
    '--tag',
    'box',
    '-a',
    'weights.txt',
    '--',
    PYTHON,
    'fit.py',
    '--lr',
    '0.5',
  ]
  const {status, stderr} = box.run(['-m', 'gitexp', 'run', ...words])
  expect([status, stderr]).toEqual([0, expect.stringContaining('git exp recover .gitexp')])
  const {runs} = place.json(['recover', join(box.cwd, '.gitexp')])
  expect(runs).toMatchObject([{name: 'boxed', what: 'brought'}])
  const record = place.json(['show', runs[0].id])
  expect(record).toMatchObject({
    status: 'finished',
    params: {lr: 0.5, x: 1},
    seed: 3,
    metrics: {dev: {f1: 0.5}, train: {loss: 1 / 3}},
    tags: ['box', 'promising'],
    notes: 'in a box',
    attempts: [{exit: 0}],
  })
  expect(record.series).toMatchObject({rows: 3, metrics: ['train.loss']})
  expect(record.artifacts.map(({path}: {path: string}) => path).sort()).toEqual(['fit.py', 'weights.txt'])
  expect(record.inputs).toContainEqual(DATA)
  const tip = place.git('rev-parse', 'exp-ledger')
  expect(place.json(['recover', join(box.cwd, '.gitexp')]).runs).toMatchObject([{what: 'known'}])
  expect(place.git('rev-parse', 'exp-ledger')).toBe(tip)
})

test('a notebook that was killed is a failed run with what it had said', () => {
  const box = bare()
  const CODE =
    'import gitexp, os; gitexp.start("cells"); gitexp.log({"acc": 0.9}, split="dev"); os.kill(os.getpid(), 9)'
  box.run(['-c', CODE])
  const {runs} = place.json(['recover', box.cwd])
  expect(place.json(['show', runs[0].id])).toMatchObject({
    name: 'cells',
    status: 'failed',
    metrics: {dev: {acc: 0.9}},
    failure: {reason: 'it ended without a word'},
  })
})

test('what the client says within git exp run is said of that run', () => {
  place.write(
    'client.py',
    'import gitexp\nopen("m.txt", "w").write("m")\nwith gitexp.run(task="ner", tags=["a"]) as run:\n    run.log({"f1": 0.7}, split="dev")\n    run.artifact("m.txt", role="vocabulary")\n    run.note("said inside")\n',
  )
  const {record} = ran(place, ['--tag', 'b', '--note', 'said before', '--', 'python3', 'client.py'], {
    env: {PYTHONPATH: CLIENT},
  })
  expect(record).toMatchObject({
    task: 'ner',
    tags: ['b', 'a'],
    notes: 'said before\n\nsaid inside',
    metrics: {dev: {f1: 0.7}},
    artifacts: [{path: 'm.txt', role: 'vocabulary'}],
  })
})

describe('folders that are none, or hostile', () => {
  test('nothing there', () => {
    expect(place.refused(['recover', tempFolder('empty')])).toMatchObject({code: 'FILE_NOT_FOUND', exit: 4})
  })

  test('broken, without an id, with paths that lead out: told, and nothing of it taken', () => {
    const root = tempFolder('hostile')
    const make = (name: string, text: string) => {
      mkdirSync(join(root, name, 'files'), {recursive: true})
      writeFileSync(join(root, name, 'run.json'), text)
    }
    make('broken', '{')
    make('nameless', '{"id": "../../x"}')
    const files = [
      {path: '../out.txt', file: 'run.json'},
      {path: '.git/config', file: 'run.json'},
      {path: 'ok.txt', file: '../../../etc/hostname', digest: `sha256:${'0'.repeat(64)}`},
    ]
    const run = {id: '0000000000aa', name: 'x\u001b[31m', host: 'elsewhere', started: '2026-01-05T00:00:00.000Z', files}
    make('hostile', JSON.stringify(run))
    make('proto', '{"id": "0000000000bb", "params": {"__proto__": 1}, "started": "2026-01-05T00:00:00.000Z"}')
    writeFileSync(join(root, 'hostile', 'end.json'), '{"status": "finished", "finished": "2026-01-05T01:00:00.000Z"}')
    const {status, stderr} = place.exp(['recover', root])
    expect([status, stderr.match(/left alone/g)?.length]).toEqual([0, 3])
    for (const path of ['out.txt', '.git/config']) expect(stderr).not.toContain(`artifacts/${path}`)
    expect(readdirSync(root).sort()).toEqual(['broken', 'hostile', 'nameless', 'proto'])
    const held = place
      .git('ls-tree', '-r', '--name-only', 'exp-ledger')
      .split('\n')
      .filter(path => path.includes('0000000000aa'))
    expect(held.filter(path => /artifacts/.test(path))).toEqual([])
    rmSync(root, {recursive: true})
  })
})

test('packages of the container are the run’s', () => {
  const box = bare()
  box.run(['-m', 'gitexp', 'run', '--name', 'p', '--', PYTHON, '-c', 'pass'])
  const [folder] = readdirSync(join(box.cwd, '.gitexp')).filter(name => !name.startsWith('.'))
  const {env} = JSON.parse(readFileSync(join(box.cwd, '.gitexp', folder!, 'run.json'), 'utf8'))
  const {runs} = place.json(['recover', box.cwd])
  expect(place.json(['show', runs[0].id]).env).toMatchObject({python: env.python})
})
