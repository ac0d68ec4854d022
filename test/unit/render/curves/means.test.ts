import type {CurvePoint} from '../../../../src/compare/curves/curve'
import type {ChartCurve, CurveSet} from '../../../../src/compare/curves/curve-set'
import type {RunId} from '../../../../src/model/ids'
import {curvesCsv} from '../../../../src/render/curves/csv'
import {plotOf} from '../../../../src/render/curves/plot'
import {curvesSvg} from '../../../../src/render/curves/svg'
import {renderCurves} from '../../../../src/render/curves/view'

const point = (step: number, value: number, sd: number): CurvePoint => ({
  step,
  value,
  attempt: 1,
  spread: {n: 2, sd, least: value - sd, greatest: value + sd},
})
const curve = (line: number, points: readonly CurvePoint[]): ChartCurve => ({
  line,
  points,
  mean: {seeds: 2, runs: 2, without: 0, left: 0, resumed: 0},
})
const chart = (...curves: ChartCurve[]) => ({metric: 'loss', direction: 'lower' as const, curves})

/** One run is enough to be a member: what is drawn are the points of the group. */
const setOf = (...curves: ChartCurve[]): CurveSet => ({
  runs: [{id: 'run0' as RunId, name: 'a', status: 'finished'}],
  groups: curves.map(({line}) => ({label: `g${line}`, mixed: false, members: [{run: 0, seed: '1'}]})),
  charts: [chart(...curves)],
  others: [],
})
const PLAIN = {smooth: 0, log: false}
const TERMINAL = {...PLAIN, color: false, width: 60, ascii: true}
const view = (set: CurveSet, options = {}) =>
  renderCurves({set, bare: [], reproductions: [], more: 0}, {...TERMINAL, ...options})

test('a band is one standard deviation to either side, and the axes have room for it', () => {
  const {curves, axes} = plotOf(chart(curve(0, [point(0, 2, 1), point(1, 4, 0.5)])), PLAIN)
  expect(curves[0]!.bands).toEqual([
    [
      {step: 0, low: 1, high: 3},
      {step: 1, low: 3.5, high: 4.5},
    ],
  ])
  expect([axes!.y.min, axes!.y.max]).toEqual([1, 4.5])
})

test('a band breaks where fewer than two seeds are finite, and the line goes on', () => {
  const alone = {step: 1, value: 2, attempt: 1, spread: {n: 1, least: 2, greatest: 2}}
  const [drawn] = plotOf(chart(curve(0, [point(0, 2, 1), alone, point(2, 2, 1)])), PLAIN).curves
  expect([drawn!.bands!.length, drawn!.front.length]).toEqual([2, 1])
})

test('smoothed, a band is the average of the means ± that of the deviations, in place of the faint values', () => {
  const [drawn] = plotOf(chart(curve(0, [point(0, 2, 1), point(1, 5, 4)])), {smooth: 3, log: false}).curves
  // α = 1/2: (2 · ½ + 5) / 1½ = 4 and (1 · ½ + 4) / 1½ = 3.
  expect(drawn!.front[0]!.map(({value}) => value)).toEqual([2, 4])
  expect(drawn!.bands![0]!.map(({low, high}) => [low, high])).toEqual([
    [1, 3],
    [1, 7],
  ])
  expect(drawn!.behind).toBeUndefined()
})

test('a group of one seed has no band, and its values stay behind their average', () => {
  const points = [0, 1].map(step => ({step, value: step, attempt: 1}))
  const one = {line: 0, points, mean: {seeds: 1, runs: 1, without: 0, left: 0, resumed: 0}}
  const [drawn] = plotOf(chart(one), {smooth: 3, log: false}).curves
  expect([drawn!.bands, drawn!.behind!.length]).toEqual([undefined, 1])
})

test('logarithmic: a band near to 0 or below it takes no room below a tenth of its middle, and what is cut is counted', () => {
  const {curves, axes} = plotOf(chart(curve(0, [point(0, 1, 0.5), point(1, 1, 2), point(2, 1, 0.999)])), {
    smooth: 0,
    log: true,
  })
  expect([axes!.y.min, axes!.y.max]).toEqual([0.1, 3])
  expect(curves[0]!.bands![0]!.map(({low}) => low)).toEqual([0.5, 0.1, 0.1])
  expect(curves[0]!.cut).toBe(2)
})

test('a group without a point is in the legend, and nothing is drawn of it', () => {
  const set = setOf({
    ...curve(0, []),
    mean: {seeds: 2, runs: 2, without: 0, left: 4, fewest: {seed: '1', steps: 2}, resumed: 0},
  })
  expect(view(set)).toBe(
    `loss  lower is better, mean over seeds
no value to draw
  group  seeds  last  best  at step
  g0         2  none
no step was measured by all 2 seeds, 4 steps left out
`,
  )
  expect(curvesSvg(set, PLAIN)).toContain('no value to draw')
  expect(curvesCsv(set)).toBe('group,metric,step,n,mean,sd,least,greatest\r\n')
})

const LONG = 20_000
const long = (line: number, spike?: number) =>
  curve(
    line,
    Array.from({length: LONG}, (_, step) =>
      point(step, Math.sin(step * (line + 1)) + line, step === spike ? 90 : 0.5 + Math.cos(step)),
    ),
  )

test('a spike of a band among many points is drawn, on a terminal and in an image', () => {
  const set = setOf(long(0, 12_345))
  const rows = view(set).split('\n')
  expect(rows[1]).toMatch(/\|? +\.$/)
  expect(rows[1]!.lastIndexOf('.') - rows[1]!.indexOf('|')).toBeCloseTo((12_345 / LONG) * 52, -1)
  const [, band] = /<path class="h c0" d="M([^"]*)z"/.exec(curvesSvg(set, PLAIN)) ?? []
  const ys = (band ?? '').match(/-?[\d.]+/g)!.map(Number)
  let [y, least, greatest] = [ys[1]!, ys[1]!, ys[1]!]
  for (let i = 3; i < ys.length; i += 2) {
    y += ys[i]!
    least = Math.min(least, y)
    greatest = Math.max(greatest, y)
  }
  // The plot is 220 high, from 44 below the panel's corner, 6 of it free at either end.
  expect([least, greatest].map(Math.round)).toEqual([62, 270])
})

test('an image of a dozen groups with bands keeps below 200 KB, however many points they have', () => {
  const set = setOf(...Array.from({length: 12}, (_, line) => long(line)))
  const image = curvesSvg(set, PLAIN)
  expect(image.match(/<path class="h c\d" d="M[^"]{1000}/g)).toHaveLength(12)
  expect(image.length).toBeLessThan(200_000)
  expect(curvesSvg(set, {smooth: 50, log: true}).length).toBeLessThan(200_000)
})
