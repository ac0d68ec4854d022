import type {Json} from '../base/json'
import {isNumeric} from '../compare/same-value'
import {type Style, styleOf} from './color'
import {toCsv} from './csv'
import {toJson, toJsonLine} from './json'
import {type ListedRuns, type Listing, type ListingColumn, type ListingRow, listingOf} from './listing'
import {mdCode, mdHeader, mdRow, mdText} from './markdown'
import {formatAge} from './numbers'
import {liveMark} from './run-life'
import {statusMark} from './status'
import {type Cell, renderTable, type TableColumn} from './table'
import {metricText, valueText} from './value-text'

export type ListFormat = 'table' | 'md' | 'csv' | 'json' | 'jsonl'

export interface ListOptions {
  readonly color: boolean
  /** Columns of the terminal; Infinity: nothing is cut. */
  readonly width: number
  /** Milliseconds since 1970, for ages. */
  readonly now: number
}

/** Runs that were listed, in the format asked for; json and jsonl hold the whole summaries. */
export function renderListed(listed: ListedRuns, format: ListFormat, options: ListOptions): string {
  if (format === 'jsonl') return listed.runs.map(run => `${toJsonLine(run)}\n`).join('')
  if (format === 'json') return `${toJson({runs: listed.runs, total: listed.total, missing: listed.missing})}\n`
  return renderList(listingOf(listed), format, options)
}

/** A listing as a table for a terminal (ages, rounded metrics, best values marked), as markdown, or as CSV (exact values). */
export function renderList(listing: Listing, format: 'table' | 'md' | 'csv', options: ListOptions): string {
  if (format === 'csv') return csv(listing)
  return format === 'md' ? markdown(listing, options) : table(listing, options)
}

function csv({columns, rows}: Listing): string {
  return toCsv(
    columns.map(({path}) => path),
    rows.map(({values}) => values),
  )
}

function markdown({columns, rows, notes}: Listing, {now}: ListOptions): string {
  const best = columns.map((column, at) => bestOf(column, at, rows))
  const cells = (row: ListingRow) =>
    columns.map((column, at) => {
      const text = cellText(column, row, at, now)
      if (column.path === 'id' || column.path === 'name') return text === '' ? '' : mdCode(text)
      return isBest(row.values[at], best[at]) ? `**${mdText(text)}**` : mdText(text)
    })
  const header = mdHeader(
    columns.map(({label}) => mdText(label)),
    at => columns[at]!.numeric,
  )
  return `${header}${rows.map(row => mdRow(cells(row))).join('')}${notes.map(note => `\n_${mdText(note)}_\n`).join('')}`
}

function table(listing: Listing, {color, width, now}: ListOptions): string {
  const {columns, rows, notes} = listing
  const style = styleOf(color)
  if (rows.length === 0) return [...notes, 'no runs'].map(note => `${style.dim(valueText(note))}\n`).join('')
  const best = columns.map((column, at) => bestOf(column, at, rows))
  const cells = (row: ListingRow) =>
    columns.map((column, at): Cell => {
      const text = cellText(column, row, at, now)
      return {text, mark: markOf(column, text, isBest(row.values[at], best[at]), style)}
    })
  const {text, hidden} = renderTable(columns.map(tableColumn), rows.map(cells), {width, header: style.dim})
  const all = [...notes, ...(hidden.length > 0 ? [`no room for ${hidden.join(', ')}`] : [])]
  return text + all.map(note => `${style.dim(valueText(note))}\n`).join('')
}

/** The id and the name stay longest; of the rest, what was measured. */
function tableColumn({path, label, numeric}: ListingColumn): TableColumn {
  const align = numeric ? 'right' : 'left'
  if (path === 'id') return {label: 'id', priority: 9, min: 12}
  if (path === 'name') return {label: 'name', priority: 8, min: 16}
  if (path.startsWith('metrics.')) return {label: valueText(label), align, priority: 7}
  return {label: valueText(label), align, priority: path === 'status' ? 6 : path === 'created' ? 3 : 4}
}

function cellText({path}: ListingColumn, row: ListingRow, at: number, now: number): string {
  const value = row.values[at]
  if (path === 'id') return valueText(row.shortId)
  if (path === 'status' && row.live) return `${valueText(value)}${liveMark(row.live)}`
  if (typeof value === 'string' && /^(?:created|started|finished)$/.test(path)) return valueText(formatAge(value, now))
  return /^(?:metrics|resources)\./.test(path) ? metricText(value) : valueText(value)
}

function markOf({path}: ListingColumn, text: string, best: boolean, style: Style): (text: string) => string {
  if (path === 'id') return style.cyan
  if (path === 'status') return statusMark(text.replace(/ .*$/, ''), style)
  return best ? style.bold : same => same
}

/** The best number of a column whose direction is known, where the rows do not all share it. */
function bestOf({direction}: ListingColumn, at: number, rows: readonly ListingRow[]): number | bigint | undefined {
  if (!direction) return undefined
  const numbers = rows
    .map(row => row.values[at])
    .filter(isNumeric)
    .filter(value => !Number.isNaN(value))
  const better = (a: number | bigint, b: number | bigint) => (direction === 'higher' ? a > b : a < b)
  const best = numbers.reduce<number | bigint | undefined>(
    (b, value) => (b === undefined || better(value, b) ? value : b),
    undefined,
  )
  return numbers.some(value => best !== undefined && better(best, value)) ? best : undefined
}

const isBest = (value: Json | undefined, best: number | bigint | undefined) => best !== undefined && value === best
