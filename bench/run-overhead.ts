import {execFileSync, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {BENCH_ENV, median, percentile} from './measure'

/**
 * What `git exp run` costs a command, DESIGN §9: pairs of the bare command and the wrapped one, in turn. The command says when its
 * first instruction ran. `node scripts/run-ts.mjs bench/run-overhead.ts [ROUNDS]`, after `npm run build`.
 */

const BIN = resolve('bin/git-exp.js')
const ROUNDS = Number(process.argv[2] ?? 15)
const FILES = 5000
const DATA_BYTES = 100 * 1024 ** 3

/** In ms: until the command's first instruction, and until all is over. */
interface Took {
  readonly start: number
  readonly total: number
}

function took(cwd: string, command: readonly string[]): Took {
  const stamp = join(cwd, '.git', 'stamp')
  const begun = process.hrtime.bigint()
  const wall = Date.now()
  const {status, stderr} = spawnSync(command[0]!, [...command.slice(1), 'sh', '-c', `date +%s%N >${stamp}`], {
    cwd,
    env: BENCH_ENV,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const total = Number(process.hrtime.bigint() - begun) / 1e6
  if (status !== 0) throw new Error(stderr)
  return {start: Number(readFileSync(stamp, 'utf8')) / 1e6 - wall, total}
}

const bare = (cwd: string) => took(cwd, ['env'])
const wrapped = (cwd: string, words: readonly string[]) => took(cwd, [process.execPath, BIN, 'run', ...words, '--'])

function compare(what: string, cwd: string, words: readonly string[] = []): void {
  const cold = wrapped(cwd, words)
  const rounds = Array.from({length: ROUNDS}, () => [bare(cwd), wrapped(cwd, words)] as const)
  const more = (key: keyof Took) => rounds.map(([a, b]) => b[key] - a[key])
  const show = (values: readonly number[]) =>
    `${median(values).toFixed(0).padStart(5)} ms (p90 ${percentile(values, 0.9).toFixed(0)})`
  console.log(
    `${what.padEnd(44)} before the start +${show(more('start'))} | whole +${show(more('total'))} | first time ${cold.start.toFixed(0)} | bar 300 ms before the start`,
  )
}

function repository(folder: string): string {
  const dir = join(folder, 'project')
  const git = (...args: string[]) => execFileSync('git', args, {cwd: dir, env: BENCH_ENV})
  execFileSync('git', ['init', '-q', dir])
  git('config', 'user.name', 'Bench')
  git('config', 'user.email', 'bench@example.com')
  for (let i = 0; i < FILES; i++) {
    const at = join(dir, `part${i % 50}`)
    mkdirSync(at, {recursive: true})
    writeFileSync(join(at, `file${i}.py`), `value = ${i}\n`.repeat(20))
  }
  writeFileSync(join(dir, '.gitignore'), 'data/\n')
  git('add', '-A')
  git('commit', '-q', '-m', 'code')
  execFileSync(process.execPath, [BIN, 'init', '--offline'], {cwd: dir, env: BENCH_ENV})
  return dir
}

function dirty(dir: string): void {
  for (let i = 0; i < 20; i++) writeFileSync(join(dir, `part${i}`, `file${i}.py`), 'changed = True\n')
  for (let i = 0; i < 10; i++) writeFileSync(join(dir, `new${i}.py`), `new = ${i}\n`)
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'git-exp-bench-'))
  try {
    const dir = repository(folder)
    compare(`${FILES} files, clean`, dir)
    dirty(dir)
    compare(`${FILES} files, 20 changed and 10 new`, dir)
    const data = join(dir, 'data', 'train.bin')
    mkdirSync(join(dir, 'data'))
    writeFileSync(data, '')
    truncateSync(data, DATA_BYTES)
    // Only what comes before the start counts here: reading 100 GB afterwards takes as long as it takes.
    compare('the same, 100 GB of data declared', dir, ['--data', 'train=data/train.bin', '--hash', 'never'])
    during(dir)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** With the default, hashing goes on beside the command and after it: it is ended when the command has begun. */
function during(dir: string): void {
  const stamp = join(dir, '.git', 'stamp')
  const starts = Array.from({length: Math.min(ROUNDS, 7)}, () => {
    const wall = Date.now()
    const words = ['run', '--data', 'train=data/train.bin', '--', 'sh', '-c', `date +%s%N >${stamp}`]
    spawnSync(process.execPath, [BIN, ...words], {
      cwd: dir,
      env: BENCH_ENV,
      stdio: 'ignore',
      timeout: 1500,
      killSignal: 'SIGKILL',
    })
    return Number(readFileSync(stamp, 'utf8')) / 1e6 - wall
  })
  console.log(
    `${'the same, hashed beside it'.padEnd(44)} before the start  ${median(starts).toFixed(0).padStart(5)} ms`,
  )
}

main()
