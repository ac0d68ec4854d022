import {plural, safe, someOf} from '../../base/text'
import type {CurveSet} from '../../compare/curves/curve-set'
import {linesOf} from '../card'
import {MARKS} from '../chart/marks'
import {terminalChart} from '../chart/terminal-chart'
import type {TerminalLines} from '../chart/terminal-plot'
import {hueOf, type Style, styleOf} from '../color'
import {renderTable, type TableColumn} from '../table'
import {widthOf, wrap} from '../width'
import {chartFacts, extremeLabels, type LegendRow, legendRows, lineNames} from './legend'
import {curveNotes, runNotes} from './notes'
import {type Plot, type PlotOptions, plotOf} from './plot'

interface Place {
  readonly id: string
  readonly name: string
}

/** What is told of below the charts. */
export interface CurvesView {
  readonly set: CurveSet
  /** Runs that have no curves. */
  readonly bare: readonly Place[]
  /** Runs that groups leave out, since they only check another run. */
  readonly reproductions: readonly Place[]
  /** Runs, or groups, that were not looked at. */
  readonly more: number
}

export interface CurvesViewOptions extends PlotOptions {
  readonly color: boolean
  /** Columns of the terminal; Infinity where it is none. */
  readonly width: number
  readonly ascii: boolean
}

const USUAL_WIDTH = 80
const [MIN_WIDTH, MAX_WIDTH] = [24, 120]
const MAX_PROSE = 110
/** Rows of a plot: of one alone, of one among others. */
const [ROWS_ALONE, ROWS] = [16, 11]

/** A chart for each metric with its legend below, then what is not shown. */
export function renderCurves(view: CurvesView, options: CurvesViewOptions): string {
  const style = styleOf(options.color)
  const {charts} = view.set
  const width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Number.isFinite(options.width) ? options.width : USUAL_WIDTH))
  const rows = charts.length === 1 ? ROWS_ALONE : ROWS
  const parts = charts.map(chart => chartText(view.set, plotOf(chart, options), {...options, width, rows}, style))
  const notes = [...runNotes(view.set), ...leftOut(view)].flatMap(note => wrap(note, Math.min(width, MAX_PROSE)))
  return [...parts, ...(notes.length > 0 ? [notes.map(line => `${style.dim(line)}\n`).join('')] : [])].join('\n')
}

type ChartOptions = CurvesViewOptions & {readonly rows: number}

function chartText(set: CurveSet, plot: Plot, options: ChartOptions, style: Style): string {
  const {width} = options
  const {chart} = plot
  const letters = lineNames(set).length > 1
  const [title, ...titleRest] = wrap(safe(chart.metric), width)
  const facts = wrap(chartFacts(plot, options), width)
  const beside = titleRest.length === 0 && facts.length === 1 && widthOf(title!) + 2 + widthOf(facts[0]!) <= width
  const heading = beside
    ? [`${style.bold(title!)}  ${style.dim(facts[0]!)}`]
    : [...[title!, ...titleRest].map(style.bold), ...facts.map(style.dim)]
  return [
    ...heading,
    ...picture(plot, options),
    ...legendLines(plot, legendRows(set, plot), {...options, letters, isGrouped: set.groups !== undefined}, style),
    ...curveNotes(plot, letters).flatMap(note => wrap(note, Math.min(width, MAX_PROSE)).map(style.dim)),
  ]
    .map(line => `${line}\n`)
    .join('')
}

function picture({axes, curves}: Plot, options: ChartOptions): string[] {
  if (!axes) return ['no value to draw']
  const lines = curves.flatMap(({line, front, behind, bands, facts}): TerminalLines[] => {
    const begins = facts.resumed.map(({step}) => step).filter(step => step >= axes.x.min && step <= axes.x.max)
    const drawn = (pieces: typeof front, faint: boolean) => ({nth: line, pieces, faint, begins})
    return [...(behind ? [drawn(behind, true)] : []), {...drawn(front, false), ...(bands && {bands})}]
  })
  return terminalChart(lines, {...options, ...axes})
}

function legendLines(
  {chart}: Plot,
  rows: readonly LegendRow[],
  {width, color, letters, isGrouped}: ChartOptions & {readonly letters: boolean; readonly isGrouped: boolean},
  style: Style,
): string[] {
  const figure = (label: string, priority: number): TableColumn => ({label, align: 'right', priority, min: FIGURE})
  const columns: TableColumn[] = [
    ...(letters ? [{label: '', priority: 9}] : []),
    {label: isGrouped ? 'group' : 'run', priority: 8, min: 8},
    isGrouped ? {label: 'seeds', align: 'right', priority: 4} : {label: 'id', priority: 1},
    figure('last', 5),
    ...extremeLabels(chart).flatMap(label => [figure(label, 6), figure('at step', 3)]),
  ]
  const cells = rows.map(({line, letter, name, which, last, extremes}) => [
    ...(letters ? [{text: letter, mark: hueOf(line, color)}] : []),
    {text: name, mark: hueOf(line, color)},
    ...[which, last, ...extremes.flatMap(extreme => [extreme?.value ?? '', extreme?.step ?? ''])].map(text => ({text})),
  ])
  return linesOf(renderTable(columns, cells, {width, indent: 2, header: style.dim}).text)
}

/** A figure is shown whole or not at all. */
const FIGURE = 24

const NAMED = 8

function leftOut({set, bare, reproductions, more}: CurvesView): string[] {
  return [
    ...(set.others.length > 0 ? [`also: ${named(set.others)}; --metric chooses`] : []),
    ...(bare.length > 0 ? [`no curves: ${named(bare.map(({name}) => name))}`] : []),
    ...(reproductions.length > 0
      ? [`left out, since they only check another run: ${named(reproductions.map(({name}) => name))}`]
      : []),
    ...(more > 0
      ? [
          `${plural(more, set.groups ? 'more group' : 'more run')}: ${lineNames(set).length < MARKS ? '--limit 0' : '--format csv'}`,
        ]
      : []),
  ]
}

const named = (names: readonly string[]) => safe(someOf(names, NAMED))
