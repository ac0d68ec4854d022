import type {JsonObject} from '../../../../src/base/json'
import type {Points} from '../../../../src/compare/curves/curve'
import {inputDifferences} from '../../../../src/compare/reproduction/inputs'
import type {Evidence} from '../../../../src/compare/reproduction/inputs/evidence'
import {judge, type Reproduced} from '../../../../src/compare/reproduction/judge'
import type {Outcome} from '../../../../src/compare/reproduction/outcome'
import {parseTolerance} from '../../../../src/compare/reproduction/tolerance'

const RECORD: JsonObject = {
  status: 'finished',
  command: ['/opt/py/bin/python', 'train.py', '--lr', '0.1'],
  code: {tree: 'a'.repeat(40)},
  dataset: {splits: {train: {hash: `sha256:${'1'.repeat(64)}`, rows: 3}}},
  env: {python: '3.11.4', platform: 'linux-x86_64', cpu: {model: 'Xeon'}, vars: {OMP_NUM_THREADS: '1'}},
  params: {lr: 0.1, output_dir: 'out', model: {layers: 2}},
  seed: 1,
  metrics: {dev: {f1: 0.84, loss: 0.5}, latency_ms_p95: 110},
  artifacts: [
    {path: 'out/model.bin', digest: `sha256:${'2'.repeat(64)}`},
    {path: 'config.yaml', role: 'config', digest: 'sha256:c'},
  ],
}
const CURVES = new Map<string, Points>([['loss', [1, 2, 3].map(step => ({step, value: 1 / step, attempt: 1}))]])
const ORIGINAL: Outcome = {record: RECORD, curves: CURVES}

const KNOWN: Evidence = {files: [], packages: 'same'}

function again(more: JsonObject = {}, evidence = KNOWN, curves: Outcome['curves'] = CURVES): Reproduced {
  const record = {...RECORD, ...more}
  return {record, curves, inputs: inputDifferences(RECORD, record, evidence)}
}

const judged = (reproduction: Reproduced, ...tolerances: string[]) =>
  judge(ORIGINAL, [reproduction], tolerances.map(parseTolerance))

const f1 = (value: number): JsonObject => ({metrics: {dev: {f1: value, loss: 0.5}, latency_ms_p95: 110}})

describe('the verdict', () => {
  test('the same outcome is exact, whatever it cost', () => {
    const found = judged(again({metrics: {dev: {f1: 0.84, loss: 0.5}, latency_ms_p95: 900}, resources: {wall_s: 9}}))
    expect([found.verdict, found.causes, found.unknown]).toEqual(['exact', [], []])
    expect(found.reproductions[0]!.metrics.map(({metric, verdict}) => [metric, verdict])).toEqual([
      ['dev.f1', 'same'],
      ['dev.loss', 'same'],
      ['latency_ms_p95', 'cost'],
    ])
  })

  test('without a tolerance the last digit drifts', () => {
    expect(judged(again(f1(0.84 + 2e-16))).verdict).toBe('drifted')
  })

  test.each([
    ['0.001', 0.839, 'within tolerance'],
    ['0.001', 0.8389, 'drifted'],
    ['1%', 0.8316, 'within tolerance'],
    ['1%', 0.831, 'drifted'],
    ['f1=0.01', 0.835, 'within tolerance'],
    ['dev.*=0.01', 0.835, 'within tolerance'],
    ['loss=0.01', 0.835, 'drifted'],
  ])('%s and %d: %s', (tolerance, value, verdict) => {
    expect(judged(again(f1(value)), tolerance).verdict).toBe(verdict)
  })

  test('one that names the metric goes before one that names none', () => {
    const found = judged(again(f1(0.835)), 'dev.f1=0.001', '0.1')
    expect(found.verdict).toBe('drifted')
    expect(found.reproductions[0]!.metrics[0]).toMatchObject({
      verdict: 'beyond',
      tolerance: '0.001',
      before: 0.84,
      after: 0.835,
    })
    expect(found.reproductions[0]!.metrics[0]!.difference).toBeCloseTo(-0.005, 12)
  })

  test('of 0 there is no share', () => {
    const zero = {status: 'finished', metrics: {f1: 0}}
    const inputs = inputDifferences(zero, zero, KNOWN)
    const other = {record: {status: 'finished', metrics: {f1: 1e-9}}, curves: new Map(), inputs}
    expect(judge({record: zero, curves: new Map()}, [other], [parseTolerance('50%')]).verdict).toBe('drifted')
  })

  test('a metric that is gone drifts, one that is new does not', () => {
    expect(judged(again({metrics: {dev: {f1: 0.84}}}), '1').verdict).toBe('drifted')
    expect(judged(again({metrics: {dev: {f1: 0.84, loss: 0.5, em: 1}}})).verdict).toBe('exact')
  })

  test('curves and files keep it from being exact, with the first step where they part', () => {
    const bent = new Map([['loss', CURVES.get('loss')!.map(point => (point.step < 2 ? point : {...point, value: 9}))]])
    const found = judged(again({}, KNOWN, bent))
    expect([found.verdict, found.reproductions[0]!.reasons]).toEqual([
      'within tolerance',
      ['all metrics are equal', '1 curve differs'],
    ])
    expect(found.reproductions[0]!.curves).toEqual([
      {metric: 'loss', before: 3, after: 3, parts: {step: 2, before: 0.5, after: 9}, same: false},
    ])
    const other = judged(again({artifacts: [{path: 'out/model.bin', digest: 'sha256:3'}]}))
    expect(other.reproductions[0]).toMatchObject({
      verdict: 'within tolerance',
      artifacts: [{path: 'out/model.bin', state: 'other'}],
    })
  })

  test('without metrics, files decide; without anything, nobody can', () => {
    const bare = {status: 'finished', artifacts: [{path: 'a', digest: 'sha256:1'}]}
    const other = {status: 'finished', artifacts: [{path: 'a', digest: 'sha256:2'}]}
    const verdict = (before: JsonObject, after: JsonObject) =>
      judge(
        {record: before, curves: new Map()},
        [{record: after, curves: new Map(), inputs: inputDifferences(before, after, KNOWN)}],
        [],
      ).verdict
    expect(verdict(bare, other)).toBe('drifted')
    expect(verdict({status: 'finished'}, {status: 'finished'})).toBe('undecided')
    expect(verdict({status: 'finished'}, {status: 'failed'})).toBe('drifted')
  })
})

const causes = (reproduction: Reproduced) =>
  judged(reproduction).causes.map(({kind, changes}) => [kind, changes.map(({what}) => what)])
const drift = f1(0.5)

describe('the causes', () => {
  test.each<[string, JsonObject, Evidence, [string, string[]][]]>([
    ['a source line', {}, {...KNOWN, files: ['train.py']}, [['code', ['train.py']]]],
    [
      'a row of data',
      {dataset: {splits: {train: {hash: `sha256:${'9'.repeat(64)}`, rows: 4}}}},
      KNOWN,
      [['data', ['dataset.train']]],
    ],
    ['a param', {params: {lr: 0.2, output_dir: 'other', model: {layers: 2}}}, KNOWN, [['config', ['params.lr']]]],
    [
      'a config file',
      {},
      {...KNOWN, files: ['config.yaml'], configs: [{what: 'config.yaml: lr'}]},
      [['config', ['config.yaml: lr']]],
    ],
    ['the seed', {seed: 2}, KNOWN, [['seed', ['seed']]]],
    [
      'a package',
      {},
      {...KNOWN, packages: {moved: [{name: 'torch', before: '2.3', after: '2.4'}], added: [], removed: [], same: 1}},
      [['packages', ['torch']]],
    ],
    ['python', {env: {...(RECORD['env'] as JsonObject), python: '3.12.0'}}, KNOWN, [['python', ['python']]]],
    [
      'threads',
      {env: {...(RECORD['env'] as JsonObject), vars: {OMP_NUM_THREADS: '8'}}},
      KNOWN,
      [['settings', ['OMP_NUM_THREADS']]],
    ],
    ['cuda', {env: {...(RECORD['env'] as JsonObject), cuda: '12.1'}}, KNOWN, [['cuda', ['cuda']]]],
    ['hardware', {env: {...(RECORD['env'] as JsonObject), cpu: {model: 'EPYC'}}}, KNOWN, [['hardware', ['cpu.model']]]],
    ['the command', {command: ['python', 'train.py', '--lr', '0.2']}, KNOWN, [['config', ['command']]]],
  ])('%s', (_, more, evidence, expected) => {
    expect(causes(again({...drift, ...more}, evidence))).toEqual(expected)
  })

  test('the surest first', () => {
    const more = {...drift, seed: 2, env: {python: '3.12.0', platform: 'linux-aarch64'}}
    expect(causes(again(more, {files: ['a.py'], packages: 'same'})).map(([kind]) => kind)).toEqual([
      'code',
      'seed',
      'python',
      'settings',
      'hardware',
    ])
  })

  test('another outcome of the same inputs is not deterministic, or of what nobody knows', () => {
    expect(judged(again(drift)).causes).toEqual([
      {kind: 'non-determinism', text: 'another outcome from the same inputs', changes: []},
    ])
    const blind = judged(again(drift, {}))
    expect(blind.unknown).toEqual(['packages'])
    expect(blind.causes[0]!.text).toBe(
      'another outcome from the same inputs that are known; nothing is known of packages',
    )
  })

  test('data that was checked before the run counts where the records tell nothing apart', () => {
    const checked = {...KNOWN, data: [{what: 'data/extra.csv', before: 'sha256:1', after: 'sha256:2'}]}
    expect(causes(again(drift, checked))).toEqual([['data', ['data/extra.csv']]])
  })
})

test.each(['aborted', 'lost'])('one that is %s says nothing, whichever it is; one that failed does', status => {
  const undecided = (found: ReturnType<typeof judged>) => [found.verdict, found.reproductions[0]!.reasons]
  const why = 'what it would have come to nobody knows'
  expect(undecided(judged(again({...drift, status})))).toEqual(['undecided', [`it is ${status}: ${why}`]])
  const original = {record: {...RECORD, status}, curves: CURVES}
  expect(undecided(judge(original, [again()], []))).toEqual(['undecided', [`the original is ${status}: ${why}`]])
  expect(judged(again({status: 'failed'})).verdict).toBe('drifted')
})

describe('several reproductions', () => {
  test('their spread, and that they are not deterministic', () => {
    const found = judge(
      ORIGINAL,
      [0.83, 0.85, 0.84].map(value => again(f1(value))),
      [],
    )
    expect(found.verdict).toBe('drifted')
    expect(found.spread).toMatchObject([
      {metric: 'dev.f1', original: 0.84, n: 3, min: 0.83, max: 0.85, covers: true},
      {metric: 'dev.loss', min: 0.5, max: 0.5, sd: 0},
    ])
    expect(found.spread[0]!.sd).toBeCloseTo(0.01, 12)
    expect(found.causes.map(({kind}) => kind)).toEqual(['non-determinism'])
  })

  test('a record without a seed says so', () => {
    const {seed: _, ...unseeded} = RECORD
    const repeat = (value: number): Reproduced => {
      const record = {...unseeded, ...f1(value)}
      return {record, curves: CURVES, inputs: inputDifferences(unseeded, record, KNOWN)}
    }
    const found = judge({record: unseeded, curves: CURVES}, [0.83, 0.85].map(repeat), [])
    expect(found.unknown).toEqual(['seed'])
    expect(found.causes[0]!.text).toMatch(/differ among themselves; no seed is recorded$/)
  })

  test('an input that differs goes first where the spread does not reach the original', () => {
    const found = judge(
      ORIGINAL,
      [0.5, 0.51].map(value => again({...f1(value), seed: 2})),
      [],
    )
    expect(found.causes.map(({kind}) => kind)).toEqual(['seed', 'non-determinism'])
  })

  test('all the same and another than the original: the inputs, not chance', () => {
    const found = judge(
      ORIGINAL,
      [0.5, 0.5].map(value => again({...f1(value), seed: 2})),
      [],
    )
    expect(found.causes.map(({kind}) => kind)).toEqual(['seed'])
  })
})

test.each(['', 'x', '-1', 'f1=', '=1', 'f1=x', '1e999', '0x10', 'NaN', '5 %x'])('"%s" is no tolerance', text => {
  expect(() => parseTolerance(text)).toThrow(/is no amount/)
})
