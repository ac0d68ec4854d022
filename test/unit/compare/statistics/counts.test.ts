import {benjaminiHochberg, holm} from '../../../../src/compare/statistics/adjusted'
import {mcnemar} from '../../../../src/compare/statistics/mcnemar'
import {needed} from '../../../../src/compare/statistics/needed'
import {chiSquareTail} from '../../../../src/compare/statistics/normal'
import {wilson} from '../../../../src/compare/statistics/wilson'
import fc from '../../../support/fast-check'
import {reversed} from '../../../support/samples'
import {SCIPY} from '../../../support/scipy'

const ps = fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 12})

test('McNemar, as SciPy: exact for few', () => {
  const {method, statistic, p} = mcnemar(10, 3)!
  expect([method, statistic]).toEqual(['exact binomial', 3])
  expect(p).toBeCloseTo(SCIPY.mcnemarExact, 14)
  expect(chiSquareTail(SCIPY.mcnemarCorrected[0])).toBeCloseTo(SCIPY.mcnemarCorrected[1], 13)
})

test('McNemar by chi-square from 25 on', () => {
  expect(mcnemar(14, 10)!.method).toBe('exact binomial')
  expect(mcnemar(15, 10)).toMatchObject({method: 'chi-square with continuity correction', statistic: 0.64})
  expect(mcnemar(13, 13)!.p).toBe(1)
  expect(mcnemar(0, 0)!.p).toBe(1)
})

test('McNemar takes counts', () => {
  for (const odd of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(mcnemar(odd, 3)).toBeUndefined()
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), (b, c) => {
      const {p} = mcnemar(b, c)!
      expect(p >= 0 && p <= 1).toBe(true)
      expect(mcnemar(c, b)!.p).toBe(p)
    }),
  )
})

test('Wilson’s interval', () => {
  const [low, high] = wilson(45, 60)!
  expect(low).toBeCloseTo(SCIPY.wilson[0], 14)
  expect(high).toBeCloseTo(SCIPY.wilson[1], 14)
  expect([wilson(0, 10)![0], wilson(10, 10)![1]]).toEqual([0, 1])
  for (const [k, n] of [
    [1, 0],
    [-1, 5],
    [6, 5],
    [Number.NaN, 5],
    [1, Number.POSITIVE_INFINITY],
  ] as const)
    expect(wilson(k, n)).toBeUndefined()
  for (const odd of [0, 1, Number.NaN]) expect(wilson(4, 5, odd)).toBeUndefined()
})

test('a share lies in its interval, and the interval in 0 … 1', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({min: 1, max: 200}), (k, more) => {
      const [low, high] = wilson(k, k + more)!
      expect(low >= 0 && low <= k / (k + more) && k / (k + more) <= high && high <= 1).toBe(true)
    }),
  )
})

test('Holm, and Benjamini and Hochberg, as R and SciPy', () => {
  for (const [i, p] of holm(SCIPY.ps).entries()) expect(p).toBeCloseTo(SCIPY.holm[i]!, 14)
  for (const [i, p] of benjaminiHochberg(SCIPY.ps).entries()) expect(p).toBeCloseTo(SCIPY.benjaminiHochberg[i]!, 14)
  expect([holm([]), benjaminiHochberg([])]).toEqual([[], []])
  for (const odd of [Number.NaN, -0.1, 1.1]) expect(() => holm([0.5, odd])).toThrow(RangeError)
})

test.each([holm, benjaminiHochberg])(
  'an adjusted p is none smaller, at most 1, and in the same order: %p',
  adjusted => {
    fc.assert(
      fc.property(ps, given => {
        const told = adjusted(given)
        expect(told.every((p, i) => p >= given[i]! * (1 - 1e-15) && p <= 1)).toBe(true)
        const sorted = told.map((p, i) => [given[i]!, p] as const).sort(([p], [q]) => p - q)
        expect(sorted.every(([, p], i) => i === 0 || p >= sorted[i - 1]![1])).toBe(true)
        expect(adjusted(reversed(given))).toEqual(reversed(told))
      }),
    )
  },
)

test.each([
  ['unpaired-permutation', 1, 4],
  ['unpaired-permutation', 6, 5],
  ['unpaired-permutation', 19, 6],
  ['sign-flip', 1, 6],
  ['sign-flip', 19, 10],
] as const)('%s against %d rivals takes %d', (kind, rivals, n) => {
  expect(needed(kind, {rivals})).toBe(n)
})

test('what no number of values reaches', () => {
  expect(needed('sign-flip', {alpha: 0})).toBeUndefined()
  expect(needed('sign-flip', {alpha: 1e-6})).toBeUndefined()
  expect(needed('sign-flip', {alpha: 1e-6, draws: 2_000_000})).toBe(19)
  expect(needed('unpaired-permutation', {alpha: 1})).toBe(1)
})
