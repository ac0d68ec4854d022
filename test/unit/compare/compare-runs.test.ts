import type {JsonObject} from '../../../src/base/json'
import {compareRecords, compareRuns} from '../../../src/compare/compare-runs'
import {briefRecord} from '../../support/brief'

const compare = (a: JsonObject, b: JsonObject, all = false) => compareRecords(a, b, {directions: {}, all})
const rows = (a: JsonObject, b: JsonObject) => compare(a, b).sections.flatMap(section => section.rows)

test('a run against itself', () => {
  const run = briefRecord('sentiment-baseline')
  expect(compare(run, run)).toMatchObject({sections: [], texts: [], differing: 0})
})

test('what differs between any two runs is not said, unless all is asked for', () => {
  const [a, b] = [
    {id: 'a', name: 'x', created: '1', task: 't'},
    {id: 'b', name: 'y', created: '2', task: 't'},
  ]
  expect(compare(a, b).sections).toEqual([])
  expect(compare(a, b, true).sections[0]!.rows.map(row => `${row.path} ${row.kind}`)).toEqual([
    'id changed',
    'name changed',
    'task same',
    'created changed',
  ])
})

test('how an input was come by, and the extremes of curves, are no difference, unless all is asked for', () => {
  const run = (how: string, digest: string, value: number) => ({
    inputs: [{role: 'data', path: 'a.how.csv', how, digested: how, digest}],
    series: {rows: 3, extremes: {'train.loss': {max: {step: 1, value}}}},
  })
  const [a, b] = [run('declared', '1', 0.5), run('discovered', '2', 0.6)]
  expect(rows(a, b).map(({path}) => path)).toEqual(['inputs.data a.how.csv.digest'])
  expect(compare(a, b)).toMatchObject({differing: 1, same: 2})
  expect(compare(a, b, true).differing).toBe(4)
})

test('domain shift: the collapse of "neutral" and the new hashes are there, the same params are not', () => {
  const found = compare(briefRecord('sentiment-baseline'), briefRecord('domain-shift'))
  expect(found.sections.map(({name}) => name)).toEqual(['record', 'params', 'dataset', 'metrics', 'artifacts', 'notes'])
  const byPath = new Map(found.sections.flatMap(section => section.rows).map(row => [row.path, row]))
  expect(byPath.get('params.domain')).toEqual({path: 'params.domain', kind: 'added', after: 'support_emails_v2'})
  expect(byPath.get('metrics.dev.class_f1.neu')).toMatchObject({
    before: 0.81,
    after: 0.62,
    direction: 'higher',
    barred: true,
  })
  expect(byPath.get('metrics.train_loss')).toMatchObject({direction: 'lower', better: false})
  expect(byPath.get('misclassified.jsonl')).toMatchObject({kind: 'added'})
  expect(byPath.has('params.seed')).toBe(false)
})

test('NaN equals NaN; a number and its bigint are one; other types are a change without a delta', () => {
  expect(rows({params: {a: Number.NaN, b: 2 ** 60, c: 0}}, {params: {a: Number.NaN, b: 2n ** 60n, c: -0}})).toEqual([])
  expect(rows({params: {a: 1}}, {params: {a: '1'}})).toEqual([
    {path: 'params.a', kind: 'changed', before: 1, after: '1'},
  ])
  expect(rows({metrics: {f1: Number.NaN}}, {metrics: {f1: 1}})).toEqual([
    {path: 'metrics.f1', kind: 'changed', before: Number.NaN, after: 1, direction: 'higher'},
  ])
  expect(rows({params: {n: 2n ** 60n}}, {params: {n: 2n ** 60n + 1n}})[0]).toMatchObject({delta: 1n})
  expect(rows({params: {a: 1}}, {params: {a: {b: 1}}}).map(row => row.kind)).toEqual(['removed', 'added'])
})

test('odd records are compared all the same', () => {
  expect(rows({}, {metrics: 3, params: [1], artifacts: ['a.pt', 7], inputs: [null], code: null}).length).toBe(6)
  expect(rows({params: {'a.b': 1, a: {b: 2}}}, {}).map(row => row.path)).toEqual(['params.a.b', 'params.a.b (2)'])
})

test('artifacts and inputs are matched by name, not by place', () => {
  const a = {artifacts: [{path: 'w', size: 1}], inputs: [{role: 'base_model', path: 'm', revision: '1'}]}
  const b = {
    artifacts: [{path: 'new'}, {path: 'w', size: 1}],
    inputs: [
      {role: 'prompt', path: 'p'},
      {role: 'base_model', path: 'm', revision: '2'},
    ],
  }
  expect(rows(a, b).map(({path, kind}) => [path, kind])).toEqual([
    ['inputs.base_model m.revision', 'changed'],
    ['inputs.prompt p.role', 'added'],
    ['new', 'added'],
  ])
})

test('a share against a percentage is not called better', () => {
  expect(rows({metrics: {accuracy: 0.84}}, {metrics: {accuracy: 84.5}})[0]).toMatchObject({scales: true})
  expect(rows({metrics: {accuracy: 0.84}}, {metrics: {accuracy: 84.5}})[0]).not.toHaveProperty('better')
})

test('texts that differ come along', async () => {
  const texts = [
    {path: 'a.yaml', before: 'lr: 1\n', after: 'lr: 2\n'},
    {path: 'b.yaml', before: 'x', after: 'x'},
  ]
  const found = await compareRuns({}, {}, {directions: {}, texts})
  expect(found.texts.map(text => text.path)).toEqual(['a.yaml'])
})

test('a metric of another split is neither better nor worse, and the reason is told', () => {
  const run = (hash: string, f1: number) => ({
    dataset: {splits: {dev: {hash}}},
    metrics: {dev: {f1}, train: {loss: f1}},
  })
  const {sections, unfair} = compare(run('sha256:aa', 0.8), run('sha256:bb', 0.7))
  const rows = sections.find(({name}) => name === 'metrics')!.rows
  expect(rows.map(({path, better, barred}) => [path, better, barred])).toEqual([
    ['metrics.dev.f1', undefined, true],
    ['metrics.train.loss', true, undefined],
  ])
  expect(unfair).toEqual(['the dev split is sha256:bb, that of the baseline sha256:aa'])
  expect(compare(run('sha256:aa', 0.8), run('sha256:aa', 0.7)).unfair).toEqual([])
})
