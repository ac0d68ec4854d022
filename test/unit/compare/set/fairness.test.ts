import type {JsonObject} from '../../../../src/base/json'
import {compareSet, type SetOptions} from '../../../../src/compare/set/compare-set'
import {REASONS, type Reason} from '../../../../src/compare/set/fair/reason'
import type {Entrant} from '../../../../src/compare/set/rival'

const hash = (digit: string) => `sha256:${digit.repeat(64)}`
const SPLITS = {train: {hash: hash('a')}, dev: {hash: hash('b')}, test: {hash: hash('c')}}

/** The baseline; a case changes some of it in the other run. */
const BASE: JsonObject = {
  status: 'finished',
  seed: 1,
  dataset: {name: 'tweets', splits: SPLITS},
  env: {python: '3.11', gpu: 'A100', libs: {torch: '2.3.0', seqeval: '1.2.2'}},
  params: {lr: 0.1, model: 'bert-base', tokenizer: 'subword', epochs: 3, average: 'macro', prompt: 'Classify:'},
  metrics: {dev: {macro_f1: 0.8, f1: 0.7, perplexity: 12}, test: {macro_f1: 0.79}, latency_ms_p95: 12},
}

const entrant = (id: string, record: JsonObject, more: Partial<Entrant> = {}): Entrant => ({
  id,
  name: id,
  record,
  ...more,
})
const compare = (runs: readonly Entrant[], more: Partial<SetOptions> = {}) =>
  compareSet(runs, {directions: {}, volatile: [], primary: 'dev.macro_f1', groupBy: 'id', ...more})
const reasons = (change: JsonObject, more: Partial<SetOptions> = {}) =>
  compare([entrant('base', BASE), entrant('other', {...BASE, ...change})], more)

/** Every kind that two runs can provoke, with its words, what it concerns and the verdict that it makes. */
const CASES: readonly [change: JsonObject, reason: Partial<Reason>, verdict: string][] = [
  [
    {dataset: {name: 'tweets', splits: {...SPLITS, dev: {hash: hash('d')}}}},
    {
      kind: 'split',
      level: 'bars',
      text: 'the dev split is sha256:dddddddddddd, that of the baseline sha256:bbbbbbbbbbbb',
      metrics: ['dev.macro_f1', 'dev.f1', 'dev.perplexity'],
    },
    'not comparable',
  ],
  [
    {dataset: {name: 'tweets', splits: {...SPLITS, test: {hash: hash('d')}}}},
    {kind: 'split', level: 'bars', metrics: ['test.macro_f1']},
    'comparable with notes',
  ],
  [
    {dataset: {name: 'tweets', splits: {train: SPLITS.train, test: SPLITS.test}}},
    {kind: 'split-unknown', level: 'note', text: 'nobody knows whether the dev split is the same: no hash'},
    'comparable with notes',
  ],
  [
    {dataset: {name: 'emails', splits: {}}},
    {kind: 'split', level: 'bars', text: 'the data set is emails, that of the baseline tweets'},
    'not comparable',
  ],
  [
    {dataset: {name: 'tweets', splits: {...SPLITS, train: {hash: hash('d')}}}},
    {kind: 'train-data', level: 'note'},
    'comparable with notes',
  ],
  [
    {metrics: {dev: {macro_f1: 81, f1: 0.7}}},
    {
      kind: 'scale',
      level: 'bars',
      text: 'dev.macro_f1: one side seems to be 0–1, the other 0–100',
      metrics: ['dev.macro_f1'],
    },
    'not comparable',
  ],
  [
    {params: {...(BASE['params'] as JsonObject), average: 'weighted'}},
    {kind: 'definition', level: 'bars', text: 'average is weighted, that of the baseline macro', metrics: ['dev.f1']},
    'comparable with notes',
  ],
  [
    {env: {python: '3.11', gpu: 'A100', libs: {torch: '2.3.0', seqeval: '1.2.1'}}},
    {kind: 'definition', level: 'note', text: 'seqeval, which measures, is 1.2.1, that of the baseline 1.2.2'},
    'comparable with notes',
  ],
  [
    {params: {...(BASE['params'] as JsonObject), model: 'roberta'}},
    {kind: 'base-model', level: 'note', text: 'model is roberta, that of the baseline bert-base'},
    'comparable with notes',
  ],
  [
    {params: {...(BASE['params'] as JsonObject), tokenizer: 'charpiece'}},
    {
      kind: 'tokenizer',
      level: 'bars',
      text: 'tokenizer is charpiece, that of the baseline subword: figures per token are of other tokens',
      metrics: ['dev.perplexity'],
    },
    'comparable with notes',
  ],
  [
    {params: {...(BASE['params'] as JsonObject), prompt: 'Say whether'}},
    {kind: 'prompt', level: 'note', text: 'prompt is Say whether, that of the baseline Classify:'},
    'comparable with notes',
  ],
  [
    {params: {...(BASE['params'] as JsonObject), epochs: 10}},
    {kind: 'budget', level: 'note', text: 'epochs is 10, that of the baseline 3'},
    'comparable with notes',
  ],
  [
    {env: {python: '3.11', gpu: 'T4', libs: {}}},
    {kind: 'hardware', level: 'bars', text: 'the GPU is T4, that of the baseline A100', metrics: ['latency_ms_p95']},
    'comparable with notes',
  ],
  [
    {env: {python: '3.12', gpu: 'A100', libs: {torch: '2.4.0'}}},
    {
      kind: 'environment',
      level: 'note',
      text: 'other versions than the baseline: python 3.11 → 3.12, torch 2.3.0 → 2.4.0',
    },
    'comparable with notes',
  ],
  [{seed: null}, {kind: 'seeds-unknown', level: 'note', text: 'nobody knows its seed'}, 'comparable with notes'],
  [
    {seed: 2},
    {kind: 'seeds-other', level: 'note', text: 'the seed is not that of the baseline'},
    'comparable with notes',
  ],
  [
    {attempts: [{}, {}]},
    {kind: 'resumed', level: 'note', text: 'it stopped and went on later'},
    'comparable with notes',
  ],
  [
    {metrics: {dev: {macro_f1: 0.8, loss: Number.NaN}}},
    {kind: 'not-finite', level: 'note', text: 'dev.loss came out as NaN or infinite', metrics: ['dev.loss']},
    'comparable with notes',
  ],
  [{status: 'failed'}, {kind: 'unfinished', level: 'note', text: 'it did not finish: failed'}, 'comparable with notes'],
]

test.each(CASES)('%j', (change, reason, verdict) => {
  const found = reasons(change)
  expect(found.reasons).toContainEqual(expect.objectContaining({...reason, rivals: [1]}))
  expect(found.verdict).toBe(verdict)
})

test('a seed that diverged is told of: the mean is over the others', () => {
  const of = (seed: number, macro_f1: number, lr = 2) => ({
    params: {lr},
    seed,
    metrics: {dev: {macro_f1, f1: macro_f1}},
  })
  const runs = [of(1, 0.8, 1), of(1, 0.8), of(2, Number.NaN), of(3, Number.POSITIVE_INFINITY)]
  const found = compareSet(
    runs.map((own, i) => entrant(`r${i}`, own)),
    {directions: {}, volatile: []},
  )
  expect(found.reasons).toContainEqual(
    expect.objectContaining({
      kind: 'not-finite',
      rivals: [1],
      text: 'dev.macro_f1 and 1 more metric came out as NaN or infinite in 2 of 3 runs, which no mean counts',
    }),
  )
  expect(found.metrics[0]!.cells[1]).toMatchObject({n: 1, mean: 0.8})
})

test('two runs of which all this is the same are comparable, and nothing is said', () => {
  expect(reasons({})).toMatchObject({verdict: 'comparable', reasons: []})
})

test('other numbers of examples, as rows of a split or as support', () => {
  const rows = (rows: number) => ({dataset: {splits: {dev: {rows}}}, metrics: {dev: {macro_f1: 0.8}}})
  const counted = compare([entrant('a', rows(500)), entrant('b', rows(480))])
  expect(counted.reasons[0]).toMatchObject({
    kind: 'examples',
    level: 'bars',
    text: 'rows of dev is 480, that of the baseline 500',
    metrics: ['dev.macro_f1'],
  })
  const support = (neg: number) => ({metrics: {dev: {macro_f1: 0.8, report: {neg: {f1: 0.8, support: neg}}}}})
  const found = compare([entrant('a', support(10)), entrant('b', support(9))])
  expect(found.reasons[0]).toMatchObject({
    kind: 'examples',
    text: 'dev.report counts other numbers of examples than the baseline',
  })
  expect(found.verdict).toBe('not comparable')
})

test('plain f1 that is the macro average here and the weighted one there', () => {
  const of = (f1: number) => ({metrics: {dev: {f1, macro_f1: 0.7, weighted_f1: 0.8}}})
  const {reasons} = compare([entrant('a', of(0.7)), entrant('b', of(0.8))])
  expect(reasons).toContainEqual({
    kind: 'definition',
    level: 'bars',
    text: 'dev.f1 is the weighted average, that of the baseline the macro one',
    rivals: [1],
    metrics: ['dev.f1'],
  })
})

test('code that measures is compared by its files', () => {
  const files = (oid: string) => ({
    evaluation: new Map([
      ['src/metrics.py', oid],
      ['eval.sh', 'same'],
    ]),
  })
  const pair = [entrant('a', BASE, files('1')), entrant('b', BASE, files('2'))]
  expect(compare(pair).reasons).toEqual([
    {kind: 'evaluation-code', level: 'note', text: 'src/metrics.py is not what measured the baseline', rivals: [1]},
  ])
  expect(compare([pair[0]!, entrant('c', BASE)]).reasons).toEqual([])
})

test('one seed against three, and the choice among several on the test split', () => {
  const at = (lr: number, seed: number) => entrant(`${lr}-${seed}`, {...BASE, params: {lr}, seed})
  const two = compareSet([at(1, 1), at(2, 1), at(2, 2), at(2, 3)], {directions: {}, volatile: []})
  expect(two.reasons).toEqual([
    {kind: 'seeds-number', level: 'note', text: 'it has 3 seeds, the baseline has 1', rivals: [1]},
  ])
  const three = compare([at(1, 1), at(2, 1), at(3, 1)], {primary: 'test.macro_f1'})
  expect(three.reasons).toEqual([expect.objectContaining({kind: 'selection', rivals: [0, 1, 2]})])
})

test('every kind of reason is provoked above', () => {
  const provoked = CASES.map(([, {kind}]) => kind)
  const elsewhere = ['examples', 'evaluation-code', 'seeds-number', 'selection']
  expect([...new Set([...provoked, ...elsewhere])].sort()).toEqual([...REASONS].sort())
})

test('what a reason bars is shown without a delta, is not best, and counts as no rival of a test', () => {
  const other = {...BASE, dataset: {splits: {...SPLITS, dev: {hash: hash('d')}}}, metrics: {dev: {macro_f1: 0.9}}}
  const runs = [entrant('a', BASE), entrant('b', other), entrant('c', BASE)]
  const [row] = compare(runs).metrics
  expect(row).toMatchObject({path: 'dev.macro_f1', best: [0, 2]})
  expect(row!.cells[1]).toEqual({n: 1, mean: 0.9, min: 0.9, max: 0.9, barred: true})
  const meant = compare(runs, {across: ['split']})
  expect([meant.verdict, meant.metrics[0]!.best]).toEqual(['comparable with notes', [1]])
  expect(meant.metrics[0]!.cells[1]!.delta).toBeCloseTo(0.1)
})

test('runs of one configuration are compared seed by seed; reproductions are left out', () => {
  const seeds = [1, 2].map(seed => entrant(`s${seed}`, {...BASE, seed}))
  const found = compareSet([...seeds, entrant('again', {...BASE, reproduces: 's1'})], {directions: {}, volatile: []})
  expect([found.rivals.length, found.reproductions]).toEqual([2, ['again']])
})
