import {finals, heardOf, metrics} from '../../support/heard'

const DEV = {data: {id: 'a', rows: 10}}
const evaluation = (values: Record<string, number>, more = {}) =>
  metrics('transformers.evaluate', values, {split: 'eval', ...DEV, ...more})

describe('splits', () => {
  test('a second data set under the same word never overwrites the first', () => {
    const {run, warnings} = heardOf([
      {lines: [evaluation({eval_f1: 0.8}), evaluation({eval_f1: 0.3}, {data: {id: 'b', rows: 5}})]},
    ])
    expect(finals(run.points)).toEqual({'eval.f1': 0.8, 'eval#2.f1': 0.3})
    expect(warnings).toEqual([expect.stringContaining('eval#2')])
  })

  test('variables of the script name the splits, for all that was said of that data', () => {
    const named = (id: string, name: string) => ({data: {id, rows: 10, name}})
    const {run, warnings} = heardOf([
      {
        lines: [
          evaluation({eval_f1: 0.5}, {step: 1}),
          evaluation({eval_f1: 0.8}, named('a', 'dev')),
          evaluation({eval_f1: 0.7}, named('b', 'test')),
        ],
      },
    ])
    expect(finals(run.points)).toEqual({'dev.f1': 0.8, 'test.f1': 0.7})
    expect(warnings).toEqual([])
  })

  test('a data set and the gold labels of it, named for one split, are one; not where a figure says otherwise', () => {
    const labels = (values: Record<string, number>, rows = 10) =>
      metrics('sklearn', values, {data: {id: 'c-dev', rows, name: 'dev'}})
    const set = evaluation({eval_f1: 0.8, eval_loss: 0.4}, {data: {id: 'a', rows: 10, name: 'dev'}})
    const matrix = {type: 'matrix', labels: ['a'], rows: [[10]], data: {id: 'c-dev', rows: 10, name: 'dev'}}
    const {run, warnings} = heardOf([{lines: [set, labels({f1: 0.8, recall: 0.7}), matrix]}])
    expect(finals(run.points)).toEqual({'dev.f1': 0.8, 'dev.loss': 0.4, 'dev.recall': 0.7})
    expect([run.matrices.map(({split}) => split), warnings]).toEqual([['dev'], []])
    const apart = {'dev.f1': 0.8, 'dev.loss': 0.4}
    expect(finals(heardOf([{lines: [set, labels({f1: 0.5})]}]).run.points)).toEqual({...apart, 'dev#2.f1': 0.5})
    expect(finals(heardOf([{lines: [set, labels({f1: 0.8}, 9)]}]).run.points)).toEqual({...apart, 'dev#2.f1': 0.8})
  })

  test('what a metric function returned of an unnamed set is not told twice where the script says the same of a named one', () => {
    const heard = (file: Record<string, number>) =>
      finals(
        heardOf([
          {
            lines: [
              metrics('sklearn', {macro_f1: 0.92928039}, {split: 'eval', ...DEV}),
              ...Object.entries(file).map(([name, value]) => {
                const [split, metric] = name.split('.')
                return metrics('file.json', {[metric!]: value}, {split: split!})
              }),
            ],
          },
        ]).run.points,
      )
    const own = {'eval.macro_f1': 0.92928039}
    for (const same of [
      {'dev.macro_f1': 0.92928039},
      {'dev.macro_f1': 0.9293},
      {'dev.macro_f1': 0.9293, 'test.macro_f1': 0.8},
    ]) {
      expect(heard(same)).toEqual(same)
    }
    // Another value, so few digits that they say nothing, another name, two splits of one value.
    for (const other of [
      {'dev.macro_f1': 0.9294},
      {'dev.macro_f1': 0.93},
      {'dev.f1': 0.92928039},
      {'dev.macro_f1': 0.9293, 'test.macro_f1': 0.9293},
    ]) {
      expect(heard(other)).toEqual({...own, ...other})
    }
  })

  test('exp.split maps a word of the script', () => {
    const {run} = heardOf([{lines: [evaluation({eval_f1: 0.8})]}], {splits: {eval: 'dev'}})
    expect(finals(run.points)).toEqual({'dev.f1': 0.8})
  })

  test('names with a split in front, however they are joined', () => {
    const values = {'val/f1': 0.1, train_loss: 0.2, 'test.acc': 0.3, lr: 0.4, 'a b': 0.5}
    const {run} = heardOf([{lines: [metrics('lightning', values)]}])
    expect(finals(run.points)).toEqual({'val.f1': 0.1, 'train.loss': 0.2, 'test.acc': 0.3, lr: 0.4, a_b: 0.5})
  })
})

test('which way is better, where a source says it; what they contradict is left out', () => {
  const {run} = heardOf([
    {
      lines: [
        {type: 'params', source: 'x', values: {args: {metric_for_best_model: 'eval_skill', greater_is_better: false}}},
        metrics('file.lm-eval', {'acc_norm,none': 0.1}, {split: 'arc', directions: {'acc_norm,none': 'higher'}}),
        metrics('file.lm-eval', {odd: 0.1, ppl: 3}, {split: 'arc', directions: {odd: 'higher', ppl: 'up'}}),
        metrics('file.lm-eval', {odd: 0.1}, {split: 'wiki', directions: {odd: 'lower'}}),
      ],
    },
  ])
  expect(run.directions).toEqual({acc_norm_none: 'higher', skill: 'lower'})
})

describe('the value that counts', () => {
  test('is that of the best model where it was loaded; the others stay in the curve', () => {
    const lines = [
      {type: 'begin', source: 'transformers', job: 1},
      ...[0.5, 0.9, 0.7].map((f1, i) => evaluation({eval_f1: f1}, {step: i + 1, job: 1})),
      metrics('transformers.log', {loss: 0.1}, {split: 'train', step: 3, job: 1}),
      {type: 'end', job: 1, status: 'finished', best: {step: 2, metric: 'eval_f1', value: 0.9, loaded: true}},
    ]
    const {run} = heardOf([{lines}])
    expect(finals(run.points)).toEqual({'eval.f1': 0.9, 'train.loss': 0.1})
    expect(run.points.filter(({step}) => step !== undefined)).toHaveLength(4)
  })

  test('is what the framework said, not what a tracker made of it', () => {
    const lines = [
      metrics('transformers.log', {loss: 0.25}, {split: 'train', step: 10}),
      metrics('tensorboard', {'train/loss': 0.2}, {step: 10}),
      metrics('wandb', {'train/loss': 0.2}, {step: 1}),
      metrics('tensorboard', {'grads/norm': 3}, {step: 10}),
    ]
    const {points} = heardOf([{lines}]).run
    expect(points.map(({metric, value, step}) => [metric, value, step])).toEqual([
      ['train.loss', 0.25, 10],
      ['grads.norm', 3, 10],
    ])
  })

  test('said again with another value and no step, it is told', () => {
    const said = (value: number) => metrics('sklearn', {accuracy: value}, {split: 'eval', ...DEV})
    expect(heardOf([{lines: [said(0.5), said(0.6)]}]).warnings[0]).toContain(
      'eval.accuracy was told 2 different values',
    )
  })

  test('values that JSON has no number for', () => {
    const {run} = heardOf([{lines: [metrics('client', {a: 'NaN', b: '-Infinity', c: 'text'})]}])
    expect(finals(run.points)).toEqual({a: Number.NaN, b: -Infinity})
  })

  test('percentiles of a latency', () => {
    const samples_ms = Array.from({length: 100}, (_, i) => i + 1)
    const {run} = heardOf([{lines: [{type: 'latency', name: 'latency', samples_ms}]}])
    expect(finals(run.points)).toEqual({latency_ms_p50: 50, latency_ms_p95: 95})
  })
})

test('a report gives values by class, of labels that hold anything', () => {
  const line = {
    type: 'report',
    source: 'sklearn.classification_report',
    split: 'test',
    accuracy: 0.8,
    averages: {macro: {precision: 0.1, recall: 0.2, f1: 0.3}},
    labels: {'B-ORG': {precision: 0.5, recall: 0.5, f1: 0.5, support: 2}, 'a/b.c': {f1: 0.25}},
  }
  expect(finals(heardOf([{lines: [line]}]).run.points)).toEqual({
    'test.accuracy': 0.8,
    'test.macro_precision': 0.1,
    'test.macro_recall': 0.2,
    'test.macro_f1': 0.3,
    'test.class_precision.B-ORG': 0.5,
    'test.class_recall.B-ORG': 0.5,
    'test.class_f1.B-ORG': 0.5,
    'test.class_support.B-ORG': 2,
    'test.class_f1.a_b_c': 0.25,
  })
})

describe('params', () => {
  const params = (source: string, values: Record<string, unknown>, more = {}) =>
    ({type: 'params', source, values, ...more}) as never

  test('of one value each; of two a conflict, and neither is taken', () => {
    const lines = [params('argparse', {lr: '1e-4', epochs: 3}), params('optuna', {lr: 1e-4, epochs: 4})]
    const {run, warnings} = heardOf([{lines}])
    expect(run.params).toEqual({lr: '1e-4'})
    expect(run.conflicts).toEqual([
      {
        param: 'epochs',
        values: [
          {value: 3, source: 'argparse'},
          {value: 4, source: 'optuna'},
        ],
      },
    ])
    expect(warnings[0]).toContain('epochs has 2 values: 3 (argparse), 4 (optuna)')
  })

  test('a flag decides, and what contradicts it is told', () => {
    const {run} = heardOf([{lines: [params('argparse', {lr: 0.1})]}], {params: {lr: 0.2}})
    expect([run.params, run.conflicts.length]).toEqual([{lr: 0.2}, 1])
  })

  test('groups, models, dotted names beside a value of that name', () => {
    const lines = [
      params('hydra', {model: {name: 'x', dim: 8}}),
      params('transformers', {num_labels: 3}, {model: 'model'}),
      params('argparse', {opt: 'adam', 'opt.lr': 0.1}),
    ]
    expect(heardOf([{lines}]).run.params).toEqual({
      model: {name: 'x', dim: 8},
      model_config: {num_labels: 3},
      opt: 'adam',
      'opt.lr': 0.1,
    })
  })

  test('seeds that agree are the seed; others are a conflict', () => {
    const seed = (source: string, value: number) => ({type: 'seed', source, value})
    expect(heardOf([{lines: [seed('torch', 7), seed('numpy', 7)]}]).run).toMatchObject({
      seed: 7,
      determinism: {seeds: {torch: 7, numpy: 7}},
    })
    const two = heardOf([{lines: [seed('torch', 7), seed('numpy', 8)]}]).run
    expect([two.seed, two.conflicts[0]!.param]).toEqual([undefined, 'seed'])
  })
})
