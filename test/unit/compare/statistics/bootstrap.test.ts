import {bootstrap, bootstrapPaired} from '../../../../src/compare/statistics/bootstrap'
import {generator} from '../../../../src/compare/statistics/generator'
import {pairedT} from '../../../../src/compare/statistics/paired-t'
import fc from '../../../support/fast-check'
import {metricPairs, plus, reversed} from '../../../support/samples'

const DRAWS = {draws: 500}
const {below} = generator('bootstrap.test')
const times = (n: number, make: (i: number) => number) => Array.from({length: n}, (_, i) => make(i))

/** Of two classes, from labels and what was predicted for them. */
const macroF1 = (gold: readonly number[], told: readonly number[]) => (indices: Uint32Array) => {
  const f1 = [0, 1].map(label => {
    const [hits, golds, tolds] = [gold.map((g, i) => g === label && told[i] === label), gold, told]
    let [both, sum] = [0, 0]
    for (const i of indices) {
      both += hits[i] ? 1 : 0
      sum += (golds[i] === label ? 1 : 0) + (tolds[i] === label ? 1 : 0)
    }
    return sum === 0 ? Number.NaN : (2 * both) / sum
  })
  return (f1[0]! + f1[1]!) / 2
}

test('the interval of many scores is that of Student’s t, and p goes along', () => {
  const a = times(300, () => below(1000) / 1000)
  const b = a.map(value => value - 0.03 + below(400) / 1000 - 0.2)
  const [told, t] = [bootstrapPaired(a, b, {draws: 2000})!, pairedT(a, b)!]
  expect(told.estimate).toBeCloseTo(t.difference, 12)
  expect(told.interval[0]).toBeCloseTo(t.interval![0], 2)
  expect(told.interval[1]).toBeCloseTo(t.interval![1], 2)
  expect(Math.abs(told.p - t.p!)).toBeLessThan(0.02)
})

test('the same seed says the same, another nearly', () => {
  const [a, b] = [times(80, i => (i * 7) % 11), times(80, i => (i * 5) % 11)]
  const [told, again, other] = ['x', 'x', 'y'].map(seed => bootstrapPaired(a, b, {...DRAWS, seed})!)
  expect(again).toEqual(told)
  expect(other!.interval).not.toEqual(told!.interval)
  expect(other!.interval[0]).toBeCloseTo(told!.interval[0], 0)
})

test('a statistic of labels', () => {
  const gold = times(200, i => i % 2)
  const [good, bad] = [
    gold.map((label, i) => (i % 10 < 2 ? 1 - label : label)),
    gold.map((label, i) => (i % 10 < 4 ? 1 - label : label)),
  ]
  const [ofGood, ofBad] = [macroF1(gold, good), macroF1(gold, bad)]
  const told = bootstrap(200, indices => ofGood(indices) - ofBad(indices), DRAWS)!
  expect(told.estimate).toBeCloseTo(0.2, 12)
  expect(told.interval[0]).toBeGreaterThan(0.1)
  expect(told.p).toBeCloseTo(2 / 501, 12)
})

test('draws without a value are left out, and counted', () => {
  const gold = [0, 0, 1, 1]
  const told = bootstrap(4, macroF1(gold, gold), DRAWS)!
  expect(told.draws).toBeGreaterThan(300)
  expect(told.draws).toBeLessThan(500)
  expect(bootstrap(4, () => Number.NaN)).toBeUndefined()
})

test('ten thousand draws, unless told otherwise', () => {
  expect(bootstrapPaired([0.5, 0.6, 0.7], [0.4, 0.5, 0.7])!.draws).toBe(10_000)
})

test('nothing to draw from', () => {
  expect(bootstrapPaired([0.5], [0.4])).toBeUndefined()
  expect(bootstrapPaired([0.5, 0.6], [0.4])).toBeUndefined()
  expect(bootstrapPaired([0.5, Number.NaN], [0.4, 0.5])).toBeUndefined()
  expect(bootstrapPaired([0.5, 0.6], [0.4, 0.5], {confidence: 1})).toBeUndefined()
  expect(bootstrapPaired([0.5, 0.6], [0.4, 0.5], {draws: 0})).toBeUndefined()
})

test('equal scores differ by nothing, with p 1', () => {
  expect(bootstrapPaired([0.5, 0.6, 0.7], [0.5, 0.6, 0.7], DRAWS)).toEqual({
    estimate: 0,
    interval: [0, 0],
    p: 1,
    draws: 500,
  })
})

test('p is a probability, whichever comes first, in whatever order, with a constant more', () => {
  fc.assert(
    fc.property(metricPairs(2, 12), ([a, b]) => {
      const there = bootstrapPaired(a, b, DRAWS)!
      const {estimate, interval, p} = bootstrapPaired(b, a, DRAWS)!
      expect(p > 0 && p <= 1).toBe(true)
      expect([estimate + there.estimate, interval[0] + there.interval[1], p]).toEqual([0, 0, there.p])
      expect(bootstrapPaired(reversed(a), reversed(b), DRAWS)).toEqual(there)
      expect(bootstrapPaired(plus(a, 0.5), plus(b, 0.5), DRAWS)!.p).toBeCloseTo(there.p, 2)
    }),
    {numRuns: 60},
  )
})
