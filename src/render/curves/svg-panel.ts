import {safe} from '../../base/text'
import type {CurveSet} from '../../compare/curves/curve-set'
import {decimateLines} from '../chart/decimate'
import type {Piece} from '../chart/lines'
import {letterOf} from '../chart/marks'
import {dotPath, linePath, type Place} from '../chart/svg-path'
import {ticksOf} from '../chart/ticks'
import {xmlText} from '../chart/xml'
import {cutToWidth} from '../width'
import {chartFacts} from './legend'
import type {Plot, PlotCurve, PlotOptions} from './plot'
import {legendBlock} from './svg-legend'
import {colorClass, dashClass} from './svg-style'

export const PANEL_WIDTH = 880
/** Of the plot, in pixels from the panel's corner. */
const [LEFT, TOP, WIDTH, HEIGHT] = [64, 44, 480, 220]
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
  const {top} = options
  const {chart} = plot
  const legend = legendBlock(set, plot, {left: LEGEND, right: PANEL_WIDTH - 12, top: top + TOP + 8})
  const height = Math.max(TOP + HEIGHT + BELOW, TOP + legend.height)
  return {
    height,
    text: `<g>
<text class="t" x="12" y="${top + 16}">${xmlText(cutToWidth(safe(chart.metric), TITLE_COLUMNS))}</text>
<text class="s" x="12" y="${top + 32}">${xmlText(chartFacts(chart, options))}</text>
${plotted(plot, options, set.runs.length > 1)}${legend.text}</g>
`,
  }
}

function plotted({axes, curves}: Plot, {top, columns}: PanelOptions, letters: boolean): string {
  if (!axes) return `<text class="s" x="${LEFT}" y="${top + TOP + 20}">no value to draw</text>\n`
  const place: Place = {
    x: step => LEFT + axes.x.place(step) * WIDTH,
    y: value => top + down(axes.y.place(value)),
  }
  const drawn = (pieces: readonly Piece[]) =>
    columns === undefined ? pieces : decimateLines(pieces, step => Math.floor(axes.x.place(step) * columns))
  return [
    axesText({axes}, top),
    ...curves.map(curve => begins(curve, axes, place, top)),
    ...curves.flatMap(({run, raw, smooth}) => (smooth ? [line(run, drawn(raw), place, ' f')] : [])),
    ...curves.map(({run, raw, smooth}) => line(run, drawn(smooth ?? raw), place, '')),
    ...(letters ? [endLetters(curves, place, top)] : []),
  ].join('')
}

const down = (at: number) => TOP + INSET + (1 - at) * (HEIGHT - 2 * INSET)

type Axes = Required<Pick<Plot, 'axes'>>

function axesText({axes: {x, y}}: Axes, top: number): string {
  const bottom = top + TOP + HEIGHT
  const levels = ticksOf(y, 6).map(({at, label}) => ({label, at: round(top + down(at))}))
  const steps = ticksOf(x, 7).map(({at, label}) => ({label, at: round(LEFT + at * WIDTH)}))
  return [
    `<path class="g" d="${levels.map(({at}) => `M${LEFT} ${at}h${WIDTH}`).join('')}"/>\n`,
    `<path class="a" d="M${LEFT} ${top + TOP}V${bottom}h${WIDTH}${steps.map(({at}) => `M${at} ${bottom}v4`).join('')}"/>\n`,
    ...levels.map(({at, label}) => `<text class="s e" x="${LEFT - 6}" y="${round(at + 4)}">${label}</text>\n`),
    ...steps.map(({at, label}) => `<text class="s m" x="${at}" y="${bottom + 16}">${label}</text>\n`),
    `<text class="s m" x="${LEFT + WIDTH / 2}" y="${bottom + 30}">step</text>\n`,
  ].join('')
}

const round = (value: number) => Math.round(value * 10) / 10

/** A line from top to bottom where an attempt began. */
function begins({run, facts}: PlotCurve, {x}: Required<Plot>['axes'], place: Place, top: number): string {
  const steps = facts.resumed.map(({step}) => step).filter(step => step >= x.min && step <= x.max)
  if (steps.length === 0) return ''
  const d = steps.map(step => `M${round(place.x(step))} ${top + TOP}v${HEIGHT}`).join('')
  return `<path class="l ${colorClass(run)} b" d="${d}"/>\n`
}

function line(run: number, pieces: readonly Piece[], place: Place, more: string): string {
  const classes = `l ${colorClass(run)}`
  const [lines, dots] = [linePath(pieces, place), dotPath(pieces, place)]
  return [
    lines === '' ? '' : `<path class="${classes}${dashClass(run)}${more}" d="${lines}"/>\n`,
    dots === '' ? '' : `<path class="${classes} p${more}" d="${dots}"/>\n`,
  ].join('')
}

const LETTER_HEIGHT = 11

/** A letter at the end of each curve, moved down below those in its way; none where that leads too far from its curve. */
function endLetters(curves: readonly PlotCurve[], place: Place, top: number): string {
  const ends = curves.flatMap(({run, raw, smooth}) => {
    const end = (smooth ?? raw)
      .map(piece => piece.at(-1)!)
      .reduce((a, b) => (b.step > a.step ? b : a), {step: Number.NEGATIVE_INFINITY, value: 0})
    return end.step === Number.NEGATIVE_INFINITY ? [] : [{run, x: place.x(end.step), y: place.y(end.value)}]
  })
  const placed: {x: number; y: number}[] = []
  return ends
    .sort((a, b) => a.y - b.y || a.run - b.run)
    .map(({run, x, y}) => {
      let at = y
      for (const other of placed) {
        if (Math.abs(other.x - x) < LETTER_HEIGHT && at < other.y + LETTER_HEIGHT)
          at = Math.max(at, other.y + LETTER_HEIGHT)
      }
      if (at - y > 4 * LETTER_HEIGHT || at > top + TOP + HEIGHT + 4) return ''
      placed.push({x, y: at})
      return `<text class="${colorClass(run)}" x="${round(x + 5)}" y="${round(at + 4)}">${letterOf(run)}</text>\n`
    })
    .join('')
}
