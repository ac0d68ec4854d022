import {pickColumns} from '../../../src/query/columns'
import {isField, unknownField} from '../../../src/query/fields'
import {summaryOf, tableFrom} from '../../support/summaries'

const table = tableFrom([
  summaryOf(0, {params: {lr: 1, model: 'a', seed: 1}, metrics: {test: {f1: 0.5}, dev: {f1: 0.4}}}),
  summaryOf(1, {params: {lr: 2, model: 'a', seed: 1, extra: true}, metrics: {test: {f1: 0.6}, note: 'text'}}),
])

test('params that differ, and metrics', () => {
  expect(pickColumns(table, [0, 1])).toEqual([
    'id',
    'name',
    'status',
    'created',
    'params.lr',
    'params.extra',
    'metrics.test.f1',
    'metrics.dev.f1',
  ])
  expect(pickColumns(table, [])).toEqual(['id', 'name', 'status', 'created'])
})

test('a score of one class only where there is no total', () => {
  const class_f1 = {neg: 0.1, pos: 0.2}
  const plain = tableFrom([summaryOf(0, {metrics: {dev: {macro_f1: 0.5, class_f1}, latency: 1}})])
  expect(pickColumns(plain, [0]).slice(4)).toEqual(['metrics.dev.macro_f1', 'metrics.latency'])
  const bare = tableFrom([summaryOf(0, {metrics: {dev: {class_f1}}})])
  expect(pickColumns(bare, [0]).slice(4)).toEqual(['metrics.dev.class_f1.neg', 'metrics.dev.class_f1.pos'])
})

test('the primary metric alone where there is one', () => {
  expect(pickColumns(table, [0, 1], 'test.f1').slice(-1)).toEqual(['metrics.test.f1'])
  expect(pickColumns(table, [0, 1], 'nothing')).toContain('metrics.dev.f1')
})

test('fields that nobody has get a hint', () => {
  expect(isField(table, 'metrics.test')).toBe(true)
  expect(unknownField(table, 'hypothesis')).toBeUndefined()
  expect(unknownField(table, 'params.lrr')).toBe('no run has a field "params.lrr"; did you mean params.lr?')
  expect(unknownField(table, 'dev.f2')).toBe('no run has a field "dev.f2"; did you mean metrics.dev.f1?')
  expect(unknownField(table, 'modl')).toBe('no run has a field "modl"; did you mean params.model?')
  expect(unknownField(table, 'statsu')).toBe('no run has a field "statsu"; did you mean status?')
  expect(unknownField(table, 'nosuch')).toMatch(
    /^no run has a field "nosuch"; there are params.lr, .*, status, tags …$/,
  )
  expect(unknownField(table, 'model')).toBe('no run has a field "model"; did you mean params.model?')
})
