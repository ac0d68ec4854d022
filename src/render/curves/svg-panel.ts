import {safe} from '../../base/text'
import type {CurvePoint} from '../../compare/curves/curve'
import type {CurveSet} from '../../compare/curves/curve-set'
import {bandOutlines} from '../chart/bands'
import {decimateLines} from '../chart/decimate'
import type {Piece} from '../chart/lines'
import {letterOf} from '../chart/marks'
import type {Scale} from '../chart/scale'
import {dotPath, linePath, outlinePath, type Place} from '../chart/svg-path'
import {ticksOf} from '../chart/ticks'
import {xmlText} from '../chart/xml'
import {cutToWidth} from '../width'
import {chartFacts, lineNames} from './legend'
import type {Plot, PlotCurve, PlotOptions} from './plot'
import {legendBlock} from './svg-legend'
import {colorClass, dashClass} from './svg-style'

export const PANEL_WIDTH = 880
/** Of the plot, in pixels from the panel's corner; it grows along with a long legend. */
const [LEFT, TOP, WIDTH] = [64, 44, 480]
const [MIN_HEIGHT, MAX_HEIGHT] = [220, 420]
const BELOW = 34
/** Room between the outermost values and the ends of the y axis. */
const INSET = 6
const LEGEND = LEFT + WIDTH + 34
const TITLE_COLUMNS = 110

export interface PanelOptions extends PlotOptions {
  readonly top: number
  /** Columns that a curve is drawn in; undefined: each point has its own place. */
  readonly columns: number | undefined
}

/** One chart with its title, axes and legend, `height` pixels high. */
export function svgPanel(set: CurveSet, plot: Plot, options: PanelOptions): {text: string; height: number} {
  const {chart, curves, axes} = plot
  const top = options.top + TOP
  const letters = lineNames(set).length > 1
  const legend = legendBlock(set, plot, {left: LEGEND, right: PANEL_WIDTH - 12, top: top + 8})
  const height = Math.max(MIN_HEIGHT, Math.min(MAX_HEIGHT, legend.height - BELOW))
  const picture = axes
    ? plotted(curves, frameOf(axes, top, height), options.columns, letters)
    : `<text class="s" x="${LEFT}" y="${top + 20}">no value to draw</text>\n`
  return {
    height: TOP + Math.max(height + BELOW, legend.height),
    text: `<g>
<text class="t" x="12" y="${options.top + 16}">${xmlText(cutToWidth(safe(chart.metric), TITLE_COLUMNS))}</text>
<text class="s" x="12" y="${options.top + 32}">${xmlText(chartFacts(plot, options))}</text>
${picture}${legend.text}</g>
`,
  }
}

/** The plot within the image. */
interface Frame extends Place {
  readonly axes: {readonly x: Scale; readonly y: Scale}
  readonly top: number
  readonly bottom: number
}

function frameOf(axes: Frame['axes'], top: number, height: number): Frame {
  return {
    axes,
    top,
    bottom: top + height,
    x: step => LEFT + axes.x.place(step) * WIDTH,
    y: value => yAt(axes.y.place(value), top, top + height),
  }
}

const yAt = (at: number, top: number, bottom: number) => bottom - INSET - at * (bottom - top - 2 * INSET)

function plotted(curves: readonly PlotCurve[], frame: Frame, columns: number | undefined, letters: boolean): string {
  const columnOf = columns === undefined ? undefined : (step: number) => Math.floor(frame.axes.x.place(step) * columns)
  const drawn = (pieces: readonly Piece[]) => (columnOf ? decimateLines(pieces, columnOf) : pieces)
  const band = ({line, bands = []}: PlotCurve) => {
    const d = outlinePath(bandOutlines(bands, columnOf), frame)
    return d === '' ? '' : `<path class="h ${colorClass(line)}" d="${d}"/>\n`
  }
  return [
    axesText(frame),
    ...curves.map(curve => begins(curve, frame)),
    ...curves.map(band),
    ...curves.flatMap(({line, behind}) => (behind ? [linePaths(line, drawn(behind), frame, ' f')] : [])),
    ...curves.map(({line, front}) => linePaths(line, drawn(front), frame, '')),
    ...(letters ? [endLetters(curves, frame)] : []),
  ].join('')
}

const ROWS_A_TICK = 40

function axesText({axes, top, bottom}: Frame): string {
  const levels = ticksOf(axes.y, Math.floor((bottom - top) / ROWS_A_TICK)).map(({at, label}) => ({
    label,
    at: round(yAt(at, top, bottom)),
  }))
  const steps = ticksOf(axes.x, 7).map(({at, label}) => ({label, at: round(LEFT + at * WIDTH)}))
  return [
    `<path class="g" d="${levels.map(({at}) => `M${LEFT} ${at}h${WIDTH}`).join('')}"/>\n`,
    `<path class="a" d="M${LEFT} ${top}V${bottom}h${WIDTH}${steps.map(({at}) => `M${at} ${bottom}v4`).join('')}"/>\n`,
    ...levels.map(({at, label}) => `<text class="s e" x="${LEFT - 6}" y="${round(at + 4)}">${label}</text>\n`),
    ...steps.map(({at, label}) => `<text class="s m" x="${at}" y="${bottom + 16}">${label}</text>\n`),
    `<text class="s m" x="${LEFT + WIDTH / 2}" y="${bottom + 30}">step</text>\n`,
  ].join('')
}

const round = (value: number) => Math.round(value * 10) / 10

/** A line from top to bottom where an attempt began. */
function begins({line, facts}: PlotCurve, {axes: {x}, top, bottom, ...place}: Frame): string {
  const steps = facts.resumed.map(({step}) => step).filter(step => step >= x.min && step <= x.max)
  if (steps.length === 0) return ''
  const d = steps.map(step => `M${round(place.x(step))} ${top}V${bottom}`).join('')
  return `<path class="l ${colorClass(line)} b" d="${d}"/>\n`
}

function linePaths(nth: number, pieces: readonly Piece[], place: Place, more: string): string {
  const classes = `l ${colorClass(nth)}`
  const [lines, dots] = [linePath(pieces, place), dotPath(pieces, place)]
  return [
    lines === '' ? '' : `<path class="${classes}${dashClass(nth)}${more}" d="${lines}"/>\n`,
    dots === '' ? '' : `<path class="${classes} p${more}" d="${dots}"/>\n`,
  ].join('')
}

const LETTER_HEIGHT = 11

/** A letter at the end of each curve, moved down below those in its way; none where that leads too far from its curve. */
function endLetters(curves: readonly PlotCurve[], frame: Frame): string {
  const ends = curves.flatMap(({line, front}) => {
    const end = lastOf(front.map(piece => piece.at(-1)!))
    return end ? [{line, x: frame.x(end.step), y: frame.y(end.value)}] : []
  })
  const placed: {readonly x: number; readonly y: number}[] = []
  return ends
    .sort((a, b) => a.y - b.y || a.line - b.line)
    .map(({line, x, y}) => {
      const inTheWay = placed.filter(other => Math.abs(other.x - x) < LETTER_HEIGHT)
      const at = Math.max(y, ...inTheWay.map(other => other.y + LETTER_HEIGHT))
      if (at - y > 4 * LETTER_HEIGHT || at > frame.bottom + 4) return ''
      placed.push({x, y: at})
      return `<text class="${colorClass(line)} k" x="${round(x + 5)}" y="${round(at + 4)}">${letterOf(line)}</text>\n`
    })
    .join('')
}

const lastOf = (points: readonly CurvePoint[]): CurvePoint | undefined =>
  points.reduce<CurvePoint | undefined>((last, point) => (last && last.step >= point.step ? last : point), undefined)
