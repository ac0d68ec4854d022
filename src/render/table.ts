import {cutToWidth, pad, widthOf} from './width'

export interface TableColumn {
  readonly label: string
  readonly align?: 'left' | 'right'
  /** Those of the lowest priority are narrowed and then left out first. Default 1. */
  readonly priority?: number
  /** Never narrower than this many columns, unless its texts are. Default 8. */
  readonly min?: number
}

/** A text free of control characters; `mark` colours it after it has been cut and filled. */
export interface Cell {
  readonly text: string
  readonly mark?: (text: string) => string
}

export interface TableOptions {
  /** Columns of the terminal; Infinity: nothing is cut. */
  readonly width: number
  /** Left out: no header. */
  readonly header?: (text: string) => string
  readonly indent?: number
}

export interface Table {
  /** One line a row, each with its newline; blanks at the ends of lines are taken off. */
  readonly text: string
  /** Labels of columns for which there was no room. */
  readonly hidden: readonly string[]
}

const GAP = 2
const MIN = 8

/** Rows under one another, at most `width` columns wide: texts are cut with …, then whole columns go, the least important first. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): Table {
  const natural = columns.map((column, at) =>
    rows.reduce(
      (width, row) => Math.max(width, widthOf(row[at]?.text ?? '')),
      options.header ? widthOf(column.label) : 0,
    ),
  )
  const widths = fitWidths(columns, natural, options.width - (options.indent ?? 0))
  const shown = columns.map((_, at) => at).filter(at => widths[at] !== undefined)
  const line = (cells: readonly Cell[]) => renderLine(cells, columns, widths, shown, options.indent ?? 0)
  const header = options.header ? [columns.map(({label}) => ({text: label, mark: options.header!}))] : []
  return {
    text: [...header, ...rows].map(line).join(''),
    hidden: columns.filter((_, at) => widths[at] === undefined).map(({label}) => label),
  }
}

function renderLine(
  cells: readonly Cell[],
  columns: readonly TableColumn[],
  widths: readonly (number | undefined)[],
  shown: readonly number[],
  indent: number,
): string {
  const lastFull = shown.findLast(at => (cells[at]?.text ?? '') !== '') ?? -1
  const texts = shown
    .filter(at => at <= lastFull)
    .map(at => {
      const {text, mark} = cells[at] ?? {text: ''}
      const cut = cutToWidth(text, widths[at]!)
      // The last text of a line is not filled up: no blanks at its end.
      const filled = at === lastFull && columns[at]!.align !== 'right' ? cut : pad(cut, widths[at]!, columns[at]!.align)
      return mark ? filled.replace(cut, () => mark(cut)) : filled
    })
  return `${`${' '.repeat(indent)}${texts.join(' '.repeat(GAP))}`.trimEnd()}\n`
}

/** The width of each column; undefined: there is no room for it. The most important column always stays. */
function fitWidths(columns: readonly TableColumn[], natural: readonly number[], room: number): (number | undefined)[] {
  const widths: (number | undefined)[] = [...natural]
  const order = columns.map((_, at) => at).sort((a, b) => priority(columns, a) - priority(columns, b) || b - a)
  for (const at of order) {
    const over = totalOf(widths) - room
    if (over <= 0) return widths
    widths[at] = Math.max(Math.min(natural[at]!, columns[at]!.min ?? MIN), natural[at]! - over)
  }
  for (const at of order.slice(0, -1)) {
    if (totalOf(widths) <= room) return widths
    widths[at] = undefined
  }
  const last = order.at(-1)
  if (last !== undefined) widths[last] = Math.max(1, Math.min(widths[last]!, room))
  return widths
}

const priority = (columns: readonly TableColumn[], at: number) => columns[at]!.priority ?? 1

function totalOf(widths: readonly (number | undefined)[]): number {
  const shown = widths.filter(width => width !== undefined)
  return shown.reduce((sum, width) => sum + width, GAP * Math.max(0, shown.length - 1))
}
