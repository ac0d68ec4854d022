import {type ChildProcessWithoutNullStreams, execFileSync, spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {existsSync} from 'node:fs'
import type {JsonObject} from '../src/base/json'
import {timestamp} from '../src/base/time'
import {writeRecord} from '../src/format/record'
import {runIdFrom} from '../src/model/ids'
import {runFolder, slugOf} from '../src/model/paths'
import {bundledTemplates} from '../src/schema/bundled'

/**
 * Fills the ledger of a repository with plausible runs: `npm run make-ledger -- N DIR [ties]`. The repository and the ledger are made
 * where they are missing. One fast-import, one commit a run; the same N and the same start give the same runs. With `ties` as a third word
 * each run reads five files, one that an earlier run made, and makes four: what lineage is measured on.
 */

const START = Date.parse('2024-01-01T00:00:00Z')
const TASKS = ['text_classification', 'token_classification', 'text_generation']
const MODELS = ['distilbert-base-uncased', 'bert-base-cased', 'xlm-roberta-base', 'roberta-large', 'deberta-v3-small']
const CLASSES = ['neg', 'neu', 'pos']

/** A small seeded generator (mulberry32): plausible, repeatable, never for ids of real runs. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function plausibleRun(index: number, random: () => number, digest: string): JsonObject {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const hex = (length: number) => Array.from({length}, () => Math.floor(random() * 16).toString(16)).join('')
  const created = START + index * 240_000 + Math.floor(random() * 200_000)
  const model = pick(MODELS)
  const task = pick(TASKS)
  const lr = pick([1e-5, 2e-5, 5e-5, 1e-4])
  const f1 = () => Number((0.5 + random() * 0.45).toFixed(4))
  const scores = () => ({
    accuracy: f1(),
    macro_f1: f1(),
    class_f1: Object.fromEntries(CLASSES.map(name => [name, f1()])),
  })
  return {
    format: 1,
    id: runIdFrom(Buffer.from(hex(16), 'hex')),
    name: `${task}_tweets_${model.split('-')[0]}_lr${lr}_${index}`,
    template: {name: 'generic', digest},
    status: random() < 0.93 ? 'finished' : 'failed',
    task,
    group: `sweep-${Math.floor(index / 40)}`,
    created: timestamp(created),
    finished: timestamp(created + 60_000 + Math.floor(random() * 3_600_000)),
    code: {
      commit: hex(40),
      branch: pick(['main', 'longer-context', 'tokenizer']),
      dirty: random() < 0.3,
      unresolved: true,
    },
    dataset: {
      name: `tweets_v${1 + Math.floor(random() * 3)}`,
      splits: Object.fromEntries(['train', 'dev', 'test'].map(name => [name, {hash: `sha256:${hex(64)}`}])),
    },
    env: {python: '3.11.7', libs: {torch: '2.3.0', transformers: '4.46.0'}, cuda: '12.1'},
    params: {
      model,
      lr,
      batch_size: pick([16, 32, 64]),
      epochs: pick([3, 5]),
      max_length: pick([128, 256]),
      seed: index % 5,
    },
    seed: index % 5,
    metrics: {
      dev: scores(),
      test: scores(),
      latency_ms_p95: Math.round(40 + random() * 120),
      train_loss: Number(random().toFixed(5)),
    },
    tags: random() < 0.02 ? ['baseline', 'tweets'] : ['tweets'],
  }
}

/** Files by the number of their maker, so that a later run can say what it read. */
function tied(run: JsonObject, index: number): JsonObject {
  const digest = (what: string) => `sha256:${createHash('sha256').update(what).digest('hex')}`
  const parent = index - 1 - (index % 7)
  const shared = ['tokenizer.json', 'train.csv', 'dev.csv', 'test.csv'].map(path => ({
    path,
    role: 'data',
    digest: digest(`${path} of ${Math.floor(index / 1000)}`),
  }))
  const model = {path: 'base.bin', role: 'base_model', digest: digest(`model.bin of ${parent}`)}
  return {
    ...run,
    inputs: [...shared, ...(parent >= 0 ? [model] : [])],
    artifacts: ['model.bin', 'predictions.csv', 'confusion.json', 'log.txt'].map(path => ({
      path,
      role: 'output',
      digest: digest(`${path} of ${index}`),
      size: 1000,
    })),
  }
}

async function feed(child: ChildProcessWithoutNullStreams, text: string): Promise<void> {
  if (!child.stdin.write(text)) await once(child.stdin, 'drain')
}

async function main(): Promise<void> {
  const count = Number(process.argv[2])
  const folder = process.argv[3]
  if (!Number.isInteger(count) || count < 0 || !folder) throw new Error('usage: npm run make-ledger -- N DIR [ties]')
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], {encoding: 'utf8'}).trim()
  if (!existsSync(folder)) execFileSync('git', ['init', '-q', folder])
  const ref = 'refs/heads/exp-ledger'
  const tip = git('for-each-ref', '--format=%(objectname)', ref)
  const digest = bundledTemplates().find(({name}) => name === 'generic')!.digest
  const child = spawn('git', [
    '-C',
    folder,
    '-c',
    'fastimport.unpackLimit=1',
    'fast-import',
    '--quiet',
    '--done',
    '--date-format=raw',
  ])
  child.stderr.pipe(process.stderr)
  if (!tip) throw new Error(`there is no ledger in ${folder}; run git exp init there first`)
  const random = generator(20_240_101 + Number(git('rev-list', '--count', ref)))
  const offset = Number(git('rev-list', '--count', ref)) - 1
  for (let i = 0; i < count; i++) {
    const plain = plausibleRun(offset + i, random, digest)
    const run = process.argv[4] === 'ties' ? tied(plain, offset + i) : plain
    const bytes = Buffer.from(writeRecord(run)).toString()
    const path = `${runFolder(run['created'] as string, slugOf(run['name'] as string), run['id'] as never)}/run.yaml`
    const time = Math.floor(Date.parse(run['finished'] as string) / 1000)
    const message = `record: ${run['name']}\n\nExp-Run: ${run['id']}\nExp-Status: ${run['status']}\n`
    await feed(
      child,
      `commit ${ref}\ncommitter Engineer <engineer@example.com> ${time} +0000\ndata ${Buffer.byteLength(message)}\n${message}\n${i === 0 ? `from ${tip}\n` : ''}M 100644 inline ${path}\ndata ${Buffer.byteLength(bytes)}\n${bytes}\n\n`,
    )
  }
  child.stdin.end('done\n')
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) process.exitCode = 1
  else console.log(`${count} runs in ${folder}, ${git('rev-parse', ref)}`)
}

void main()
