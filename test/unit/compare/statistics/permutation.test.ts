import {differencesOf} from '../../../../src/compare/statistics/paired-t'
import {permutationUnpaired} from '../../../../src/compare/statistics/permutation'
import {mannWhitney, ranksOf, wilcoxon} from '../../../../src/compare/statistics/rank-tests'
import {signFlip} from '../../../../src/compare/statistics/sign-flip'
import fc from '../../../support/fast-check'
import {metricPairs, metrics, plus, reversed} from '../../../support/samples'
import {SCIPY} from '../../../support/scipy'

const differences = differencesOf(SCIPY.a, SCIPY.b)
const steps = (n: number, from: number, by: number) => Array.from({length: n}, (_, i) => from + by * i)
const paired = (a: readonly number[], b: readonly number[]) => signFlip(differencesOf(a, b))

test('five pairs, as SciPy: no p below 0.0625 can be had', () => {
  expect(signFlip(differences)).toEqual({p: SCIPY.signFlip, exact: true, least: 0.0625})
  expect(wilcoxon(SCIPY.a, SCIPY.b)).toMatchObject({statistic: SCIPY.wilcoxon[0], p: SCIPY.wilcoxon[1], exact: true})
})

test('five against five: the clearest difference has 2 of 252', () => {
  const least = 2 / 252
  expect(permutationUnpaired(steps(5, 1, 0.01), steps(5, 0, 0.01))).toEqual({p: least, exact: true, least})
  expect(mannWhitney(SCIPY.a, SCIPY.b)).toMatchObject({statistic: 20, exact: true, least})
  expect(mannWhitney(SCIPY.a, SCIPY.b)!.p).toBeCloseTo(SCIPY.mannWhitney[1], 14)
})

test('without a difference p is 1', () => {
  expect(permutationUnpaired([0.1, 0.1], [0.1, 0.1, 0.1])!.p).toBe(1)
  expect(signFlip([0, 0, 0])!.p).toBe(1)
  expect(wilcoxon([0.1, 0.2], [0.1, 0.2])!.p).toBe(1)
})

test('nothing to permute, or what is not finite, says nothing', () => {
  for (const tested of [permutationUnpaired, mannWhitney, wilcoxon, paired])
    for (const [a, b] of [
      [[], []],
      [[Number.NaN], [1]],
      [[1], [Number.POSITIVE_INFINITY]],
    ] as const)
      expect(tested(a, b)).toBeUndefined()
  expect(wilcoxon([1, 2], [1])).toBeUndefined()
})

test('ties hold with an offset: rounding moves no p', () => {
  // 0.3 - 0.2 and 0.2 - 0.1 differ in the last place.
  expect(signFlip([0.3 - 0.2, -(0.2 - 0.1), 0.1])!.p).toBe(1)
  expect(permutationUnpaired([0.1, 0.4], [0.2, 0.3])!.p).toBe(1)
  expect(permutationUnpaired([1e6 + 0.1, 1e6 + 0.4], [1e6 + 0.2, 1e6 + 0.3])!.p).toBe(1)
  expect(wilcoxon([0.3, 0.1, 0.2], [0.2, 0.2, 0.1])!.p).toBe(1)
})

const UNPAIRED = [
  ['permutation', permutationUnpaired],
  ['Mann–Whitney', mannWhitney],
] as const
const PAIRED = [
  ['sign flips', paired],
  ['Wilcoxon', wilcoxon],
] as const

test.each(UNPAIRED)(
  '%s: p is from least to 1, whichever comes first, in whatever order, with a constant more',
  (_, tested) => {
    fc.assert(
      fc.property(metrics(1, 6), metrics(1, 6), metrics(1, 1), (a, b, [more]) => {
        const {p, least} = tested(a, b)!
        expect(p <= 1 && p >= least * (1 - 1e-12)).toBe(true)
        expect(tested(b, a)!.p).toBe(p)
        expect(tested(reversed(a), b)!.p).toBe(p)
        expect(tested(plus(a, more!), plus(b, more!))!.p).toBe(p)
      }),
    )
  },
)

test.each(PAIRED)(
  '%s: p is from least to 1, whichever comes first, in whatever order, with a constant more',
  (_, tested) => {
    fc.assert(
      fc.property(metricPairs(1, 9), metrics(1, 1), ([a, b], [more]) => {
        const {p, least} = tested(a, b)!
        expect(p <= 1 && p >= least).toBe(true)
        expect(tested(b, a)!.p).toBe(p)
        expect(tested(reversed(a), reversed(b))!.p).toBe(p)
        expect(tested(plus(a, more!), plus(b, more!))!.p).toBe(p)
      }),
    )
  },
)

test('too many ways are drawn, the same ones each time, and say nearly the same', () => {
  const [a, b] = [steps(9, 0.5, 0.03), steps(9, 0.42, 0.031)]
  const exact = permutationUnpaired(a, b)!
  const [longA, longB] = [steps(14, 0.5, 0.03), steps(14, 0.42, 0.031)]
  const drawn = permutationUnpaired(longA, longB)!
  expect([exact.exact, drawn.exact, drawn.least]).toEqual([true, false, 1 / 20_001])
  expect(permutationUnpaired(reversed(longB), longA)).toEqual(drawn)
  expect(permutationUnpaired(longA, longB, {draws: 200_000, seed: 'another'})!.p).toBeCloseTo(drawn.p, 1)
})

test('twenty pairs are drawn; they agree with all 2^20 ways', () => {
  const many = steps(20, -0.5, 0.07)
  const drawn = signFlip(many)!
  expect([drawn.exact, drawn.least]).toEqual([false, 1 / 20_001])
  expect(signFlip(reversed(many).map(each => -each))).toEqual(drawn)
  expect(Math.abs(drawn.p - everyWay(many))).toBeLessThan(0.01)
})

function everyWay(values: readonly number[]): number {
  const far = Math.abs(values.reduce((a, b) => a + b)) - 1e-9
  let hits = 0
  for (let signs = 0; signs < 2 ** values.length; signs++)
    if (Math.abs(values.reduce((sum, value, i) => sum + (((signs >> i) & 1) === 0 ? value : -value), 0)) >= far) hits++
  return hits / 2 ** values.length
}

test('ranks that tie share their mean', () => {
  expect(ranksOf([0.3, 0.1, 0.3, 0.1 + 0.2, 0.9])).toEqual([3, 1, 3, 3, 5])
})
