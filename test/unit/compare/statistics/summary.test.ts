import {exactSum} from '../../../../src/compare/statistics/exact-sum'
import {summary} from '../../../../src/compare/statistics/summary'
import fc from '../../../support/fast-check'
import {metrics, reversed} from '../../../support/samples'
import {SCIPY} from '../../../support/scipy'

const anything = fc.array(fc.double({noNaN: true, min: -1e300, max: 1e300}), {maxLength: 12})

test('five seeds, as SciPy', () => {
  const {n, mean, sd, min, max, interval} = summary(SCIPY.a)!
  expect([n, min, max]).toEqual([5, 0.798, 0.821])
  expect(mean).toBeCloseTo(SCIPY.mean, 15)
  expect(sd! / SCIPY.sd).toBeCloseTo(1, 13)
  expect(interval![0] / SCIPY.interval[0]).toBeCloseTo(1, 13)
  expect(interval![1] / SCIPY.interval[1]).toBeCloseTo(1, 13)
})

test('one value has no spread; none, or one that is not finite, no summary', () => {
  expect(summary([0.8])).toEqual({n: 1, mean: 0.8, min: 0.8, max: 0.8})
  expect(summary([])).toBeUndefined()
  for (const odd of [Number.NaN, Number.POSITIVE_INFINITY]) expect(summary([1, odd])).toBeUndefined()
  expect(summary([1.7e308, 1.7e308])).toBeUndefined()
})

test('a constant list is exactly that', () => {
  fc.assert(
    fc.property(fc.double({noNaN: true, min: -1e300, max: 1e300}), fc.integer({min: 2, max: 40}), (value, n) => {
      expect(summary(new Array(n).fill(value))).toEqual({n, mean: value, sd: 0, min: value, max: value})
    }),
  )
})

test('an offset, a scale, costs no digits', () => {
  expect(summary([1e9, 1e9 + 1, 1e9 + 2])).toMatchObject({mean: 1e9 + 1, sd: 1})
  expect(summary([1e15, 1e15 + 1, 1e15 + 3])!.sd).toBeCloseTo(Math.sqrt(7 / 3), 14)
  expect(summary([1e200, 2e200, 3e200])!.sd! / 1e200).toBeCloseTo(1, 14)
  expect(summary([1e-200, 2e-200, 3e-200])!.sd! / 1e-200).toBeCloseTo(1, 14)
})

test('the interval is as wide as the confidence; an odd one gives none', () => {
  const width = (confidence: number) => summary(SCIPY.a, confidence)!.interval!.reduce((low, high) => high - low)
  expect(width(0.99)).toBeGreaterThan(width(0.95))
  for (const odd of [0, 1, -1, Number.NaN]) expect(summary(SCIPY.a, odd)).not.toHaveProperty('interval')
})

test('the order does not matter, and the mean lies between the ends', () => {
  fc.assert(
    fc.property(metrics(1, 20), values => {
      const told = summary(values)!
      expect(summary(reversed(values))).toEqual(told)
      expect(told.mean >= told.min && told.mean <= told.max).toBe(true)
    }),
  )
})

test('an exact sum is rounded once', () => {
  expect(exactSum([0.1, 0.2, 0.3, -0.6])).toBe(2.7755575615628914e-17)
  expect(exactSum([1e16, 1, -1e16])).toBe(1)
  expect(exactSum([1, 1e100, 1, -1e100])).toBe(2)
  // Halfway between two neighbours, and a little more.
  expect(exactSum([1, 2 ** -53, 2 ** -120])).toBe(1 + 2 ** -52)
  expect(exactSum([])).toBe(0)
})

test('an exact sum knows no order, and its negative is that of the negatives', () => {
  fc.assert(
    fc.property(anything, values => {
      expect(exactSum(reversed(values))).toBe(exactSum(values))
      expect(exactSum(values.map(value => -value)) + exactSum(values)).toBe(0)
    }),
  )
})
