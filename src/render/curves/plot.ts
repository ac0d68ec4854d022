import {type CurveFacts, curveFacts, type Points} from '../../compare/curves/curve'
import type {ChartCurve, CurveChart} from '../../compare/curves/curve-set'
import type {MeanFacts} from '../../compare/curves/mean-curve'
import {smoothed} from '../../compare/curves/smooth'
import type {Band, BandPoint} from '../chart/bands'
import {linesOf, type Piece} from '../chart/lines'
import {type Scale, scaleOf} from '../chart/scale'

export interface PlotOptions {
  /** Points that the average goes over; 0 or 1: none is drawn. */
  readonly smooth: number
  readonly log: boolean
}

/** One curve as it is drawn. */
export interface PlotCurve {
  /** Index of the run, or of the group. */
  readonly line: number
  readonly facts: CurveFacts
  /** The values, or the average where one is asked for. */
  readonly front: readonly Piece[]
  /** The values behind their average; a band takes their place. */
  readonly behind?: readonly Piece[]
  /** One standard deviation to either side, averaged as the line is. */
  readonly bands?: readonly Band[]
  readonly mean?: MeanFacts
  /** Values that a logarithmic axis has no place for. */
  readonly notPositive: number
  /** Steps where a band goes on below a logarithmic axis. */
  readonly cut: number
}

export interface Plot {
  readonly chart: CurveChart
  readonly curves: readonly PlotCurve[]
  /** undefined: there is no value to draw. */
  readonly axes?: {readonly x: Scale; readonly y: Scale}
}

/** What is drawn of the curves of one metric, on a terminal and in an image alike. */
export function plotOf(chart: CurveChart, options: PlotOptions): Plot {
  const curves = chart.curves.map(curve => plotCurve(curve, options))
  const axes = axesOf(curves, options.log)
  if (!axes) return {chart, curves}
  return {chart, axes, curves: options.log ? curves.map(curve => cutAt(curve, axes.y.min)) : curves}
}

type CanBeDrawn = (value: number) => boolean

function plotCurve({line, points, mean}: ChartCurve, {smooth, log}: PlotOptions): PlotCurve {
  const canBeDrawn = log ? (value: number) => value > 0 && value < Number.POSITIVE_INFINITY : Number.isFinite
  const isSmooth = smooth > 1
  const shown = isSmooth ? smoothed(points, smooth) : points
  const bands = mean && mean.seeds > 1 ? bandsOf(points, shown, canBeDrawn, smooth) : undefined
  const hasBands = bands !== undefined && bands.length > 0
  return {
    line,
    facts: curveFacts(points),
    front: linesOf(shown, canBeDrawn),
    ...(isSmooth && !hasBands && {behind: linesOf(points, canBeDrawn)}),
    ...(hasBands && {bands}),
    ...(mean && {mean}),
    notPositive: log ? points.filter(({value}) => Number.isFinite(value) && value <= 0).length : 0,
    cut: 0,
  }
}

/** Where the line is drawn and two seeds or more are finite. */
function bandsOf(points: Points, shown: Points, canBeDrawn: CanBeDrawn, smooth: number): readonly Band[] {
  const edge = (sign: number): ((i: number) => number) => {
    const at = (i: number) => points[i]!.value + sign * (points[i]!.spread?.sd ?? Number.NaN)
    if (smooth <= 1) return at
    const averaged = smoothed(
      points.map((point, i) => ({...point, value: at(i)})),
      smooth,
    )
    return i => averaged[i]!.value
  }
  const [lowAt, highAt] = [edge(-1), edge(1)]
  const bands: BandPoint[][] = []
  let open: BandPoint[] | undefined
  for (const [i, {step, value}] of shown.entries()) {
    const point = {step, low: lowAt(i), high: highAt(i)}
    if (!canBeDrawn(value) || !Number.isFinite(point.low) || !Number.isFinite(point.high)) open = undefined
    else if (open) open.push(point)
    else {
      open = [point]
      bands.push(open)
    }
  }
  return bands
}

/** Where a logarithmic axis ends, a band ends. */
function cutAt(curve: PlotCurve, bottom: number): PlotCurve {
  if (!curve.bands) return curve
  let cut = 0
  const bands = curve.bands.map(band =>
    band.map(point => {
      if (point.low >= bottom) return point
      cut++
      return {...point, low: bottom}
    }),
  )
  return {...curve, bands, cut}
}

/** A band that comes near to 0 would take all the room of a logarithmic axis: it makes none below this part of its middle. */
const DEEPEST = 0.1

/** Wide enough for everything that is drawn: beside values that a logarithmic axis leaves out an average may lie outside of the others. */
function axesOf(curves: readonly PlotCurve[], log: boolean): Plot['axes'] {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  const reach = (value: number) => {
    if (value < low) low = value
    if (value > high) high = value
  }
  for (const piece of curves.flatMap(({front, behind = []}) => [...front, ...behind])) {
    left = Math.min(left, piece[0]!.step)
    right = Math.max(right, piece.at(-1)!.step)
    for (const {value} of piece) reach(value)
  }
  for (const band of curves.flatMap(({bands = []}) => bands)) {
    for (const point of band) {
      reach(point.high)
      reach(log ? Math.max(point.low, ((point.low + point.high) / 2) * DEEPEST) : point.low)
    }
  }
  return left > right ? undefined : {x: scaleOf(left, right), y: scaleOf(low, high, log)}
}
