import {isObject, type Json, type JsonObject} from '../base/json'
import {csvRows} from './bytes/csv-rows'
import {readAnyJson} from './bytes/json-object'
import {parseNumber} from './numbers'
import {Unreadable} from './unreadable'

/** A file of rows and columns, every cell as it was spelled. */
export interface PlainTable {
  /** Absent: the file names no columns. */
  readonly header?: readonly string[]
  /** As long as the header, each. */
  readonly rows: readonly (readonly string[])[]
  /** As many rows as columns, all numbers but a name in front of each row. */
  readonly square: boolean
}

/** More is no table to look at. */
const MAX_ROWS = 2_000
const MAX_CHARACTERS = 1024 * 1024

/** CSV and TSV whose rows are of one length, and a matrix as JSON; undefined for everything else. Never throws. */
export function plainTable(path: string, text: string): PlainTable | undefined {
  const ending = /\.(csv|tsv|json)$/i.exec(path)?.[1]?.toLowerCase()
  if (ending === undefined || text.length > MAX_CHARACTERS) return undefined
  const plain = text.replace(/^\ufeff/, '')
  try {
    return ending === 'json' ? ofJson(readAnyJson(plain)) : ofRows(plain, ending)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

function ofRows(text: string, ending: string): PlainTable | undefined {
  const first = text.slice(0, text.indexOf('\n') + 1 || text.length)
  const separator = ending === 'tsv' ? '\t' : [',', '\t', ';'].find(each => first.includes(each))
  if (separator === undefined) return undefined
  const lines: string[][] = []
  for (const row of csvRows(text, separator)) {
    if (lines.push(row) > MAX_ROWS || row.length !== lines[0]!.length) return undefined
  }
  const [header, ...rows] = lines
  if (!header) return undefined
  if (header.every(isNumber)) return {rows: lines, square: isSquare(lines)}
  return {header, rows, square: isSquare(rows.map(row => row.slice(1))) && header.length > 1}
}

const isNumber = (cell: string) => parseNumber(cell) !== undefined
/** One number is no matrix. */
const isSquare = (rows: readonly (readonly string[])[]) =>
  rows.length > 1 && rows.every(row => row.length === rows.length && row.every(isNumber))

/** Names under which a matrix and its labels are saved. */
const MATRIX = ['matrix', 'confusion_matrix', 'confusion', 'cm', 'data', 'values']
const LABELS = ['labels', 'classes', 'class_names', 'label_names', 'names', 'index', 'columns']

/** A list of lists; an object that has one, with labels; an object of rows that are objects with the same keys. */
function ofJson(value: Json): PlainTable | undefined {
  if (Array.isArray(value)) return ofLists(value)
  if (!isObject(value)) return undefined
  const lists = MATRIX.flatMap(key => (Object.hasOwn(value, key) ? [value[key]!] : []))[0]
  return lists === undefined ? ofObjects(value) : ofLists(lists, labelsIn(value))
}

function labelsIn(value: JsonObject): readonly string[] | undefined {
  const labels = LABELS.flatMap(key => (Object.hasOwn(value, key) ? [value[key]!] : []))[0]
  if (!Array.isArray(labels)) return undefined
  return labels.every(label => typeof label === 'string' || typeof label === 'number') ? labels.map(String) : undefined
}

function ofLists(value: Json, labels?: readonly string[]): PlainTable | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ROWS) return undefined
  const rows = value.map(row => numbersIn(row))
  if (rows.some(row => row?.length !== rows.length)) return undefined
  const cells = rows as string[][]
  if (labels?.length !== cells.length) return {rows: cells, square: true}
  return labelled(labels, cells)
}

const labelled = (labels: readonly string[], cells: readonly (readonly string[])[]): PlainTable => ({
  header: ['', ...labels],
  rows: cells.map((row, i) => [labels[i]!, ...row]),
  square: true,
})

function ofObjects(value: JsonObject): PlainTable | undefined {
  const labels = Object.keys(value)
  if (labels.length === 0 || labels.length > MAX_ROWS) return undefined
  const rows = labels.map(label => {
    const row = value[label]!
    if (!isObject(row) || Object.keys(row).length !== labels.length) return undefined
    return numbersIn(labels.map(column => (Object.hasOwn(row, column) ? row[column]! : null)))
  })
  return rows.includes(undefined) ? undefined : labelled(labels, rows as string[][])
}

function numbersIn(row: Json): string[] | undefined {
  if (!Array.isArray(row)) return undefined
  return row.every(cell => typeof cell === 'number' || typeof cell === 'bigint') ? row.map(String) : undefined
}
