import {OPCODES} from '../../src/importers/bytes/pickle-opcodes'
import {Curves} from '../../src/importers/curves'
import {readFile, recognise} from '../../src/importers/read-file'
import {READERS} from '../../src/importers/readers'
import {Unreadable} from '../../src/importers/unreadable'
import fc from '../support/fast-check'
import {sample} from '../support/importing'
import {zipOf} from '../support/pickles'

const NAMES = [
  'trainer_state.json',
  'all_results.json',
  'training_args.bin',
  'report.json',
  'metrics.csv',
  'hparams.yaml',
  'training.log',
  'history.json',
  'events.out.tfevents.1.host.0',
  '.hydra/config.yaml',
  '.hydra/overrides.yaml',
  'meta.json',
  'results_1.json',
  'results.csv',
  'args.yaml',
  'dvclive/metrics.json',
  'dvclive/plots/metrics/loss.tsv',
  'dvclive/params.yaml',
  '',
]

const SAMPLES = [
  'hf_trainer/trainer_state.json',
  'hf_two_sets/trainer_state.json',
  'hf_trainer/all_results.json',
  'hf_trainer/training_args.bin',
  'sklearn/multiclass_report.json',
  'lightning_csv/metrics.csv',
  'lightning_csv/python_hparams.yaml',
  'keras/keras_log.csv',
  'keras/keras_history.json',
  'tensorboard/events.out.tfevents.1795410579.host.0',
  'tensorboard/hparams/events.out.tfevents.1795410579.host.1',
  'hydra/.hydra/config.yaml',
  'spacy_meta.json',
  'dvclive/metrics.json',
].map(path => [path, sample(path)] as const)

/** Only Unreadable ends a reader early, and readFile makes a reason of it. */
async function answers(path: string, bytes: Uint8Array): Promise<void> {
  const read = await readFile(path, bytes)
  if ('problem' in read) expect(read.problem).toMatch(/^[a-z].{1,320}$/su)
  else
    for (const {step, metric} of read.points ?? [])
      expect([Number.isFinite(step), typeof metric]).toEqual([true, 'string'])
}

const aName = fc.constantFrom(...NAMES)

test('bytes of any kind, under any name', async () => {
  const bytes = fc.uint8Array({maxLength: 300})
  await fc.assert(fc.asyncProperty(aName, bytes, answers), {numRuns: 3000})
})

test('bytes of any kind, given to any reader', async () => {
  const aReader = fc.constantFrom(...READERS)
  const anything = fc.oneof(
    fc.uint8Array({maxLength: 200}),
    fc.json().map(text => Buffer.from(text)),
    fc.string({unit: 'binary'}).map(text => Buffer.from(text)),
  )
  const property = fc.asyncProperty(aReader, aName, anything, async (reader, name, bytes) => {
    const path = reader.source === 'dvclive-series' ? 'plots/metrics/a.tsv' : name
    try {
      await reader.read(bytes, path)
    } catch (error) {
      expect(error).toBeInstanceOf(Unreadable)
    }
  })
  await fc.assert(property, {numRuns: 3000})
})

test('real files, cut off, changed and with others in them', async () => {
  const change = fc.record({at: fc.nat(6000), cut: fc.nat(40), put: fc.uint8Array({maxLength: 8})})
  const property = fc.asyncProperty(
    fc.constantFrom(...SAMPLES),
    fc.array(change, {minLength: 1, maxLength: 3}),
    fc.boolean(),
    async ([path, whole], changes, cutOff) => {
      let bytes: Uint8Array = whole
      for (const {at, cut, put} of changes) {
        const where = at % (bytes.length + 1)
        bytes = Buffer.concat([bytes.subarray(0, where), put, cutOff ? Buffer.alloc(0) : bytes.subarray(where + cut)])
      }
      await answers(path, bytes)
    },
  )
  await fc.assert(property, {numRuns: 3000})
})

test('any order of pickle operations', async () => {
  const codes = [...OPCODES.keys()]
  const operation = fc.oneof({weight: 5, arbitrary: fc.constantFrom(...codes)}, fc.integer({min: 0, max: 255}))
  const begins = Buffer.from('\x80\x02ctransformers.training_args\nTrainingArguments\n)\x81}(', 'latin1')
  const property = fc.asyncProperty(fc.array(operation, {maxLength: 60}), async operations => {
    const pickle = Buffer.concat([begins, Buffer.from(operations), Buffer.from('ub.')])
    await answers('training_args.bin', zipOf('a/data.pkl', pickle))
  })
  await fc.assert(property, {numRuns: 5000})
})

test('a path of any kind is looked at', () => {
  fc.assert(
    fc.property(
      fc.string({unit: 'binary'}),
      fc.uint8Array({maxLength: 50}),
      (path, head) => void recognise(path, head),
    ),
  )
})

test('curves: one value a step, steps rise, and each is the last that was said of it', () => {
  const said = fc.array(fc.record({metric: fc.constantFrom('a', 'b'), step: fc.nat(8), value: fc.nat(99)}))
  const property = fc.property(said, points => {
    const curves = new Curves()
    for (const point of points) curves.add(point)
    for (const metric of ['a', 'b']) {
      const curve = curves.points().filter(point => point.metric === metric)
      const all = points.filter(point => point.metric === metric)
      expect(curve.at(-1)).toEqual(all.at(-1))
      curve.forEach((point, i) => {
        expect(i === 0 || curve[i - 1]!.step < point.step).toBe(true)
        expect(all.findLast(each => each.step === point.step)).toEqual(point)
      })
    }
  })
  fc.assert(property)
})
