import {plural} from '../../base/text'
import {parseNumber} from '../numbers'
import {unreadable} from '../unreadable'
import {readText} from './json-object'

export interface Table {
  readonly header: readonly string[]
  /** A value for each column; undefined where the cell holds no number. */
  readonly rows: readonly (readonly (number | undefined)[])[]
  readonly notes: readonly string[]
}

/** A CSV file of numbers. The last line counts only with its line break: a number that is cut off is another number. */
export function readTable(bytes: Uint8Array): Table {
  const lines = readText(bytes).split(/\r\n|\n|\r/)
  const cutOff = lines.pop() !== ''
  const [first, ...rest] = lines.filter(line => line.trim() !== '')
  if (first === undefined) unreadable(cutOff ? 'ends within its first line' : 'is empty')
  const separator = separatorOf(first)
  const header = cells(first, separator).map(cell => cell.trim())
  const rows: (number | undefined)[][] = []
  let odd = 0
  for (const line of rest) {
    if (line === first) continue
    const row = cells(line, separator)
    if (row.length === header.length) rows.push(row.map(parseNumber))
    else odd++
  }
  return {header, rows, notes: notesOf(odd, cutOff)}
}

function notesOf(odd: number, cutOff: boolean): string[] {
  const notes = cutOff ? ['its last line is cut off, and left out'] : []
  if (odd > 0) notes.push(`${plural(odd, 'line')} with another number of columns than the header: left out`)
  return notes
}

const separatorOf = (header: string): string => [',', '\t', ';'].find(each => header.includes(each)) ?? ','

export function cells(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator)
  const found: string[] = []
  for (let at = 0; at <= line.length; ) {
    const end = line[at] === '"' ? closingQuote(line, at) : at
    const next = line.indexOf(separator, end)
    const cell = line.slice(at, next < 0 ? line.length : next)
    found.push(end === at ? cell : line.slice(at + 1, end).replaceAll('""', '"'))
    if (next < 0) break
    at = next + 1
  }
  return found
}

function closingQuote(line: string, open: number): number {
  let end = line.indexOf('"', open + 1)
  while (end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2)
  return end < 0 ? line.length : end
}
