import {directionOf, saidDirections} from '../../../src/compare/directions'

const of = (path: string) => directionOf(path, {})

test.each([
  'metrics.dev.macro_f1',
  'macro-f1',
  'f1_macro',
  'eval_f1_macro',
  'eval/f1_macro',
  'test.macro avg.f1-score',
  'metrics.dev.class_f1.neg',
  'class_f1.loss',
  'entities.ORG.f1',
  'ndcg@10',
  'metrics/mAP50-95(B)',
  'acc,none',
  'rougeLsum',
  'ents_f',
  'cats_macro_auc',
  'neg_mean_squared_error',
  'neg_f1',
  'pass@1',
  'eval_samples_per_second',
  'tokens_per_s',
  'sentiment_macro_f1',
  'matthews_corrcoef',
  'top_k_accuracy',
  'explained_variance',
])('higher is better: %s', path => expect(of(path)).toBe('higher'))

test.each([
  'metrics.latency_ms_p95',
  'p95_latency_ms',
  'latency_ms.p95',
  'train_loss',
  'eval/loss',
  'ppl',
  'wer',
  'resources.wall_s',
  'resources.peak_vram',
  'peak_vram_gb',
  'decode_time_s',
  'ms_per_token',
  'neg_log_likelihood',
  'mean_absolute_error',
  'max_error',
  'hinge_loss',
])('lower is better: %s', path => expect(of(path)).toBe('lower'))

test.each([
  'step',
  'train/epoch',
  'eval.epoch',
  'global_step',
  'learning_rate',
  'train/learning_rate',
  'acc_stderr,none',
  'macro_f1_std',
  'f1.support',
  'class_report.neg.support',
  'answer',
  'power',
  'accuracy_drop',
  'f1.gap',
  'neg_loss',
  'prior_weight',
  'constructor',
  '__proto__',
  '',
  '.',
  'x'.repeat(100_000),
])('nothing is claimed: %.40s', path => expect(of(path)).toBeUndefined())

test('the ledger is believed first, by the whole path, an ending, or a branch', () => {
  const own = {'test.macro_f1': 'lower', quality: 'higher', step: 'higher', class_oddness: 'lower'} as const
  expect(directionOf('metrics.test.macro_f1', own)).toBe('lower')
  expect(directionOf('metrics.dev.macro_f1', own)).toBe('higher')
  expect(directionOf('metrics.dev.quality', own)).toBe('higher')
  expect(directionOf('metrics.quality.en', own)).toBe('higher')
  expect(directionOf('metrics.quality.support', own)).toBeUndefined()
  expect(directionOf('step', own)).toBe('higher')
  expect(directionOf('metrics.class_oddness.loss', own)).toBe('lower')
})

test("the ledger's word, then that of the records as far as they agree, then the registry", () => {
  const said = saidDirections([
    {directions: {fooness: 'lower', accuracy: 'lower', odd: 'lower'}},
    {directions: {odd: 'higher', broken: 'up'}},
    {},
    {directions: 'higher'},
  ])
  expect(said).toEqual({fooness: 'lower', accuracy: 'lower'})
  expect(directionOf('metrics.dev.fooness', {}, said)).toBe('lower')
  expect(directionOf('metrics.dev.fooness', {fooness: 'higher'}, said)).toBe('higher')
  expect(directionOf('metrics.dev.accuracy', {}, said)).toBe('lower')
  expect(directionOf('metrics.dev.odd', {}, said)).toBeUndefined()
})
