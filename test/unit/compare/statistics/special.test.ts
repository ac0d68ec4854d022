import {incompleteBeta} from '../../../../src/compare/statistics/beta'
import {binomialAtLeast, binomialAtMost, choose, evenSplit} from '../../../../src/compare/statistics/binomial'
import {logBeta, logGamma} from '../../../../src/compare/statistics/gamma'
import {chiSquareTail, erfc, normalCdf, normalQuantile} from '../../../../src/compare/statistics/normal'
import {tCdf, tQuantile, tTwoSided} from '../../../../src/compare/statistics/student'
import fc from '../../../support/fast-check'
import {SCIPY} from '../../../support/scipy'

const share = fc.double({min: 1e-9, max: 1 - 1e-9, noNaN: true})
const degrees = fc.double({min: 1, max: 1e7, noNaN: true})

test('logs of gamma and beta', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14)
  expect(logGamma(1)).toBeCloseTo(0, 14)
  expect(logGamma(101) / 363.73937555556347).toBeCloseTo(1, 14)
  expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 14)
  expect(() => logGamma(0)).toThrow(RangeError)
  expect(() => logGamma(Number.NaN)).toThrow(RangeError)
})

test('the incomplete beta function', () => {
  expect(incompleteBeta(1, 1, 0.3)).toBeCloseTo(0.3, 15)
  expect(incompleteBeta(2, 2, 0.25)).toBeCloseTo(0.15625, 15)
  expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1])
  expect(() => incompleteBeta(2, 3, Number.NaN)).toThrow(RangeError)
  expect(() => incompleteBeta(-1, 3, 0.5)).toThrow(RangeError)
})

test.each(Object.entries(SCIPY.tQuantiles))('t quantile for %s degrees', (df, expected) => {
  expect(tQuantile(0.975, Number(df))! / expected - 1).toBeCloseTo(0, 13)
})

test('quantiles undo what they are the quantiles of', () => {
  fc.assert(
    fc.property(share, degrees, (p, df) => {
      expect(tCdf(tQuantile(p, df)!, df)! / p).toBeCloseTo(1, 9)
      expect(normalCdf(normalQuantile(p)!) / p).toBeCloseTo(1, 12)
    }),
  )
})

test('a t of one degree is Cauchy’s, one of many is nearly normal', () => {
  expect(tQuantile(0.75, 1)).toBeCloseTo(1, 13)
  expect(tQuantile(1e-12, 1)! / (-1 / Math.tan(Math.PI * 1e-12))).toBeCloseTo(1, 10)
  expect(tQuantile(0.975, 1e9)).toBeCloseTo(normalQuantile(0.975)!, 8)
  expect(tCdf(0, 3)).toBe(0.5)
  expect([tCdf(Number.NEGATIVE_INFINITY, 3), tCdf(Number.POSITIVE_INFINITY, 3)]).toEqual([0, 1])
})

test('undefined, never NaN', () => {
  for (const p of [0, 1, -1, 2, Number.NaN])
    expect([normalQuantile(p), tQuantile(p, 3)]).toEqual([undefined, undefined])
  for (const df of [0.5, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect([tCdf(1, df), tTwoSided(1, df), tQuantile(0.9, df)]).toEqual([undefined, undefined, undefined])
  expect(tCdf(Number.NaN, 3)).toBeUndefined()
  expect(tQuantile(1e-300, 1)).toBeUndefined()
  for (const df of [1, 10, 1e5, 1e6, 1e300])
    for (const t of [0, 1e-300, 1, 1e10, 1e300, Number.POSITIVE_INFINITY])
      expect(tTwoSided(t, df)! >= 0 && tTwoSided(t, df)! <= 1).toBe(true)
})

test('normal and chi-square', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
  expect(normalCdf(-20) / 2.7536241186062337e-89).toBeCloseTo(1, 12)
  expect(erfc(0)).toBe(1)
  expect(chiSquareTail(3.841458820694124)).toBeCloseTo(0.05, 14)
  expect(chiSquareTail(0)).toBe(1)
})

test('binomial tails', () => {
  expect(evenSplit(3, 13)).toBeCloseTo(SCIPY.mcnemarExact, 14)
  expect([evenSplit(0, 0), evenSplit(2, 4)]).toEqual([1, 1])
  expect([choose(10, 5), choose(5, 0), choose(20, 10)]).toEqual([252, 1, 184_756])
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), share, (k, more, p) => {
      expect(binomialAtMost(k, k + more, p) + binomialAtLeast(k + 1, k + more, p)).toBeCloseTo(1, 12)
    }),
  )
})
