import {pairedT} from '../../../../src/compare/statistics/paired-t'
import {welch} from '../../../../src/compare/statistics/welch'
import fc from '../../../support/fast-check'
import {metricPairs, metrics, plus, reversed} from '../../../support/samples'
import {SCIPY} from '../../../support/scipy'

const TESTS = [
  ['welch', welch, SCIPY.welchT],
  ['paired', pairedT, SCIPY.pairedT],
] as const

test.each(TESTS)('%s: five seeds, as SciPy', (_, tested, [statistic, p]) => {
  const told = tested(SCIPY.a, SCIPY.b)!
  expect(told.statistic! / statistic).toBeCloseTo(1, 11)
  expect(told.p! / p).toBeCloseTo(1, 11)
  expect(told.interval![0] <= told.difference && told.difference <= told.interval![1]).toBe(true)
})

test('the effect of pairs is Cohen’s d_z', () => {
  expect(pairedT(SCIPY.a, SCIPY.b)!.dz! / SCIPY.dz).toBeCloseTo(1, 11)
})

test.each(TESTS)('%s: without a spread there is a p only where nothing differs', (_, tested) => {
  expect(tested([0.5, 0.5], [0.5, 0.5])).toEqual({difference: 0, p: 1})
  expect(tested([0.5, 0.5], [0.25, 0.25])).toEqual({difference: 0.25})
})

test('differences that are the same but for rounding have no spread', () => {
  expect(pairedT([0.3, 0.2, 0.7], [0.2, 0.1, 0.6])).not.toHaveProperty('p')
  expect(pairedT([0.1 + 0.2, 0.3], [0.3, 0.3])).toMatchObject({p: 1})
})

test.each(TESTS)('%s: fewer than two, or one not finite, say nothing', (_, tested) => {
  expect(tested([0.5], [0.4])).toBeUndefined()
  expect(tested([], [])).toBeUndefined()
  expect(tested([0.5, Number.NaN], [0.4, 0.5])).toBeUndefined()
})

test('pairs are as many on each side', () => {
  expect(pairedT([0.5, 0.4, 0.3], [0.4, 0.3])).toBeUndefined()
})

const same = (p: number | undefined, other: number | undefined) => {
  if (p === undefined || other === undefined) expect(p).toBe(other)
  else expect(p).toBeCloseTo(other, 9)
}

test.each(TESTS)('%s: p is a probability; turned round, the difference is negated', (_, tested) => {
  fc.assert(
    fc.property(metricPairs(2, 8), ([a, b]) => {
      const [there, back] = [tested(a, b)!, tested(b, a)!]
      if (there.p !== undefined) expect(there.p >= 0 && there.p <= 1).toBe(true)
      expect(there.difference + back.difference).toBe(0)
      same(there.p, back.p)
    }),
  )
})

test.each(TESTS)('%s: a constant more, or another order, changes no p', (_, tested) => {
  fc.assert(
    fc.property(metricPairs(2, 8), metrics(1, 1), ([a, b], [more]) => {
      same(tested(plus(a, more!), plus(b, more!))!.p, tested(a, b)!.p)
      expect(tested(reversed(a), reversed(b))).toEqual(tested(a, b))
    }),
  )
})

test('Welch’s two sides may be of two sizes', () => {
  fc.assert(
    fc.property(metrics(2, 8), metrics(2, 8), (a, b) => {
      const {df} = welch(a, b)!
      if (df === undefined) return
      expect(df).toBeGreaterThanOrEqual((Math.min(a.length, b.length) - 1) * (1 - 1e-12))
      expect(df).toBeLessThanOrEqual((a.length + b.length - 2) * (1 + 1e-12))
    }),
  )
})
