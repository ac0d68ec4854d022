import {type CurveFacts, curveFacts, type Points} from '../../compare/curves/curve'
import type {CurveChart} from '../../compare/curves/curve-set'
import {smoothed} from '../../compare/curves/smooth'
import {linesOf, type Piece} from '../chart/lines'
import {type Scale, scaleOf} from '../chart/scale'

export interface PlotOptions {
  /** Points that the average goes over; 0 or 1: none is drawn. */
  readonly smooth: number
  readonly log: boolean
}

/** One curve as it is drawn. */
export interface PlotCurve {
  /** Index of the run. */
  readonly run: number
  readonly facts: CurveFacts
  /** Every value. */
  readonly raw: readonly Piece[]
  /** The average, drawn above the values. */
  readonly smooth?: readonly Piece[]
  /** Values that a logarithmic axis has no place for. */
  readonly notPositive: number
}

export interface Plot {
  readonly chart: CurveChart
  readonly curves: readonly PlotCurve[]
  /** undefined: there is no value to draw. */
  readonly axes?: {readonly x: Scale; readonly y: Scale}
}

/** What is drawn of the curves of one metric, on a terminal and in an image alike. */
export function plotOf(chart: CurveChart, options: PlotOptions): Plot {
  const curves = chart.curves.map(({run, points}) => plotCurve(run, points, options))
  const axes = axesOf(curves, options.log)
  return {chart, curves, ...(axes && {axes})}
}

function plotCurve(run: number, points: Points, {smooth, log}: PlotOptions): PlotCurve {
  const canBeDrawn = log ? (value: number) => value > 0 && value < Number.POSITIVE_INFINITY : Number.isFinite
  return {
    run,
    facts: curveFacts(points),
    raw: linesOf(points, canBeDrawn),
    ...(smooth > 1 && {smooth: linesOf(smoothed(points, smooth), canBeDrawn)}),
    notPositive: log ? points.filter(({value}) => Number.isFinite(value) && value <= 0).length : 0,
  }
}

/** Wide enough for everything that is drawn: beside values that a logarithmic axis leaves out an average may lie outside of the others. */
function axesOf(curves: readonly PlotCurve[], log: boolean): Plot['axes'] {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const piece of curves.flatMap(({raw, smooth = []}) => [...raw, ...smooth])) {
    left = Math.min(left, piece[0]!.step)
    right = Math.max(right, piece.at(-1)!.step)
    for (const {value} of piece) {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return left > right ? undefined : {x: scaleOf(left, right), y: scaleOf(low, high, log)}
}
