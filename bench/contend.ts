import {execFileSync, spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {BENCH_ENV, percentile} from './measure'

/**
 * Many recorders at once: `npm run bench:contend [-- RECORDERS EACH]`, default 64 × 50. Long-lived ones through the API, then as
 * many `record` processes against as many `node -e 0` in the same sitting; afterwards every run must be there once, and
 * `git fsck --strict` silent. `node -e 0` runs before and after, since machines are noisy.
 * ONLY=processes leaves out the long-lived ones.
 */

const BIN = resolve('bin/git-exp.js')
const RUN = {
  run_name: 'one',
  task: 'ner',
  code: {commit: 'nowhere'},
  params: {lr: 1e-5, seed: 1},
  metrics: {dev: {f1: 0.88}},
}

function repository(): string {
  const dir = mkdtempSync(join(tmpdir(), 'git-exp-contend-'))
  const git = (...args: string[]) => execFileSync('git', args, {cwd: dir, env: BENCH_ENV, stdio: 'ignore'})
  git('init', '-q')
  git('config', 'user.name', 'Bench')
  git('config', 'user.email', 'bench@example.com')
  execFileSync(process.execPath, [BIN, 'init', '--offline'], {cwd: dir, env: BENCH_ENV, stdio: 'ignore'})
  writeFileSync(join(dir, 'run.json'), JSON.stringify(RUN))
  return dir
}

function run(args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(process.execPath, args, {cwd, env: BENCH_ENV, stdio: ['ignore', 'pipe', 'ignore']})
  let out = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  return new Promise((done, fail) =>
    child.on('close', code => (code === 0 ? done(out) : fail(new Error(`exit ${code}`)))),
  )
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function verify(dir: string, expected: number): void {
  const git = (...args: string[]) =>
    execFileSync('git', args, {cwd: dir, env: BENCH_ENV, encoding: 'utf8', maxBuffer: 1 << 28})
  const records = git('ls-tree', '-r', '--name-only', 'exp-ledger', 'runs/')
    .split('\n')
    .filter(path => path.endsWith('/run.yaml'))
  const ids = git('log', '--format=%(trailers:key=Exp-Run,valueonly,separator=)', 'exp-ledger')
    .split('\n')
    .filter(Boolean)
  git('fsck', '--strict', '--no-dangling')
  const once = new Set(ids).size === ids.length && ids.length === records.length
  console.log(`  ${records.length} of ${expected} runs, ${once ? 'each once' : 'NOT EACH ONCE'}, fsck clean`)
}

async function longLived(count: number, each: number): Promise<void> {
  const dir = repository()
  const recorder = process.env['GIT_EXP_RECORDER']!
  let took: number[] = []
  const wall = await timed(async () => {
    const outs = await Promise.all(
      Array.from({length: count}, (_, i) => run([recorder, dir, String(each), `r${i}`], dir)),
    )
    took = outs.flatMap(out => (JSON.parse(out) as {took: number[]}).took)
  })
  const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)]
  const rate = (took.length / wall) * 1000
  console.log(
    `${count} long-lived recorders × ${each}: ${rate.toFixed(0)} runs/s, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms | bar 60 runs/s, 2000 ms`,
  )
  verify(dir, count * each)
  rmSync(dir, {recursive: true, force: true})
}

async function processes(count: number, each: number): Promise<void> {
  const dir = repository()
  const lanes = (args: readonly string[], took: number[]) =>
    Promise.all(
      Array.from({length: count}, async () => {
        for (let i = 0; i < each; i++) took.push(await timed(() => run(args, dir)))
      }),
    )
  const took: number[] = []
  const before = await timed(() => lanes(['-e', '0'], []))
  const wall = await timed(() => lanes([BIN, 'record', 'run.json'], took))
  const after = await timed(() => lanes(['-e', '0'], []))
  const floor = (before + after) / 2
  const rate = (count * each * 1000) / wall
  console.log(
    `${count} at once × ${each} record processes: ${rate.toFixed(1)} runs/s, p50 ${percentile(took, 0.5).toFixed(0)} ms, p99 ${percentile(took, 0.99).toFixed(0)} ms, ${(floor / wall).toFixed(2)} × the rate of node -e 0 | bar 0.4`,
  )
  verify(dir, count * each)
  rmSync(dir, {recursive: true, force: true})
}

async function main(): Promise<void> {
  const [count = 64, each = 50] = process.argv.slice(2).map(Number)
  if (process.env['ONLY'] !== 'processes') await longLived(count, each)
  await processes(Math.min(16, count), each)
  await processes(count, each)
}

void main()
