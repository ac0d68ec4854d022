import type {JsonObject} from '../../base/json'
import {parseJson} from '../../base/json-text'
import {lazy} from '../../base/lazy'
import {top} from '../../base/top'
import {KIND, liveRows, type Table} from '../../model/columns'
import type {RunId} from '../../model/ids'
import type {Summary} from '../../model/summary'
import type {Part} from './segment'
import {idRows, startsOf, tableOf} from './table'

/** Names beyond these are not offered as a correction. */
const NAMES_MAX = 20_000

/** The runs of the ledger at one tip. */
export interface Index {
  readonly table: Table
  /** Runs in the ledger. */
  readonly count: number
  /** The live row of a run, or undefined. */
  row(id: string): number | undefined
  summary(id: string): Summary | undefined
  /** In no order; at most `max`. */
  idsWithPrefix(prefix: string, max: number): RunId[]
  rowsNamed(name: string): number[]
  /** Runs of exactly that name, newest first. */
  idsNamed(name: string): RunId[]
  /** Newest first. */
  idsTagged(tag: string): RunId[]
  /** The newest runs by creation, then id. */
  newest(count: number): RunId[]
  /** Distinct names, at most 20,000. */
  names(): Iterable<string>
  /** Lets go of the files; the index must not be used any more. */
  close(): void
}

export function lookup(parts: readonly Part[], dead: Uint8Array, close: () => void): Index {
  const table = tableOf(parts, dead)
  const starts = startsOf(parts)
  const ids = lazy(() => parts.map(part => part.ids()))
  const live = lazy(() => liveRows(table))
  const withPrefix = (prefix: string, max: number) => {
    const rows = ids().flatMap((part, i) => idRows(part, prefix, Number.POSITIVE_INFINITY).map(row => row + starts[i]!))
    return rows.filter(row => dead[row] === 0).slice(0, max)
  }
  const idAt = (row: number) => table.column('id')!.word(row) as RunId
  const newestOf = (rows: ArrayLike<number>, count: number) => top(rows, count, byAge(table, idAt)).map(idAt)
  const rowsNamed = (name: string) => rowsWith(table, 'name', KIND.text, codesOfText(table, 'name', name))
  const row = (id: string) => (id.length === 12 ? withPrefix(id, 1)[0] : undefined)
  return {
    table,
    get count() {
      return live().length
    },
    row,
    summary: id => {
      const found = row(id)
      return found === undefined ? undefined : (table.document(found) as JsonObject as unknown as Summary)
    },
    idsWithPrefix: (prefix, max) => withPrefix(prefix, max).map(idAt),
    rowsNamed,
    idsNamed: name => newestOf(rowsNamed(name), Number.POSITIVE_INFINITY),
    idsTagged: tag => newestOf(rowsTagged(table, tag), Number.POSITIVE_INFINITY),
    newest: count => newestOf(live(), count),
    names: () => names(table, live()),
    close,
  }
}

function byAge(table: Table, idAt: (row: number) => string): (a: number, b: number) => number {
  const created = table.created()
  return (a, b) => {
    const x = created[a]!
    const y = created[b]!
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return Number.isNaN(x) || y > x ? 1 : -1
    return idAt(a) < idAt(b) ? -1 : 1
  }
}

const codesOfText = (table: Table, path: string, text: string) => new Set(table.column(path)?.codesOf(text))

function rowsWith(table: Table, path: string, kind: number, codes: ReadonlySet<number>): number[] {
  const column = table.column(path)
  const rows: number[] = []
  if (!column || codes.size === 0) return rows
  for (let row = 0; row < table.rows; row++) {
    if (column.kind[row] === kind && codes.has(column.num[row]!) && !table.dead(row)) rows.push(row)
  }
  return rows
}

function rowsTagged(table: Table, tag: string): number[] {
  const column = table.column('tags')
  const codes = new Set<number>()
  for (let code = 0; code < (column?.words ?? 0); code++) {
    const list = parseJson(column!.word(code))
    if (Array.isArray(list) && list.includes(tag)) codes.add(code)
  }
  return rowsWith(table, 'tags', KIND.list, codes)
}

/** Of live runs alone: what a rewound ledger has lost must not be offered. */
function* names(table: Table, live: Uint32Array): Generator<string> {
  const column = table.column('name')
  if (!column) return
  const seen = new Uint8Array(Math.min(column.words, NAMES_MAX))
  for (const row of live) {
    const code = column.num[row]!
    if (column.kind[row] !== KIND.text || seen[code] !== 0 || code >= seen.length) continue
    seen[code] = 1
    yield column.word(code)
  }
}
