import {hueOf} from '../color'
import {pad} from '../width'
import {plotRows, type TerminalLines, type TerminalPlotOptions} from './terminal-plot'
import {type Tick, ticksOf} from './ticks'

export interface TerminalChartOptions extends TerminalPlotOptions {
  /** Of all of it, the labels of the axes with it; 20 at least. */
  readonly width: number
}

interface Frame {
  readonly side: string
  readonly sideTick: string
  readonly corner: string
  readonly base: string
  readonly baseTick: string
  readonly begins: string
}

const LINES: Frame = {side: '│', sideTick: '┤', corner: '└', base: '─', baseTick: '┬', begins: '▲'}
const PLAIN: Frame = {side: '|', sideTick: '+', corner: '+', base: '-', baseTick: '+', begins: '^'}

const LABEL_MIN = 4
/** Rows from one label of the y axis to the next, columns from one of the x axis to the next. */
const ROWS_A_TICK = 2
const COLUMNS_A_TICK = 9

/** Lines of text, none longer than `width`: the plot with its axes, the steps below it. */
export function terminalChart(lines: readonly TerminalLines[], options: TerminalChartOptions): string[] {
  const {x, y, width, rows, ascii} = options
  const frame = ascii ? PLAIN : LINES
  const yTicks = ticksOf(y, Math.max(2, Math.floor(rows / ROWS_A_TICK)))
  const gutter = Math.max(LABEL_MIN, ...yTicks.map(({label}) => label.length))
  const columns = Math.max(8, width - gutter - 2)
  const xTicks = ticksOf(x, Math.max(2, Math.floor(columns / COLUMNS_A_TICK)))
  const plot = plotRows(lines, columns, options)
  const labels = new Map(yTicks.map(({at, label}) => [Math.round((1 - at) * (rows - 1)), label]))
  return [
    ...plot.map((row, i) => {
      const label = labels.get(i)
      return `${pad(label ?? '', gutter, 'right')} ${label === undefined ? frame.side : frame.sideTick}${row}`.trimEnd()
    }),
    `${' '.repeat(gutter)} ${frame.corner}${baseLine(lines, xTicks, columns, frame, options)}`,
    `${pad('step', gutter)} ${stepLabels(xTicks, columns + 1)}`.trimEnd(),
  ]
}

const columnOf = (at: number, columns: number) => Math.round(at * (columns - 1))

function baseLine(
  lines: readonly TerminalLines[],
  ticks: readonly Tick[],
  columns: number,
  frame: Frame,
  {x, color}: TerminalChartOptions,
): string {
  const cells = Array.from({length: columns}, () => frame.base)
  for (const {at} of ticks) cells[columnOf(at, columns)] = frame.baseTick
  for (const {nth, begins} of lines) {
    for (const step of begins) cells[columnOf(x.place(step), columns)] = hueOf(nth, color)(frame.begins)
  }
  return cells.join('')
}

/** Each label in the middle below its tick, moved in at the ends; one that would touch the one before is left out. */
function stepLabels(ticks: readonly Tick[], width: number): string {
  let text = ''
  for (const {at, label} of ticks) {
    const middle = 1 + columnOf(at, width - 1)
    const from = Math.max(0, Math.min(middle - Math.floor(label.length / 2), width - label.length))
    if (text === '' || from > text.length) text = text.padEnd(from) + label
  }
  return text
}
