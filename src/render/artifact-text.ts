import {safe} from '../base/text'
import {styleOf} from './color'
import {type Cell, renderTable} from './table'
import {widthOf} from './width'

/** Rows and columns of a file, cells as they were spelled; `square`: of numbers, with a name in front of each row or none. */
export interface TableText {
  readonly header?: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly square: boolean
}

export interface ArtifactTextOptions {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width: number
}

/** A stranger's text for a terminal: its lines stay lines, a tab a tab, and every other control character is shown as `\u{1b}`. */
export function terminalText(text: string): string {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  const shown = lines.map(line => line.split('\t').map(safe).join('\t')).join('\n')
  return shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`
}

/** The text, or where it is a table that fits, its columns under one another. */
export function renderArtifactText(text: string, table: TableText | undefined, options: ArtifactTextOptions): string {
  return (table && fitted(table, options)) ?? terminalText(text)
}

/** undefined: it is too wide. In a square the cells where a name meets itself are bold. */
function fitted({header, rows, square}: TableText, {color, width}: ArtifactTextOptions): string | undefined {
  const style = styleOf(color)
  const columns = (rows[0] ?? header ?? []).map((_, at) => ({
    label: safe(header?.[at] ?? ''),
    align: rows.every(row => isNumeric(row[at] ?? '')) ? ('right' as const) : ('left' as const),
  }))
  const named = square && header !== undefined
  const cells = rows.map((row, i) =>
    row.map((text, at): Cell => {
      const same = square && (named ? row[0] === header[at] && at > 0 : i === at)
      const mark = same ? style.bold : named && at === 0 ? style.dim : undefined
      return {text: safe(text), ...(mark && {mark})}
    }),
  )
  const table = renderTable(columns, cells, {width: Number.POSITIVE_INFINITY, ...(header && {header: style.dim})})
  // Marks take no room.
  const plain = renderTable(
    columns,
    cells.map(row => row.map(({text}) => ({text}))),
    {width: Number.POSITIVE_INFINITY, header: same => same},
  )
  return plain.text.split('\n').every(line => widthOf(line) <= width) ? table.text : undefined
}

const isNumeric = (text: string) => text === '' || /^\s*[-+]?(?:\d+\.?\d*|\.\d+|nan|inf)(?:e[-+]?\d+)?\s*$/i.test(text)
