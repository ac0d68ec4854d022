import {HUE_COUNT, hueOf} from '../color'
import {type Band, bandSpans} from './bands'
import {decimateLines} from './decimate'
import {BRAILLE, DotGrid, LETTERS} from './dots'
import type {Piece} from './lines'
import {bandLetterOf, letterOf} from './marks'
import type {Scale} from './scale'

export interface TerminalLines {
  /** Which curve: decides its colour and its letter. */
  readonly nth: number
  readonly pieces: readonly Piece[]
  /** Drawn behind the others. */
  readonly faint: boolean
  /** Steps that are marked on the axis. */
  readonly begins: readonly number[]
  /** How far the values spread around the line; drawn behind all lines. */
  readonly bands?: readonly Band[]
}

export interface TerminalPlotOptions {
  readonly x: Scale
  readonly y: Scale
  /** Of the plot alone. */
  readonly rows: number
  readonly color: boolean
  /** Letters in place of Braille dots, nothing beyond ASCII. */
  readonly ascii: boolean
}

interface Layer {
  readonly nth: number
  readonly grid: DotGrid
  /** What stands for its dots where there are no colours. */
  readonly plain: string
}

/** The rows of the plot itself, blanks at their ends taken off. */
export function plotRows(lines: readonly TerminalLines[], columns: number, options: TerminalPlotOptions): string[] {
  const curves = new Set(lines.map(({nth}) => nth))
  const layers = lines.map(({nth, pieces, faint}): Layer & {readonly faint: boolean} => {
    const plain = options.ascii ? (faint ? '.' : letterOf(nth)) : '·'
    return {nth, faint, plain, grid: drawn(pieces, columns, options)}
  })
  const bands = lines.flatMap(({nth, bands}): Layer[] => {
    const plain = (curves.size > 1 && bandLetterOf(nth)) || (options.ascii ? '.' : '·')
    return bands ? [{nth, plain, grid: drawnBands(bands, columns, options)}] : []
  })
  const front = layers.filter(({faint}) => !faint)
  const behind = [...layers.filter(({faint}) => faint), ...bands]
  const distinct = options.color && [...curves].every(nth => nth < HUE_COUNT)
  const stamps = options.ascii || curves.size < 2 ? new Map<number, number>() : stampsOf(front, distinct)
  const {color, rows} = options
  return Array.from({length: rows}, (_, row) =>
    joined(
      Array.from({length: columns}, (_, column): Drawn => {
        const cell = row * columns + column
        const stamp = stamps.get(cell)
        if (stamp !== undefined) return {nth: stamp, faint: false, text: letterOf(stamp)}
        const place = [cell, column] as const
        return cellOf(front, false, place, options) ?? cellOf(behind, true, place, options) ?? BLANK
      }),
      color,
    ),
  )
}

function drawn(pieces: readonly Piece[], columns: number, {x, y, rows, ascii}: TerminalPlotOptions): DotGrid {
  const grid = new DotGrid(columns, rows, ascii ? LETTERS : BRAILLE)
  const columnAt = (step: number) => grid.across(x.place(step))
  for (const piece of decimateLines(pieces, columnAt)) {
    const dots = piece.map(({step, value}) => [columnAt(step), grid.down(y.place(value))] as const)
    if (dots.length === 1) grid.blot(...dots[0]!)
    for (const [i, to] of dots.entries()) if (i > 0) grid.line(...dots[i - 1]!, ...to)
  }
  return grid
}

/** One in so many dots of a band. */
const SPARSE = 2

/** In colour bands are filled with a few dots; without it dots of one band and another would be the same, and only their edges are drawn. */
function drawnBands(bands: readonly Band[], columns: number, {x, y, rows, ascii, color}: TerminalPlotOptions): DotGrid {
  const grid = new DotGrid(columns, rows, ascii ? LETTERS : BRAILLE)
  const across = (step: number) => grid.across(x.place(step))
  const down = (value: number) => grid.down(Math.max(0, Math.min(1, y.place(value))))
  const count = grid.across(1) + 1
  const {top, bottom} = bandSpans(bands, {count, across, down})
  for (let column = 0; column < count; column++) {
    const [from, to] = [top[column]!, bottom[column]!]
    if (from < 0) continue
    if (color && !ascii) grid.span(column, from, to, SPARSE)
    else for (const edge of [from, to]) grid.span(column, edge, edge)
  }
  return grid
}

interface Drawn {
  readonly text: string
  readonly nth: number
  readonly faint: boolean
}

const BLANK: Drawn = {text: ' ', nth: -1, faint: false}

/** Of curves that share a character each has its turn, column by column. */
function cellOf(
  layers: readonly Layer[],
  faint: boolean,
  [cell, column]: readonly [number, number],
  {ascii, color}: TerminalPlotOptions,
): Drawn | undefined {
  const here = layers.filter(({grid}) => grid.cells[cell] !== 0)
  if (here.length === 0) return undefined
  const {nth, plain} = here[column % here.length]!
  if (ascii) return {nth, faint, text: plain}
  const dots = here.reduce((bits, {grid}) => bits | grid.cells[cell]!, 0)
  // Where nothing is faint, what is behind is drawn coarser.
  return {nth, faint, text: faint && !color ? plain : String.fromCharCode(0x2800 + dots)}
}

const STAMP_EVERY = 14

/**
 * Where a curve's letter stands in its line: at its end; and where colours do not tell the curves apart, again and again along it, those of
 * different curves in different columns.
 */
function stampsOf(layers: readonly Layer[], distinct: boolean): Map<number, number> {
  const stamps = new Map<number, number>()
  const every = Math.max(STAMP_EVERY, 2 * layers.length)
  for (const [i, {nth, grid}] of layers.entries()) {
    const {columns} = grid
    const last = lastColumn(grid)
    const own = Array.from({length: columns}, (_, column) => column).filter(
      column => !distinct && column % every === (2 * i + 1) % every,
    )
    for (const column of [last, ...own]) {
      const cell = middleCell(grid, column, stamps)
      if (cell !== undefined) stamps.set(cell, nth)
    }
  }
  return stamps
}

function lastColumn({cells, columns}: DotGrid): number {
  return cells.reduce((last, bits, cell) => (bits === 0 ? last : Math.max(last, cell % columns)), -1)
}

/** The cell in the middle of what is drawn in a column and not taken. */
function middleCell({cells, columns, rows}: DotGrid, column: number, taken: ReadonlyMap<number, number>) {
  const own = Array.from({length: rows}, (_, row) => row * columns + column).filter(
    cell => column >= 0 && cells[cell] !== 0 && !taken.has(cell),
  )
  return own[own.length >> 1]
}

/** Neighbours of one colour share its marks. */
function joined(cells: readonly Drawn[], color: boolean): string {
  let [line, run] = ['', BLANK]
  let text = ''
  const flush = () => {
    line += run.nth < 0 ? text : hueOf(run.nth, color, run.faint)(text)
    text = ''
  }
  for (const cell of cells) {
    if (cell.nth !== run.nth || cell.faint !== run.faint) {
      flush()
      run = cell
    }
    text += cell.text
  }
  flush()
  return line.trimEnd()
}
