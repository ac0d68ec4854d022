import {execFileSync, spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {BENCH_ENV, pairs, timed} from './measure'

/**
 * 200 runs of 300 metrics compared: in the terminal under 1 s, as markdown under 65,536 characters. `npm run bench:compare`.
 */

const BIN = resolve('bin/git-exp.js')
const RUNS = 200
const METRICS = 300
const ROUNDS = 9

function record(run: number): object {
  const figures = Array.from({length: METRICS}, (_, i) => [`m${i}`, ((run * 7919 + i * 104_729) % 10_007) / 10_007])
  return {
    name: `sweep-${run}`,
    seed: run % 4,
    dataset: {name: 'bench', splits: {dev: {hash: `sha256:${'d'.repeat(64)}`}}},
    params: {lr: Math.floor(run / 4) / 1000, warmup: run % 8 < 4, seed: run % 4},
    env: {python: '3.11', libs: {torch: '2.3.0'}},
    metrics: {dev: {macro_f1: 0.8 + (run % 17) / 100, ...Object.fromEntries(figures.slice(1))}},
  }
}

function makeRuns(folder: string): void {
  const exp = (...args: string[]) => execFileSync(process.execPath, [BIN, ...args], {cwd: folder, env: BENCH_ENV})
  execFileSync('git', ['init', '-q', folder])
  for (const [key, value] of [
    ['user.name', 'Bench'],
    ['user.email', 'bench@example.com'],
  ] as const)
    execFileSync('git', ['config', key, value], {cwd: folder})
  exp('init', '--offline')
  const records = Array.from({length: RUNS}, (_, run) => JSON.stringify(record(run)))
  writeFileSync(join(folder, 'runs.jsonl'), `${records.join('\n')}\n`)
  exp('record', 'runs.jsonl')
}

const folder = mkdtempSync(join(tmpdir(), 'git-exp-bench-'))
try {
  makeRuns(folder)
  const floor = () => timed(process.execPath, ['-e', '0'], folder)
  for (const args of [
    ['compare', '--where', 'true', '--group-by', 'id'],
    ['compare', '--where', 'true'],
    ['compare', '--where', 'true', '--group-by', 'id', '--format', 'md'],
    ['best', '--metric', 'dev.macro_f1'],
  ]) {
    const {a, b, ratio} = pairs(ROUNDS, () => timed(process.execPath, [BIN, ...args], folder), floor)
    const {stdout} = spawnSync(process.execPath, [BIN, ...args], {cwd: folder, env: BENCH_ENV, encoding: 'utf8'})
    console.log(
      `${args.join(' ').padEnd(56)} ${a.wall.toFixed(0).padStart(5)} ms | floor ${b.wall.toFixed(0)} | ratio ${ratio.wall.toFixed(1)} | ${stdout.length} characters | bar 1000 ms, md 65536`,
    )
  }
} finally {
  rmSync(folder, {recursive: true, force: true})
}
