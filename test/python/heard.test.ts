// Scripts that have never heard of us, with the real libraries on a CPU: the record, field by field, against what each says it did.
import {execFileSync} from 'node:child_process'
import {curvesOf, env, type HeardRun, hasModule, hearScript, PYTHON, pathsOf, scriptsPlace} from '../support/heard-run'

const place = scriptsPlace()
const LONG = 180_000
const HF = [
  ...['hf_train.py', '--output_dir', 'out', '--num_train_epochs', '2', '--per_device_train_batch_size', '16'],
  ...[
    '--logging_steps',
    '3',
    '--learning_rate',
    '5e-3',
    '--eval_strategy',
    'epoch',
    '--report_to',
    'none',
    '--use_cpu',
    'True',
  ],
]

const withLibrary = (name: string) => (hasModule(name) ? describe : describe.skip)

withLibrary('transformers')('a Trainer', () => {
  let train: HeardRun
  beforeAll(() => {
    train = hearScript(place, HF)
  }, LONG)

  test('each evaluation keeps the name of its data set; the curve is the Trainer’s', () => {
    const {record, truths} = train
    const [truth] = truths
    for (const split of ['dev', 'test'])
      for (const name of ['loss', 'accuracy', 'macro_f1'])
        expect([split, name, record.metrics[split][name]]).toEqual([split, name, truth[split][`eval_${name}`]])
    expect(record.metrics.eval).toBeUndefined()
    expect(curvesOf(place, train.id)['train.loss']).toEqual(truth.losses)
    expect(record.metrics.train.loss).toBe(truth.losses.at(-1)[1])
  })

  test('parameters of the script, of the Trainer and of the model; the seed; the packages', () => {
    const {record, truths} = train
    expect(record.params).toMatchObject({
      hidden_size: 16,
      max_length: 8,
      learning_rate: truths[0].lr,
      num_train_epochs: 2,
      per_device_train_batch_size: 16,
      model_config: {model_type: 'bert', num_labels: 3},
      tokenizer_config: {model_max_length: 8, is_fast: true},
    })
    expect(Object.keys(record.params).filter(name => /hub|dir$|token$/.test(name))).toEqual([])
    expect(record.seed).toBe(truths[0].seed)
    expect(record.env.libs.transformers).toMatch(/^\d+\./)
    expect([record.env.provisional, record.env.unverified, record.heard.conflicts]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('what it read, with digests; what it left, offered', () => {
    expect(pathsOf(train.record)).toEqual(['data data/dev.csv', 'data data/test.csv', 'data data/train.csv'])
    for (const input of train.record.inputs)
      expect(input).toMatchObject({how: 'discovered', digest: expect.stringMatching(/^sha256:/)})
    expect(train.stderr).toContain(`git exp artifact add ${train.id} out/`)
  })

  test(
    'an evaluation of its model, in its folder, has its own numbers only and knows the model',
    () => {
      const {record, truths} = hearScript(place, ['hf_eval.py', '--model', 'out'])
      const [{test}] = truths
      expect(record.metrics.test).toMatchObject({
        accuracy: test.test_accuracy,
        macro_f1: test.test_macro_f1,
        loss: test.test_loss,
      })
      expect(Object.keys(record.metrics)).toEqual(['test'])
      expect(record.series).toBeUndefined()
      expect(pathsOf(record)).toEqual(['checkpoint out', 'data data/test.csv', 'tokenizer out'])
    },
    LONG,
  )

  test(
    'where nobody listens, its files tell, each evaluation apart',
    () => {
      const words = HF.map(word => (word === 'out' ? 'out_deaf' : word))
      const {record, truths} = hearScript(place, words, ['--no-hook'])
      const [truth] = truths
      expect([record.metrics.eval.macro_f1, record.metrics['eval#2'].macro_f1]).toEqual([
        truth.dev.eval_macro_f1,
        truth.test.eval_macro_f1,
      ])
      expect([record.metrics.train.loss, record.params.learning_rate, record.seed]).toEqual([
        truth.losses.at(-1)[1],
        0.005,
        42,
      ])
      expect(record.env.unverified).toContain('--no-hook')
    },
    LONG,
  )
})

withLibrary('sklearn')('scikit-learn', () => {
  test(
    'a report per class of the split that the script’s variable names; a confusion matrix; no --data',
    () => {
      const {record, truths, id} = hearScript(place, ['sk_train.py', '2.0'])
      const [{report, dev_accuracy, matrix}] = truths
      expect(record.metrics.dev).toEqual({accuracy: dev_accuracy})
      expect(record.metrics.test).toMatchObject({
        accuracy: report.accuracy,
        macro_f1: report['macro avg']['f1-score'],
        class_f1: Object.fromEntries(['neg', 'neu', 'pos'].map(label => [label, report[label]['f1-score']])),
        class_support: {neg: 20, neu: 20, pos: 20},
      })
      expect(Object.keys(record.metrics).sort()).toEqual(['dev', 'test'])
      expect(pathsOf(record)).toEqual(['data data/dev.csv', 'data data/test.csv', 'data data/train.csv'])
      const folder = place
        .git('ls-tree', '-r', '--name-only', 'exp-ledger')
        .split('\n')
        .filter(path => path.includes(id))
      const file = folder.find(path => path.endsWith('confusion_matrix.test.json'))!
      expect(JSON.parse(place.git('show', `exp-ledger:${file}`)).rows).toEqual(matrix)
    },
    LONG,
  )
})

withLibrary('torch')('plain PyTorch', () => {
  test(
    'argparse, a seed, and the JSON that it writes',
    () => {
      const {record, truths} = hearScript(place, ['torch_train.py', '--lr', '0.5'])
      const [{loss, accuracy, args}] = truths
      expect(record.params).toEqual(args)
      expect(record.metrics).toEqual({train: {loss, accuracy}})
      expect([record.seed, pathsOf(record)]).toEqual([13, ['data data/train.csv']])
    },
    LONG,
  )
})

withLibrary('tensorboard')('two processes of torchrun', () => {
  test(
    'one run: parameters and curve of rank 0, inputs of both',
    () => {
      for (const rank of [0, 1]) place.write(`data/part${rank}.txt`, [0, 1, 2, 3].map(i => i + rank).join('\n'))
      const words = ['-m', 'torch.distributed.run', '--nproc-per-node', '2', 'ddp_train.py']
      const {record, truths, id} = hearScript(place, words, ['--name', 'ddp'])
      const losses = truths[0].losses.map((loss: number, i: number) => [i + 1, Math.fround(loss)])
      expect(curvesOf(place, id)['train.loss']!.map(([step, value]) => [step, Math.fround(value)])).toEqual(losses)
      expect([record.params, record.seed]).toEqual([{lr: 0.05}, 5])
      expect(pathsOf(record)).toEqual(['data data/part0.txt', 'data data/part1.txt'])
      expect(place.json(['ls', '--where', 'name == "ddp"']).total).toBe(1)
    },
    LONG,
  )
})

withLibrary('hydra')('a Hydra sweep', () => {
  test(
    'a run of each job, children of the one around them',
    () => {
      const {record, truths, id} = hearScript(place, ['hydra_train.py', '-m', 'lr=0.1,0.2'], ['--name', 'sweep'])
      expect([record.metrics, record.heard.trainings]).toEqual([undefined, 2])
      const {runs} = place.json(['ls', '--where', `parent == "${id}"`, '--sort', 'params.lr'])
      expect(runs.map((run: HeardRun['record']) => [run.params.lr, run.metrics.dev.f1.toFixed(4)])).toEqual(
        truths.map(({lr, f1}: Record<string, number>) => [lr, f1!.toFixed(4)]),
      )
      const child = place.json(['show', runs[0].id])
      expect(child.params).toEqual({lr: 0.1, model: {name: 'tiny', dim: 4}})
      expect([child.parent, child.seed, child.status]).toEqual([id, 3, 'finished'])
    },
    LONG,
  )
})

withLibrary('lightning')('Lightning', () => {
  test(
    'logged values by split, the test after the training, hyper-parameters',
    () => {
      const {record, truths} = hearScript(place, ['lightning_train.py'])
      const [{val, test}] = truths
      expect(record.metrics.val).toMatchObject({loss: val.val_loss, acc: val.val_acc})
      expect(record.metrics.test).toMatchObject({loss: test.test_loss, acc: test.test_acc})
      expect(record.metrics.train).toMatchObject({loss: val.train_loss, acc: val.train_acc})
      expect(record.params.lr).toBe(0.2)
      expect(record.seed).toBe(11)
    },
    LONG,
  )
})

withLibrary('datasets')('parquet through datasets', () => {
  test(
    'the second time, from its cache, the files are still the inputs',
    () => {
      const CODE =
        "import pandas as pd\nfor s in ('train', 'test'): pd.read_csv('data/%s.csv' % s).to_parquet('data/%s.parquet' % s)"
      execFileSync(PYTHON, ['-c', CODE], {cwd: place.cwd, env})
      const [first, second] = [hearScript(place, ['parquet_train.py']), hearScript(place, ['parquet_train.py'])]
      const files = ['test data/test.parquet', 'train data/train.parquet']
      expect([pathsOf(first.record), pathsOf(second.record)]).toEqual([files, files])
      expect(second.record.inputs.map(({rows}: Record<string, number>) => rows).sort()).toEqual([60, 96])
    },
    LONG,
  )
})
