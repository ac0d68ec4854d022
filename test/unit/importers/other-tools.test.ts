import {byMetric, byPoint, problemOf, saidBy, sample} from '../../support/importing'

describe('reports by class', () => {
  test('scikit-learn’s', async () => {
    const {reports = []} = await saidBy('out/report.json', sample('sklearn/multiclass_report.json'))
    expect(reports).toHaveLength(1)
    const [report] = reports
    expect(Object.keys(report!.labels)).toEqual(['neg', 'neu', 'pos'])
    expect(report!.labels['neu']).toEqual({precision: 0.5, recall: 0.5, f1: 0.5, support: 2})
    expect(Object.keys(report!.averages!)).toEqual(['macro', 'weighted'])
    expect(report!.accuracy).toBe(0.7142857142857143)
    expect(report!.split).toBeUndefined()
  })

  test('of some classes, of several labels at once', async () => {
    const subset = await saidBy('a.json', sample('sklearn/subset_report.json'))
    expect(subset.reports![0]!.averages!['micro']!['f1']).toBe(0.6)
    expect(subset.reports![0]!.accuracy).toBeUndefined()
    const many = await saidBy('a.json', sample('sklearn/multilabel_report.json'))
    expect(Object.keys(many.reports![0]!.averages!)).toEqual(['micro', 'macro', 'weighted', 'samples'])
  })

  const scores = '{"precision": 1, "recall": 0.5, "f1-score": 0.7, "support": 3}'
  const average = `"macro avg": ${scores}`

  test('a class called accuracy', async () => {
    const {reports = []} = await saidBy('a.json', `{"accuracy": ${scores}, "macro avg": ${scores}}`)
    expect(Object.keys(reports[0]!.labels)).toEqual(['accuracy'])
    expect(reports[0]!.accuracy).toBeUndefined()
  })

  test('the split from the name of the file, where it says one; from the keys', async () => {
    const splitOf = async (path: string) => (await saidBy(path, `{"a": ${scores}, ${average}}`)).reports![0]!.split
    expect(await splitOf('out/report_test.json')).toBe('test')
    expect(await splitOf('Dev-report.json')).toBe('dev')
    expect(await splitOf('train_test_report.json')).toBeUndefined()
    expect(await splitOf('test/latest.json')).toBeUndefined()
    const both = await saidBy(
      'report.json',
      `{"dev": {"a": ${scores}, ${average}}, "test": {"a": ${scores}, ${average}}}`,
    )
    expect(both.reports!.map(each => each.split)).toEqual(['dev', 'test'])
    const within = await saidBy('test.json', `{"loss": 1, "by_class": {"a": ${scores}, ${average}}}`)
    expect(within.reports).toMatchObject([{name: 'by_class', split: 'test'}])
  })

  test('seqeval through evaluate: number is the support', async () => {
    const said = await saidBy(
      'a.json',
      '{"PER": {"precision": 1, "recall": 1, "f1": 1, "number": 4}, "overall_f1": 1, "overall_accuracy": 0.5}',
    )
    expect(said.reports).toEqual([
      {labels: {PER: {precision: 1, recall: 1, f1: 1, support: 4}}, averages: {micro: {f1: 1}}, accuracy: 0.5},
    ])
  })

  test('scores of several splits are no classes', async () => {
    expect(await problemOf('a.json', `{"dev": ${scores}, "test": ${scores}}`)).toBe('has no scores by class')
  })
})

test('spaCy: scores, and those of each class', async () => {
  const said = await saidBy('model-best/meta.json', sample('spacy_meta.json'))
  expect(byMetric(said)).toMatchObject({cats_macro_f: 1, speed: 497.6391377267})
  expect(said.reports).toEqual([
    {
      name: 'cats',
      labels: {
        A: {precision: 1, recall: 1, f1: 1, auc: 1},
        B: {precision: 1, recall: 1, f1: 1, auc: 1},
      },
    },
  ])
  expect(await problemOf('meta.json', '{"spacy_version": ">=3"}')).toBe('has no "performance"')
})

test('lm-evaluation-harness: a task is a split, and says which way is better', async () => {
  const file = {
    results: {
      mmlu: {alias: 'mmlu', 'acc,none': 0.5, 'acc_stderr,none': 0.01, sample_len: 9},
      gsm8k: {'exact_match,strict-match': 0.25, 'exact_match_stderr,strict-match': 'N/A', 'perplexity,none': 3},
    },
    groups: {all: {'acc,none': 0.4}},
    configs: {},
    'n-shot': {mmlu: 5},
    higher_is_better: {mmlu: {acc: true}, gsm8k: {perplexity: false, exact_match: null}},
    config: {model: 'hf', limit: 10},
  }
  const said = await saidBy('out/results_2026-01-02T03-04-05.json', JSON.stringify(file))
  expect(byMetric(said)).toEqual({
    'all/acc': 0.4,
    'mmlu/acc': 0.5,
    'mmlu/acc_stderr': 0.01,
    'gsm8k/exact_match,strict-match': 0.25,
    'gsm8k/perplexity': 3,
  })
  const directions = said.metrics!.map(({metric, direction}) => [metric, direction])
  expect(directions).toContainEqual(['acc', 'higher'])
  expect(directions).toContainEqual(['perplexity', 'lower'])
  expect(said.params).toEqual({model: 'hf', limit: 10, 'n-shot': {mmlu: 5}})
  expect(said.notes).toEqual(['measured on a part of each task only: limit 10'])
})

describe('DVCLive', () => {
  test('the latest values, at their step', async () => {
    const said = await saidBy('dvclive/metrics.json', sample('dvclive/metrics.json'))
    expect(byPoint(said)).toEqual({'train/loss@2': 1 / 3, 'val/acc@2': 2 / 3, 'plain@2': 2})
  })

  test('a curve is called as its path', async () => {
    const path = 'dvclive/plots/metrics/train/loss.tsv'
    expect(byPoint(await saidBy(path, sample(path)))).toEqual({
      'train/loss@0': 1,
      'train/loss@1': 0.5,
      'train/loss@2': 1 / 3,
    })
    const timed = 'timestamp\tstep\tacc\n1700000000000\t0\t0.5\n'
    expect(byPoint(await saidBy('dvclive/plots/metrics/acc.tsv', timed))).toEqual({'acc@0': 0.5})
  })

  test('params', async () => {
    expect((await saidBy('dvclive/params.yaml', sample('dvclive/params.yaml'))).params).toEqual({lr: 0.1, deep: {a: 1}})
  })
})

describe('YAML of Python programs', () => {
  test('Hydra: the configuration, and what was typed', async () => {
    const said = await saidBy('outputs/1/.hydra/config.yaml', sample('hydra/.hydra/config.yaml'))
    expect(said.params).toMatchObject({lr: 1e-5, name: 'yes', v: '08', n: null, m: {0: 'neg', 1: 'pos'}, inf: Infinity})
    const words = await saidBy('outputs/1/.hydra/overrides.yaml', sample('hydra/.hydra/overrides.yaml'))
    expect(words.overrides).toEqual(['lr=1e-5', '+model=big', '~x', "s='a b'"])
    expect((await saidBy('.hydra/overrides.yaml', '[]\n')).overrides).toEqual([])
  })

  test('Lightning: hyperparameters, also those that only Python knows', async () => {
    expect((await saidBy('hparams.yaml', sample('lightning_csv/hparams.yaml'))).params).toEqual({hidden: 4, lr: 0.01})
    expect((await saidBy('hparams.yaml', sample('lightning_csv/python_hparams.yaml'))).params).toMatchObject({
      t: [1, 2],
      ns: {a: 1, b: [2]},
      p: '/a/b',
      f: 'posixpath.join',
      np: 0.5,
      big: 2n ** 70n,
      n: Number.NaN,
    })
    expect((await saidBy('hparams.yaml', '{}\n')).params).toEqual({})
    expect((await saidBy('hparams.yaml', '')).params).toEqual({})
  })

  test('ultralytics', async () => {
    const said = await saidBy('args.yaml', 'task: detect\r\nmode: train\r\nlr0: 0.01\r\nsave_dir: null\r\n')
    expect(said.params).toEqual({task: 'detect', mode: 'train', lr0: 0.01, save_dir: null})
  })

  test('a last line without its break is left out', async () => {
    const said = await saidBy('hparams.yaml', 'a: 1\nlr: 0.0')
    expect(said).toEqual({
      source: 'lightning-hparams',
      params: {a: 1},
      notes: ['its last line is cut off, and left out'],
    })
  })

  test.each([
    ['- a\n', 'is no mapping of names to values'],
    ['a: [\n', expect.stringContaining('line')],
    ['a: 1\na: 2\n', 'has the key "a" twice'],
    ['a: 1\n---\nb: 2\n', 'holds several documents'],
    ['a: \u0001\n', 'has control characters'],
    [`a: ${'['.repeat(5000)}\n`, expect.stringContaining('nested')],
    [
      `a0: &a0 [x]\n${Array.from({length: 40}, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('')}`,
      'stands for more than 20000 values',
    ],
    ['__proto__: 1\n', 'has a key that cannot be kept'],
  ])('refused: %j', async (text, reason) => {
    expect(await problemOf('hparams.yaml', text)).toEqual(reason)
  })
})
