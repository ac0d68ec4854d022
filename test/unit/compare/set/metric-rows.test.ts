import type {JsonObject} from '../../../../src/base/json'
import {directionOf} from '../../../../src/compare/directions'
import {type MetricOptions, metricRows} from '../../../../src/compare/set/metric-rows'
import type {Entrant} from '../../../../src/compare/set/rival'
import {rivalsBy, rivalsOf} from '../../../../src/compare/set/rivals'
import {isReproduction} from '../../../../src/compare/set/seed-values'
import fc from '../../../support/fast-check'

const run = (lr: number, seed: number | undefined, metrics: JsonObject): Entrant => ({
  id: `${lr}-${seed}`,
  name: `lr${lr}`,
  record: {params: {lr}, ...(seed !== undefined && {seed}), metrics},
})
const OPTIONS: MetricOptions = {baseline: 0, direction: path => directionOf(path, {})}
const rows = (runs: readonly Entrant[], more: Partial<MetricOptions> = {}) =>
  metricRows(rivalsOf(runs, []), {...OPTIONS, ...more})
const five = (lr: number, from: number) =>
  [0, 1, 2, 3, 4].map(seed => run(lr, seed, {test: {macro_f1: from + seed / 100}}))
const testOf = (runs: readonly Entrant[], more: Partial<MetricOptions> = {}) => rows(runs, more)[0]!.cells[1]!.test!

test('five seeds against five: enough unpaired, not paired, not among nineteen rivals', () => {
  const two = [...five(1, 0.7), ...five(2, 0.8)]
  expect(testOf(two)).toMatchObject({verdict: 'differs', p: 2 / 252, adjusted: 2 / 252, least: 2 / 252, needed: 4})
  expect(testOf(two, {paired: true})).toMatchObject({verdict: 'not enough', p: 0.0625, least: 0.0625, needed: 6})
  const many = Array.from({length: 20}, (_, i) => five(i, i === 0 ? 0.7 : 0.8)).flat()
  expect(testOf(many)).toMatchObject({verdict: 'not enough', p: 2 / 252, adjusted: 19 * (2 / 252), needed: 6})
  expect(testOf(many, {paired: true})).toMatchObject({verdict: 'not enough', needed: 10})
})

test('enough seeds and no clear difference is undecided', () => {
  expect(testOf([...five(1, 0.7), ...five(2, 0.705)]).verdict).toBe('undecided')
})

test('one seed against one: a delta, and no claim', () => {
  const [row] = rows([run(1, 0, {loss: 0.5}), run(2, 0, {loss: 0.4})])
  expect(row).toMatchObject({path: 'loss', direction: 'lower', best: [1]})
  expect(row!.cells[1]).toMatchObject({n: 1, mean: 0.4, better: true, test: {verdict: 'not enough', p: 1}})
  expect(row!.cells[1]!.delta).toBeCloseTo(-0.1)
  expect(row!.cells[1]).not.toHaveProperty('sd')
})

test('n is the number of seeds: reruns are averaged first, unknown seeds are one', () => {
  const reruns = [
    run(1, 0, {f1: 0.6}),
    run(1, 0, {f1: 0.8}),
    run(1, 1, {f1: 0.9}),
    run(1, undefined, {f1: 0.1}),
    run(1, undefined, {f1: 0.3}),
  ]
  const {n, mean, min, max} = rows(reruns)[0]!.cells[0]!
  expect([n, min, max]).toEqual([3, 0.2, 0.9])
  expect(mean).toBeCloseTo((0.7 + 0.9 + 0.2) / 3)
})

test('what is missing, not finite, or no number is no value; an unknown direction names no best', () => {
  const found = rows([run(1, 0, {f1: Number.NaN, note: 'x', own: 1n}), run(2, 0, {f1: 0.5, own: 2})])
  expect(found.map(({path, best, cells}) => [path, best, cells.map(cell => cell?.mean)])).toEqual([
    ['own', [], [1, 2]],
    ['f1', [], [undefined, 0.5]],
  ])
  expect(found[1]!.cells[1]).not.toHaveProperty('delta')
})

test('ties are all best', () => {
  expect(rows([run(1, 0, {f1: 0.5}), run(2, 0, {f1: 0.5}), run(3, 0, {f1: 0.4})])[0]!.best).toEqual([0, 1])
})

test('a reproduction is known by what it reproduces', () => {
  const [one] = five(1, 0)
  expect([isReproduction(one!), isReproduction({...one!, record: {...one!.record, reproduces: 'x'}})]).toEqual([
    false,
    true,
  ])
})

const value = fc.double({min: -1e6, max: 1e6, noNaN: true})
const group = fc.array(value, {minLength: 1, maxLength: 6})
const runsOf = (lr: number, values: readonly number[]) => values.map((f1, seed) => run(lr, seed, {f1}))

test('compare(A, B) is minus compare(B, A)', () => {
  fc.assert(
    fc.property(group, group, fc.boolean(), (a, b, paired) => {
      const runs = [...runsOf(1, a), ...runsOf(2, b)]
      const there = rows(runs, {paired})[0]!.cells[1]!
      const back = rows(runs, {baseline: 1, paired})[0]!.cells[0]!
      expect(there.delta! + back.delta!).toBe(0)
      expect(there.better === undefined ? undefined : !there.better).toBe(back.better)
      // Welch's degrees of freedom are added up in the order of the sides.
      expect({...there.test, welch: undefined}).toEqual({...back.test, welch: undefined})
      expect(there.test!.welch ?? 0).toBeCloseTo(back.test!.welch ?? 0, 10)
    }),
  )
})

test('one more rival changes no mean, no delta and no p of the others', () => {
  fc.assert(
    fc.property(group, group, group, (a, b, c) => {
      const two = [...runsOf(1, a), ...runsOf(2, b)]
      const [before, after] = [rows(two)[0]!.cells[1]!, rows([...two, ...runsOf(3, c)])[0]!.cells[1]!]
      const plain = ({mean, delta, better, sd, interval}: typeof before) => ({mean, delta, better, sd, interval})
      expect(plain(after)).toEqual(plain(before))
      expect([after.test!.p, after.test!.least]).toEqual([before.test!.p, before.test!.least])
      expect(after.test!.adjusted).toBeGreaterThanOrEqual(before.test!.adjusted)
    }),
  )
})

test('grouped by a field, the seeds of both sides count', () => {
  const rivals = rivalsBy([...five(1, 0.7), ...five(2, 0.8)], 'params.lr')
  expect(metricRows(rivals, OPTIONS)[0]!.cells.map(cell => cell?.n)).toEqual([5, 5])
})
