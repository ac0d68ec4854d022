import type {JsonObject} from '../../base/json'
import {lazy} from '../../base/lazy'
import {type Column, KIND, type Table} from '../../model/columns'
import type {Part, PartColumn} from './segment'

/** Parts one after the other as one table; `dead` holds the rows that a later version of the same run replaced. */
export function tableOf(parts: readonly Part[], dead: Uint8Array): Table {
  const starts = startsOf(parts)
  const rows = starts.at(-1)!
  const columns = new Map<string, Column | undefined>()
  const paths = lazy(() => ['id', ...new Set(parts.flatMap(part => [...part.paths.keys()]))])
  return {
    rows,
    dead: row => dead[row] === 1,
    live: lazy(() => liveOf(dead)),
    created: lazy(() => joinCreated(parts, rows)),
    column: path => {
      if (!columns.has(path))
        columns.set(path, path === 'id' ? idColumn(parts, starts) : joinColumn(parts, starts, path))
      return columns.get(path)
    },
    document: row => documentAt(parts, starts, row),
    paths,
  }
}

/** First row of each part, and the number of rows in the end. */
export function startsOf(parts: readonly Part[]): number[] {
  const starts = [0]
  for (const part of parts) starts.push(starts.at(-1)! + part.rows)
  return starts
}

/** The index i with starts[i] <= place < starts[i + 1]. */
export function partAt(starts: readonly number[], place: number): number {
  let low = 0
  let high = starts.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= place) low = middle
    else high = middle - 1
  }
  return low
}

function documentAt(parts: readonly Part[], starts: readonly number[], row: number): JsonObject {
  const part = partAt(starts, row)
  return parts[part]!.document(row - starts[part]!)
}

function joinCreated(parts: readonly Part[], rows: number): Float64Array {
  const all = new Float64Array(rows)
  let at = 0
  for (const part of parts) {
    all.set(part.created(), at)
    at += part.rows
  }
  return all
}

function joinColumn(parts: readonly Part[], starts: readonly number[], path: string): Column | undefined {
  const found = parts.map(part => part.column(path))
  if (!found.some(Boolean)) return undefined
  const kind = new Uint8Array(starts.at(-1)!)
  const num = new Float64Array(starts.at(-1)!)
  const codes = [0]
  found.forEach((column, i) => {
    if (column) place(column, {kind, num, start: starts[i]!, end: starts[i + 1]!, code: codes[i]!})
    codes.push(codes[i]! + (column?.words.count ?? 0))
  })
  return {
    kind,
    num,
    words: codes.at(-1)!,
    word: code => {
      const part = partAt(codes, code)
      return found[part]!.words.at(code - codes[part]!)
    },
    codesOf: text =>
      found.flatMap((column, i) => {
        const code = column ? column.words.find(text) : -1
        return code < 0 ? [] : [code + codes[i]!]
      }),
  }
}

interface Place {
  readonly kind: Uint8Array
  readonly num: Float64Array
  readonly start: number
  readonly end: number
  /** What to add to a code of this part. */
  readonly code: number
}

function place(column: PartColumn, {kind, num, start, end, code}: Place): void {
  const {rows, kinds, nums} = column
  if (rows === undefined && typeof kinds === 'number') {
    kind.fill(kinds, start, end)
    if (code === 0 || !isCoded(kinds)) num.set(nums, start)
    else for (let i = 0; i < nums.length; i++) num[start + i] = nums[i]! + code
    return
  }
  for (let i = 0; i < nums.length; i++) {
    const row = start + (rows ? rows[i]! : i)
    const k = typeof kinds === 'number' ? kinds : kinds[i]!
    kind[row] = k
    num[row] = isCoded(k) ? nums[i]! + code : nums[i]!
  }
}

const isCoded = (kind: number) => kind === KIND.text || kind === KIND.list || kind === KIND.other

function liveOf(dead: Uint8Array): Uint8Array {
  const live = new Uint8Array(dead.length)
  for (let row = 0; row < dead.length; row++) live[row] = 1 - dead[row]!
  return live
}

function upTo(rows: number): Float64Array {
  const all = new Float64Array(rows)
  for (let row = 0; row < rows; row++) all[row] = row
  return all
}

/** Ids are not kept as words: the code of an id is its row. */
function idColumn(parts: readonly Part[], starts: readonly number[]): Column {
  const rows = starts.at(-1)!
  const ids = lazy(() => Buffer.concat(parts.map(part => part.ids())))
  const word = (row: number) => ids().toString('latin1', 12 * row, 12 * row + 12)
  return {
    kind: new Uint8Array(rows).fill(KIND.text),
    num: upTo(rows),
    words: rows,
    word,
    codesOf: text => (text.length === 12 ? idRows(ids(), text, Number.POSITIVE_INFINITY) : []),
  }
}

/** Rows whose id begins with `prefix`, at most `max`. */
export function idRows(ids: Buffer, prefix: string, max: number): number[] {
  const rows: number[] = []
  if (prefix === '') return rows
  for (let at = ids.indexOf(prefix, 0, 'latin1'); at >= 0 && rows.length < max; ) {
    if (at % 12 === 0) rows.push(at / 12)
    at = ids.indexOf(prefix, at + 1, 'latin1')
  }
  return rows
}
