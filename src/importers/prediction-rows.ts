import {isObject, type Json, type JsonObject} from '../base/json'
import {plural} from '../base/text'
import {csvRows} from './bytes/csv-rows'
import {readAnyJson, readText} from './bytes/json-object'
import {baseName} from './splits'
import {Unreadable, unreadable} from './unreadable'

/** A table of examples before anything is made of its columns. */
export interface ExampleTable {
  /** By name; each as long as `rows`. */
  readonly columns: ReadonlyMap<string, readonly Cell[]>
  /** The number of each row in the file, from 1; where lines were left out, with gaps. */
  readonly rows: readonly number[]
  readonly notes: readonly string[]
}

/** undefined: empty, or null. */
export type Cell = Exclude<Json, null> | undefined

/** More are no evaluation set that is kept with a run. */
const MAX_EXAMPLES = 1_000_000
const MAX_COLUMNS = 1_000

/** Examples out of CSV, TSV, JSONL or JSON, told apart by the file's name. Throws Unreadable. */
export function readExamples(bytes: Uint8Array, path: string): ExampleTable {
  const ending = /\.([a-z]+)$/.exec(baseName(path).toLowerCase())?.[1] ?? ''
  if (ending === 'csv' || ending === 'tsv' || ending === 'txt') return readCsv(readText(bytes), ending)
  if (ending === 'jsonl' || ending === 'ndjson') return readLines(readText(bytes))
  if (ending === 'json') return readDocument(readText(bytes))
  return unreadable(
    `is of a kind that is not compared by example${ending && `: .${ending}`}; expected csv, tsv, jsonl or json`,
  )
}

function readCsv(text: string, ending: string): ExampleTable {
  const first = /^[^\r\n]*/.exec(text)![0]
  const separator = ending === 'tsv' ? '\t' : ([',', '\t', ';'].find(each => first.includes(each)) ?? ',')
  const rows = csvRows(text, separator)
  const header = (rows.next().value ?? unreadable('is empty')) as string[]
  const table = new Columns(header.map(name => name.trim()))
  let ragged = 0
  let row = 0
  for (const cells of rows) {
    row++
    if (cells.length === header.length)
      table.add(
        cells.map(cell => (cell === '' ? undefined : cell)),
        row,
      )
    else ragged++
  }
  const notes = ragged > 0 ? [`${plural(ragged, 'line')} with another number of cells than the header: left out`] : []
  return table.end(notes)
}

function readLines(text: string): ExampleTable {
  const table = new Records()
  let line = 0
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const one = text.slice(at, end < 0 ? text.length : end)
    at = end < 0 ? text.length : end + 1
    line++
    if (one.trim() === '') continue
    const value = lineOf(one, line)
    table.add(isObject(value) ? value : unreadable(`has no object in line ${line}`))
  }
  return table.end()
}

function lineOf(text: string, line: number): Json {
  try {
    return readAnyJson(text)
  } catch (error) {
    if (error instanceof Unreadable) unreadable(`in line ${line} ${error.message}`)
    throw error
  }
}

function readDocument(text: string): ExampleTable {
  const value = readAnyJson(text)
  if (Array.isArray(value)) return ofRecords(value)
  if (!isObject(value)) return unreadable('is neither a list of objects nor an object of lists')
  const lists = Object.entries<Json>(value).filter((entry): entry is [string, readonly Json[]] =>
    Array.isArray(entry[1]),
  )
  const [only] = lists
  if (lists.length === 1 && only && only[1].some(isObject)) return ofRecords(only[1])
  return ofLists(lists)
}

function ofRecords(values: readonly Json[]): ExampleTable {
  const table = new Records()
  for (const [i, value] of values.entries())
    table.add(isObject(value) ? value : unreadable(`has no object as item ${i + 1} of its list`))
  return table.end()
}

function ofLists(lists: readonly (readonly [string, readonly Json[]])[]): ExampleTable {
  const [first] = lists
  if (!first) return unreadable('is neither a list of objects nor an object of lists')
  const odd = lists.find(([, list]) => list.length !== first[1].length)
  if (odd)
    unreadable(`has lists of several lengths: "${first[0]}" of ${first[1].length}, "${odd[0]}" of ${odd[1].length}`)
  const table = new Columns(lists.map(([name]) => name.trim()))
  for (let i = 0; i < first[1].length; i++)
    table.add(
      lists.map(([, list]) => list[i] ?? undefined),
      i + 1,
    )
  return table.end()
}

/** Rows of which every one has all columns. */
class Columns {
  readonly #columns: Cell[][]
  readonly #rows: number[] = []

  constructor(readonly names: readonly string[]) {
    const twice = names.find((name, i) => names.indexOf(name) < i)
    if (twice !== undefined) unreadable(`has the column "${twice}" twice`)
    if (names.length > MAX_COLUMNS) unreadable(`has ${names.length} columns, of at most ${MAX_COLUMNS}`)
    this.#columns = names.map(() => [])
  }

  add(cells: readonly Cell[], row: number): void {
    if (this.#rows.push(row) > MAX_EXAMPLES) unreadable(`has more than ${MAX_EXAMPLES} examples`)
    for (const [i, cell] of cells.entries()) this.#columns[i]!.push(cell)
  }

  end(notes: readonly string[] = []): ExampleTable {
    if (this.#rows.length === 0) unreadable('has no examples')
    return {columns: new Map(this.names.map((name, i) => [name, this.#columns[i]!])), rows: this.#rows, notes}
  }
}

/** Objects, each with the keys that it has. */
class Records {
  readonly #columns = new Map<string, Cell[]>()
  #count = 0

  add(record: JsonObject): void {
    if (++this.#count > MAX_EXAMPLES) unreadable(`has more than ${MAX_EXAMPLES} examples`)
    for (const [name, value] of Object.entries(record)) this.#column(name.trim())[this.#count - 1] = value ?? undefined
  }

  #column(name: string): Cell[] {
    const column = this.#columns.get(name) ?? []
    if (!this.#columns.has(name) && this.#columns.set(name, column).size > MAX_COLUMNS)
      unreadable(`has more than ${MAX_COLUMNS} columns`)
    // A hole for each record that lacks the key would make the array a slow one.
    while (column.length < this.#count - 1) column.push(undefined)
    return column
  }

  end(): ExampleTable {
    if (this.#count === 0) unreadable('has no examples')
    for (const name of this.#columns.keys()) this.#column(name)
    for (const column of this.#columns.values()) if (column.length < this.#count) column.push(undefined)
    return {columns: this.#columns, rows: Array.from({length: this.#count}, (_, i) => i + 1), notes: []}
  }
}
