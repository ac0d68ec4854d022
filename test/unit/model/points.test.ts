import type {Point} from '../../../src/model/point'
import {mergePoints, metricNameProblem, metricsOf} from '../../../src/model/points'

const point = (metric: string, value: number, more: Partial<Point> = {}): Point => ({
  metric,
  value,
  time: 0,
  attempt: 1,
  ...more,
})
const brief = (points: readonly Omit<Point, 'time'>[]) =>
  mergePoints(points).map(({metric, step, value}) => [metric, step, value])

describe('curves', () => {
  test('by metric, then by step as a number', () => {
    const points = [point('b', 1, {step: 10}), point('b', 2, {step: 9}), point('a', 3, {step: 100})]
    expect(brief(points)).toEqual([
      ['a', 100, 3],
      ['b', 9, 2],
      ['b', 10, 1],
    ])
  })

  test('the later attempt wins, in whatever order they come; within one, what was said last', () => {
    const first = point('f1', 0.1, {step: 1})
    const again = point('f1', 0.2, {step: 1, attempt: 2})
    expect(brief([first, again])).toEqual([['f1', 1, 0.2]])
    expect(brief([again, first])).toEqual([['f1', 1, 0.2]])
    expect(brief([first, point('f1', 0.3, {step: 1})])).toEqual([['f1', 1, 0.3]])
  })

  test('a value without a step is none; metrics whose names run together stay apart', () => {
    expect(brief([point('f1', 1)])).toEqual([])
    expect(brief([point('a', 1, {step: 11}), point('a1', 2, {step: 1})])).toHaveLength(2)
    expect(brief([point('f', 1, {step: 0.5}), point('f', 2, {step: -1})])).toEqual([
      ['f', -1, 2],
      ['f', 0.5, 1],
    ])
  })
})

describe('metrics as they stand', () => {
  test('of each the last; dots are groups; what was there stays', () => {
    const before = {dev: {f1: 0.1, recall: 0.5}, test: 1}
    const points = [point('dev.f1', 0.2), point('dev.f1', 0.3, {time: 1}), point('loss', 2)]
    expect(metricsOf(points, before)).toEqual({dev: {f1: 0.3, recall: 0.5}, test: 1, loss: 2})
    expect(before).toEqual({dev: {f1: 0.1, recall: 0.5}, test: 1})
  })

  test('the highest step counts where both have one, whenever it was written', () => {
    const points = [point('f1', 0.9, {step: 20, time: 1}), point('f1', 0.1, {step: 10, time: 2})]
    expect(metricsOf(points)).toEqual({f1: 0.9})
    expect(metricsOf([point('f1', 0.9, {step: 20}), point('f1', 0.4, {step: 1, attempt: 2})])).toEqual({f1: 0.4})
  })

  test('a name that is a value and a group keeps both', () => {
    expect(metricsOf([point('f1', 1), point('f1.macro', 2)])).toEqual({f1: {value: 1, macro: 2}})
    expect(metricsOf([point('f1.macro', 2), point('f1', 1)])).toEqual({f1: {value: 1, macro: 2}})
    expect(metricsOf([point('toString', 1), point('constructor.name', 2)])).toEqual({
      toString: 1,
      constructor: {name: 2},
    })
  })
})

test('names', () => {
  for (const name of ['f1', 'dev.macro_f1', 'rouge-1', 'épreuve.f1', 'hits@10', 'a/b'])
    expect([name, metricNameProblem(name)]).toEqual([name, undefined])
  for (const name of ['', '.', 'a.', 'a..b', 'a b', 'a,b', 'a=b', 'a:b', 'a"b', 'a[0]', '__proto__', 'a.__proto__.b'])
    expect([name, metricNameProblem(name)]).toEqual([name, expect.any(String)])
  expect(metricNameProblem('x'.repeat(201))).toBe('has more than 200 characters')
})
