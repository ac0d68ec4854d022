import {hasControl} from '../../src/base/text'
import {type CurvePoint, curveFacts} from '../../src/compare/curves/curve'
import {type CurveGroup, curveSet} from '../../src/compare/curves/curve-set'
import {meanCurve} from '../../src/compare/curves/mean-curve'
import {smoothed} from '../../src/compare/curves/smooth'
import type {RunId} from '../../src/model/ids'
import {type BandPoint, bandOutlines} from '../../src/render/chart/bands'
import {decimate, decimateLines} from '../../src/render/chart/decimate'
import {linesOf} from '../../src/render/chart/lines'
import {scaleOf} from '../../src/render/chart/scale'
import {ticksOf} from '../../src/render/chart/ticks'
import {curvesCsv} from '../../src/render/curves/csv'
import {curvesSvg} from '../../src/render/curves/svg'
import {renderCurves} from '../../src/render/curves/view'
import {widthOf} from '../../src/render/width'
import fc from '../support/fast-check'
import {aText} from '../support/odd-records'

const aStep = fc.oneof(fc.nat(500), fc.double({noNaN: true, noDefaultInfinity: true}))
const points = (value: fc.Arbitrary<number>, minLength = 1) =>
  fc
    .array(fc.record({step: aStep, value, attempt: fc.integer({min: 1, max: 3})}), {minLength, maxLength: 60})
    .map(found => [...new Map(found.map(point => [point.step, point])).values()].sort((a, b) => a.step - b.step))
const finite = fc.double({noNaN: true, noDefaultInfinity: true})
const column = (step: number) => Math.floor(step / 50)

const extremes = (found: readonly CurvePoint[]) => {
  const columns = new Map<number, [number, number]>()
  for (const {step, value} of found) {
    const [low, high] = columns.get(column(step)) ?? [Infinity, -Infinity]
    columns.set(column(step), [Math.min(low, value), Math.max(high, value)])
  }
  return columns
}

test('decimated, a line keeps its ends, its order, and of each column the least and the greatest', () => {
  fc.assert(
    fc.property(points(finite), line => {
      const kept = decimate(line, column)
      expect(extremes(kept)).toEqual(extremes(line))
      expect([kept[0], kept.at(-1)]).toEqual([line[0], line.at(-1)])
      expect(kept).toEqual(line.filter(point => kept.includes(point)))
      expect(kept.length).toBeLessThanOrEqual(2 * extremes(line).size + 2)
    }),
  )
})

test('so do many lines together, and there are no more of them than columns allow', () => {
  fc.assert(
    fc.property(points(fc.double()), found => {
      const pieces = linesOf(found, Number.isFinite)
      const kept = decimateLines(pieces, column)
      expect(extremes(kept.flat())).toEqual(extremes(pieces.flat()))
      const attempts = new Set(found.map(({attempt}) => attempt)).size
      expect(kept.length).toBeLessThanOrEqual(3 * attempts * (extremes(pieces.flat()).size + 1))
    }),
  )
})

test('every value that can be drawn is in a line', () => {
  fc.assert(
    fc.property(points(fc.double()), found => {
      const drawn = new Set(linesOf(found, Number.isFinite).flat())
      expect(found.filter(point => drawn.has(point))).toEqual(found.filter(({value}) => Number.isFinite(value)))
    }),
  )
})

test('ticks rise, lie on the axis and are as few as asked for', () => {
  const aSpan = fc.tuple(finite, finite, fc.integer({min: 2, max: 9}), fc.boolean())
  fc.assert(
    fc.property(aSpan, ([a, b, most, log]) => {
      const [least, greatest] = [Math.min(a, b), Math.max(a, b)].map(value => (log ? Math.abs(value) || 1 : value))
      const scale = scaleOf(Math.min(least!, greatest!), Math.max(least!, greatest!), log)
      const ticks = ticksOf(scale, most)
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(most)
      for (const [i, {at, label}] of ticks.entries()) {
        expect(at).toBeGreaterThanOrEqual(i === 0 ? -1e-6 : ticks[i - 1]!.at)
        expect(at).toBeLessThanOrEqual(1 + 1e-6)
        expect(label.length).toBeLessThanOrEqual(11)
        expect(label).not.toMatch(/NaN|Infinity/)
      }
    }),
    {numRuns: 1000},
  )
})

test('an average lies between the least and the greatest value, and follows the last', () => {
  fc.assert(
    fc.property(points(fc.double({min: -1e9, max: 1e9, noNaN: true})), fc.integer({min: 1, max: 50}), (found, span) => {
      const {least, greatest} = curveFacts(found)
      for (const {value} of smoothed(found, span)) {
        expect(value).toBeGreaterThanOrEqual(least!.value - 1e-3)
        expect(value).toBeLessThanOrEqual(greatest!.value + 1e-3)
      }
    }),
  )
})

const aSeed = fc.constantFrom('1', '2', '3', undefined)

/** Runs by themselves, or in groups of at most three. */
function aGrouping(runs: number): fc.Arbitrary<readonly CurveGroup[] | undefined> {
  const members = fc.array(fc.record({label: aText, seed: aSeed}), {minLength: runs, maxLength: runs})
  return fc.option(
    members.map(found =>
      Array.from({length: Math.ceil(runs / 3)}, (_, nth) => ({
        label: found[3 * nth]!.label,
        mixed: nth === 1,
        members: found.flatMap(({seed}, run) => (Math.floor(run / 3) === nth ? [{run, seed}] : [])),
      })),
    ),
    {nil: undefined},
  )
}

const aSeedCurve = fc.record({seed: aSeed, points: points(fc.oneof(fc.double(), fc.integer({min: -9, max: 9})))})

test('a mean lies between the least and the greatest of its seeds, and the order of the runs changes nothing', () => {
  const shuffled = fc
    .array(aSeedCurve, {minLength: 1, maxLength: 6})
    .chain(curves => fc.tuple(fc.constant(curves), fc.shuffledSubarray(curves, {minLength: curves.length})))
  fc.assert(
    fc.property(shuffled, ([curves, others]) => {
      const found = meanCurve(curves)
      expect(meanCurve(others)).toEqual(found)
      for (const {value, spread} of found.points) {
        if (!spread || !Number.isFinite(value)) continue
        expect([spread.least! <= value, value <= spread.greatest!]).toEqual([true, true])
        expect(spread.sd === undefined).toBe(spread.n < 2)
      }
    }),
  )
})

test('each step that any seed measured is in the mean or counted as left out', () => {
  fc.assert(
    fc.property(fc.array(aSeedCurve, {minLength: 2, maxLength: 5}), curves => {
      const {points: found, mean} = meanCurve(curves)
      const steps = new Set(curves.flatMap(own => own.points.map(({step}) => step)))
      expect(found.length + mean.left).toBe(steps.size)
    }),
  )
})

test('the group of one run has the curve of the run', () => {
  fc.assert(
    fc.property(points(fc.double()), own => {
      const run = {id: 'run0' as RunId, name: 'a', status: 'finished', curves: new Map([['loss', own]])}
      const group = {label: 'a', mixed: false, members: [{run: 0, seed: '1'}]}
      const [alone, grouped] = [undefined, [group]].map(groups => curveSet([run], 'all', {directions: {}}, groups))
      expect(grouped!.charts[0]!.curves[0]!.points).toEqual(alone!.charts[0]!.curves[0]!.points)
      const [picture, other] = [alone!, grouped!].map(set =>
        /<path class="l .*/g.exec(curvesSvg(set, {smooth: 0, log: false})),
      )
      expect(other?.[0]).toBe(picture?.[0])
    }),
  )
})

test('the outline of a band in so many columns reaches as high and as low as the band', () => {
  const aBand = points(finite).map(found =>
    found.map(({step, value}, i): BandPoint => ({step, low: value - i, high: value})),
  )
  const reach = (found: readonly {readonly step: number; readonly value: number}[]) =>
    extremes(found.map(point => ({...point, attempt: 1})))
  fc.assert(
    fc.property(fc.array(aBand, {minLength: 1, maxLength: 4}), bands => {
      const outlines = bandOutlines(bands, column)
      const all = bands.flat().flatMap(({step, low, high}) => [low, high].map(value => ({step, value})))
      expect(reach(outlines.flatMap(outline => outline.points))).toEqual(reach(all))
    }),
  )
})

const aSet = fc
  .array(fc.tuple(aText, fc.dictionary(aText, points(fc.double()), {minKeys: 1, maxKeys: 3})), {
    minLength: 1,
    maxLength: 9,
  })
  .chain(runs =>
    aGrouping(runs.length).map(groups =>
      curveSet(
        runs.map(([name, curves], i) => ({
          id: `run${i}` as RunId,
          name,
          status: i % 2 ? 'running' : 'finished',
          ...(i === 2 && {thinned: {why: 'not here' as const}}),
          curves: new Map(Object.entries(curves)),
        })),
        'all',
        {directions: {}},
        groups,
      ),
    ),
  )

test('whatever the data: no line is too wide, no control character comes through, and plain is plain', () => {
  const anOption = fc.record({
    width: fc.constantFrom(24, 40, 80, Infinity),
    ascii: fc.boolean(),
    smooth: fc.constantFrom(0, 5),
    log: fc.boolean(),
  })
  fc.assert(
    fc.property(aSet, aText, anOption, (set, name, options) => {
      const text = renderCurves({set, bare: [{id: 'x', name}], reproductions: [], more: 2}, {...options, color: false})
      const lines = text.split('\n')
      expect(lines.filter(hasControl)).toEqual([])
      const room = Number.isFinite(options.width) ? options.width : 110
      expect(lines.filter(line => widthOf(line) > room)).toEqual([])
      expect(text).not.toMatch(/undefined|\[object/)
    }),
    {numRuns: 100},
  )
})

test('an image is well formed, the same twice, and what strangers wrote is text in it', () => {
  fc.assert(
    fc.property(aSet, fc.boolean(), (set, log) => {
      const image = curvesSvg(set, {smooth: log ? 3 : 0, log})
      expect(curvesSvg(set, {smooth: log ? 3 : 0, log})).toBe(image)
      const open: string[] = []
      const rest = image.replace(/<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>/g, (_, close, name, __, empty) => {
        if (close) expect(open.pop()).toBe(name)
        else if (!empty) open.push(name)
        return ''
      })
      expect(open).toEqual([])
      expect(rest).not.toMatch(/[<>]/)
      expect(rest.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      // The words may tell of a value that is NaN; a place in the drawing may not be one.
      const drawn = image.replace(/>[^<]*</g, '><')
      expect(drawn).not.toMatch(/NaN|Infinity|undefined|<script|<foreignObject|href/)
      expect(curvesCsv(set)).not.toMatch(/undefined|\[object/)
    }),
    {numRuns: 60},
  )
})
