import {binomial, bootstrapCounts, resampler} from '../../../../src/compare/examples/resample'
import {binomialAtMost} from '../../../../src/compare/statistics/binomial'
import {bootstrapPaired} from '../../../../src/compare/statistics/bootstrap'
import {generator} from '../../../../src/compare/statistics/generator'

test.each([
  [10, 0.3],
  [70, 0.5],
  [100, 1 / 3],
  [1, 0.9],
  [33, 1e-3],
])('binomial(%d, %d): as often below each number as it should be', (n, p) => {
  const random = generator('binomial')
  const draws = 20_000
  const seen = new Array<number>(n + 1).fill(0)
  for (let i = 0; i < draws; i++) seen[binomial(n, p, random)]!++
  let [below, furthest] = [0, 0]
  for (let k = 0; k < n; k++) {
    below += seen[k]! / draws
    furthest = Math.max(furthest, Math.abs(below - binomialAtMost(k, n, p)))
  }
  // Kolmogorov's bound of 1 in 10,000 for a fixed distribution; the seed is fixed, so it holds or not for good.
  expect(furthest).toBeLessThan(2.23 / Math.sqrt(draws))
})

test('binomial: nothing and everything', () => {
  expect([binomial(5, 0, generator(1)), binomial(5, 1, generator(1)), binomial(0, 0.5, generator(1))]).toEqual([
    0, 5, 0,
  ])
})

/** Means, variances and covariances of the draws against n p, n p (1 - p), -n p q. */
test.each([
  ['halved', [400, 100, 300, 200]],
  ['picked', [3, 0, 5, 2]],
  ['one kind', [7]],
])('a multinomial sample: %s', (_, kinds) => {
  const counts = Uint32Array.from(kinds)
  const n = kinds.reduce((a, b) => a + b)
  const draw = resampler(counts, generator('multinomial'))
  const drawn = Array.from({length: 20_000}, () => Array.from(draw()))
  expect(drawn.every(each => each.reduce((a, b) => a + b) === n)).toBe(true)
  const mean = (of: (each: readonly number[]) => number) =>
    drawn.reduce((sum, each) => sum + of(each), 0) / drawn.length
  for (const [i, a] of kinds.entries()) {
    expect(Math.abs(mean(each => each[i]!) - a)).toBeLessThan(0.05 * Math.sqrt(n))
    for (const [j, b] of kinds.entries()) {
      const wanted = i === j ? a * (1 - a / n) : (-a * b) / n
      expect(Math.abs(mean(each => (each[i]! - a) * (each[j]! - b)) - wanted)).toBeLessThan(0.02 * n)
    }
  }
})

test('it says what resampling the examples says', () => {
  const [n, onlyBefore, onlyAfter] = [400, 30, 55]
  const differences = (counts: Uint32Array, into: Float64Array) => {
    into[0] = (counts[1]! - counts[0]!) / n
  }
  const counts = Uint32Array.of(onlyBefore, onlyAfter, n - onlyBefore - onlyAfter)
  const [byKind] = bootstrapCounts(counts, {width: 1, differences}, {seed: 'a b', turned: false})
  const right = (from: number, to: number) => Array.from({length: n}, (_, i) => (i >= from && i < to ? 1 : 0))
  const byExample = bootstrapPaired(right(onlyBefore, onlyBefore + onlyAfter), right(0, onlyBefore))!
  expect(byKind!.estimate).toBe(25 / n)
  const apart = byKind!.interval.map((bound, i) => Math.abs(bound - byExample.interval[i]!))
  expect(Math.max(...apart)).toBeLessThan(0.003)
})

test('one example says nothing of others', () => {
  const differences = (_: Uint32Array, into: Float64Array) => into.fill(1)
  expect(bootstrapCounts(Uint32Array.of(1), {width: 2, differences}, {seed: '', turned: false})).toEqual([
    undefined,
    undefined,
  ])
})
