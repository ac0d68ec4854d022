import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {BENCH_ENV, median, pairs, timed} from './measure'

/**
 * The bars of DESIGN §9 that this part of the tool has, whole processes, ratios measured side by side:
 * `npm run bench [-- SIZES]`, sizes of ledger in runs, default 100,10000,100000.
 */

const BIN = resolve('bin/git-exp.js')
const ROUNDS = 15
const RECORD = {
  run_name: 'sentiment_tweets_distilbert_lr1e-4_2026-01-05',
  task: 'text_classification',
  dataset: {name: 'tweets_v1', splits: {train: 'hashA', dev: 'hashB', test: 'hashC'}},
  code: {repo: 'nlp-project', commit: 'abc1234'},
  env: {python: '3.11', libs: {transformers: '4.46.0', torch: '2.3.0'}, cuda: '12.x'},
  params: {model: 'distilbert-base-uncased', lr: 0.0001, batch_size: 32, epochs: 3, max_length: 128, seed: 42},
  metrics: {dev: {macro_f1: 0.84, class_f1: {neg: 0.83, neu: 0.81, pos: 0.88}}, latency_ms_p95: 110},
  artifacts: ['weights.pt', 'tokenizer.json', 'confusion_matrix.png', 'errors_dev.jsonl'],
  tags: ['baseline', 'tweets', 'english'],
  notes: 'Stable baseline. Small confusion between neutral/negative.',
}

const floor = (cwd: string) => () => timed(process.execPath, ['-e', '0'], cwd)
const exp =
  (cwd: string, ...args: string[]) =>
  () =>
    timed(process.execPath, [BIN, ...args], cwd)
const show = (what: string, bar: string, {a, b, ratio}: ReturnType<typeof pairs>) =>
  console.log(
    `${what.padEnd(58)} ${a.wall.toFixed(0).padStart(6)} ms wall ${a.cpu.toFixed(0).padStart(6)} ms cpu | floor ${b.wall.toFixed(0)} / ${b.cpu.toFixed(0)} | ratio wall ${ratio.wall.toFixed(2)} cpu ${ratio.cpu.toFixed(2)} | bar ${bar}`,
  )

function makeLedger(folder: string, runs: number): string {
  const dir = join(folder, `ledger-${runs}`)
  const git = (...args: string[]) => execFileSync('git', args, {cwd: dir, env: BENCH_ENV})
  execFileSync('git', ['init', '-q', dir])
  git('config', 'user.name', 'Bench')
  git('config', 'user.email', 'bench@example.com')
  execFileSync(process.execPath, [BIN, 'init', '--offline'], {cwd: dir, env: BENCH_ENV})
  const start = Date.now()
  execFileSync(process.execPath, ['scripts/run-ts.mjs', 'scripts/make-ledger.ts', String(runs), dir], {env: BENCH_ENV})
  console.log(`make-ledger ${runs}: ${((Date.now() - start) / 1000).toFixed(1)} s`)
  writeFileSync(join(dir, 'run.json'), JSON.stringify(RECORD))
  return dir
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, {recursive: true, withFileTypes: true}).reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  )
}

function main(): void {
  const sizes = (process.argv[2] ?? '100,10000,100000').split(',').map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'git-exp-bench-'))
  try {
    const ledgers = sizes.map(size => [size, makeLedger(folder, size)] as const)
    const [, small] = ledgers[0]!
    exp(small, 'ls')()
    show('--version', '1.3 cpu', pairs(ROUNDS, exp(small, '--version'), floor(small)))
    show(`ls at ${sizes[0]} runs`, '3.5 cpu', pairs(ROUNDS, exp(small, 'ls'), floor(small)))
    const record: number[] = []
    for (const [size, dir] of ledgers) {
      const measured = pairs(ROUNDS, exp(dir, 'record', 'run.json'), floor(dir))
      show(`record at ${size} runs`, '2.5 wall', measured)
      record.push(measured.a.wall)
    }
    console.log(
      `record at ${sizes.at(-1)} over ${sizes[0]} runs: ${(record.at(-1)! / record[0]!).toFixed(2)} | bar 1.2`,
    )
    for (const [size, dir] of ledgers.slice(1)) lists(size, dir)
    const [size, dir] = ledgers.at(-1)!
    bytes(size, dir)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

const LIST = [
  'ls',
  '--where',
  'metrics.dev.macro_f1 > 0.8 && task == "text_classification"',
  '--sort',
  '-metrics.test.macro_f1',
  '--limit',
  '20',
]

function lists(size: number, dir: string): void {
  const cold = exp(dir, 'ls', '--limit', '1')()
  console.log(`ls at ${size} runs, index built from nothing: ${cold.wall.toFixed(0)} ms`)
  show(
    `ls --where --sort --limit 20 at ${size} runs, warm`,
    '150 ms (100,000), 400 ms (1,000,000)',
    pairs(ROUNDS, exp(dir, ...LIST), floor(dir)),
  )
  const after = Array.from({length: ROUNDS}, () => {
    exp(dir, 'record', 'run.json')()
    return exp(dir, ...LIST)().wall
  })
  console.log(`the same after one new run: ${median(after).toFixed(0)} ms | bar 200 ms`)
}

function bytes(size: number, dir: string): void {
  const objects = join(dir, '.git', 'objects')
  const env = {...BENCH_ENV, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'gc.auto', GIT_CONFIG_VALUE_0: '0'}
  const git = (...args: string[]) => execFileSync('git', args, {cwd: dir, env, encoding: 'utf8'})
  const record = () => execFileSync(process.execPath, [BIN, 'record', 'run.json'], {cwd: dir, env, stdio: 'ignore'})
  git('repack', '-a', '-d', '-q')
  const before = bytesBelow(objects)
  const count = 20
  for (let i = 0; i < count; i++) record()
  const written = Math.round((bytesBelow(objects) - before) / count)
  console.log(`bytes a run at ${size} runs, as written (a small pack and its index): ${written} | bar 6144`)
  git('repack', '-a', '-d', '-q')
  const runs = Number(git('rev-list', '--count', 'exp-ledger'))
  console.log(
    `bytes a run at ${size} runs, packed, all objects over all runs: ${Math.round(bytesBelow(objects) / runs)} | bar 1638`,
  )
}

main()
