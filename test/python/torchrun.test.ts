import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {hermetic} from '../support/env'
import {workplace} from '../support/workplace'

const PYTHON = process.env['GIT_EXP_TEST_PYTHON'] ?? 'python3'
/** A collective that needs all ranks: it ends only where each of them really runs. Each says its line in one write, or four get mixed. */
const TRAIN = `
import os, torch, torch.distributed as dist
dist.init_process_group('gloo')
total = torch.ones(1) * int(os.environ['RANK'])
dist.all_reduce(total)
os.write(1, f"rank {os.environ['RANK']} total {total.item()} run {os.environ.get('GIT_EXP_RUN_ID')}\\n".encode())
dist.destroy_process_group()
`

const BIN = resolve('bin/git-exp.js')
const place = workplace()
const bin = dirname(PYTHON)
const env = {...hermetic(), PATH: `${bin}:${hermetic()['PATH']}`}

beforeAll(() => {
  execFileSync(PYTHON, ['-c', 'import torch'])
  writeFileSync(join(place.cwd, 'train.py'), TRAIN)
})

const ranksOf = (stdout: string) =>
  [...stdout.matchAll(/rank (\d) total (\S+) run (\w+)/g)].map(([, rank, total, run]) => ({rank, total, run}))

test.each([
  ['around torchrun', [process.execPath, BIN, 'run', 'torchrun', '--nproc-per-node', '4', 'train.py']],
  [
    'in each of its processes',
    ['torchrun', '--no-python', '--nproc-per-node', '4', process.execPath, BIN, 'run', 'python', 'train.py'],
  ],
] as const)(
  'four processes are one run: the wrapper %s',
  (_, [program, ...words]) => {
    const before = place.json(['ls']).total
    const out = execFileSync(program, words, {cwd: place.cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']})
    const ranks = ranksOf(out)
    expect(ranks.map(({rank}) => rank).sort()).toEqual(['0', '1', '2', '3'])
    expect(new Set(ranks.map(({total}) => total))).toEqual(new Set(['6.0']))
    const runs = new Set(ranks.map(({run}) => run))
    expect(runs.size).toBe(1)
    expect(place.json(['ls']).total).toBe(before + 1)
    expect(place.json(['show', [...runs][0]!])).toMatchObject({status: 'finished', attempts: [{exit: 0}]})
  },
  120_000,
)
