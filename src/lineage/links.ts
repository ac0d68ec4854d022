import {parseJson} from '../base/json-text'
import {getOrMake, lazy} from '../base/lazy'
import {type Column, KIND, liveRows, type Table} from '../model/columns'
import type {Tie} from '../model/lineage'
import {type DigestLists, sharedDigests} from './shared-digests'

/** A row of the table. */
export type Row = number

export interface Link {
  readonly tie: Tie
  readonly row: Row
  /** Other runs made files with the same bytes; the earliest is taken. */
  readonly others?: number
}

/** A run that a record names and that is not followed: none is called so, or several are. */
export interface Unknown {
  readonly tie: Tie
  readonly said: string
  readonly candidates: number
}

/** Who came from whom, by rows of the table. */
export interface Links {
  /** What a run came from. */
  up(row: Row): readonly Link[]
  /** What came from a run, the oldest first. */
  down(row: Row): readonly Link[]
  unknown(row: Row): readonly Unknown[]
}

/**
 * All ties between the runs of a table. A file's maker is the run that the input names, else the earliest run before the reader that made
 * the same bytes. No run is tied to itself. Pure; nothing in a record makes it throw. Some 600 ms for 100,000 runs of nine digests each.
 */
export function linksOf(table: Table): Links {
  const book = new LinkBook()
  const live = liveRows(table)
  const find = finder(table, live)
  for (const tie of ['parent', 'reproduces'] as const) {
    eachWord(table.column(tie), live, KIND.text, (row, said) => book.tie(row, tie, said, find(said)))
  }
  eachWord(table.column('lineage.superseded_by'), live, KIND.text, (old, said) => {
    const [row, ...more] = find(said)
    if (row !== undefined && more.length === 0) book.add(row, {tie: 'supersedes', row: old})
  })
  eachList(table, 'lineage.from', live, (row, said) => {
    for (const each of said) book.tie(row, 'input', each, find(each))
  })
  tieBytes(table, live, book)
  return book
}

class LinkBook implements Links {
  readonly #up = new Map<Row, Link[]>()
  readonly #down = new Map<Row, Link[]>()
  readonly #unknown = new Map<Row, Unknown[]>()

  up = (row: Row) => this.#up.get(row) ?? []
  down = (row: Row) => this.#down.get(row) ?? []
  unknown = (row: Row) => this.#unknown.get(row) ?? []

  add(from: Row, link: Link): void {
    const own = getOrMake(this.#up, from, (): Link[] => [])
    if (from === link.row || own.some(({tie, row}) => tie === link.tie && row === link.row)) return
    own.push(link)
    getOrMake(this.#down, link.row, (): Link[] => []).push({...link, row: from})
  }

  tie(row: Row, tie: Tie, said: string, found: readonly Row[]): void {
    if (found.length === 1) this.add(row, {tie, row: found[0]!})
    else getOrMake(this.#unknown, row, (): Unknown[] => []).push({tie, said, candidates: found.length})
  }
}

/** By id, else by exact name: records that were handed in may name a run as people do. */
function finder(table: Table, live: ArrayLike<Row> & Iterable<Row>): (said: string) => readonly Row[] {
  const ids = lazy(() => {
    const column = table.column('id')
    return new Map(Array.from(live, row => [column?.word(row) ?? '', row] as const))
  })
  const named = lazy(() => {
    const rows = new Map<string, Row[]>()
    eachWord(table.column('name'), live, KIND.text, (row, name) => getOrMake(rows, name, (): Row[] => []).push(row))
    return rows
  })
  return said => {
    const own = ids().get(said)
    return own === undefined ? (named().get(said) ?? []) : [own]
  }
}

function eachWord(
  column: Column | undefined,
  live: Iterable<Row>,
  kind: number,
  each: (row: Row, word: string) => void,
): void {
  if (!column) return
  for (const row of live) if (column.kind[row] === kind) each(row, column.word(column.num[row]!))
}

/** All lists of the column are parsed at once: one by one takes twice as long. They are the index's own, of texts alone. */
function eachList(
  table: Table,
  path: string,
  live: Iterable<Row>,
  each: (row: Row, texts: readonly string[]) => void,
): void {
  const column = table.column(path)
  if (!column) return
  const words = Array.from({length: column.words}, (_, code) => column.word(code))
  const lists = parseJson(`[${words.join(',')}]`) as (readonly string[])[]
  for (const row of live) if (column.kind[row] === KIND.list) each(row, lists[column.num[row]!]!)
}

/** The run that made some bytes, or the runs, the earliest first. Most have one: an array for each would cost more than all the rest. */
type Makers = Row | Row[]

function tieBytes(table: Table, live: Iterable<Row>, book: LinkBook): void {
  const created = table.created()
  const [read, made] = [table.column('lineage.read'), table.column('lineage.made')]
  const shared = sharedDigests(read, made)
  const makers = makersOf(rowsOf(made, live, shared.made), created)
  if (makers.size === 0) return
  for (const [row, digests] of rowsOf(read, live, shared.read)) {
    for (const digest of digests) {
      const made = makers.get(digest)
      if (made === undefined) continue
      const before = madeBefore(made, created, created[row]!)
      if (before > 0 && !isNamed(book.up(row), made)) {
        const first = typeof made === 'number' ? made : made[0]!
        book.add(row, {tie: 'input', row: first, ...(before > 1 && {others: before - 1})})
      }
    }
  }
}

function* rowsOf(
  column: Column | undefined,
  live: Iterable<Row>,
  lists: DigestLists,
): Generator<readonly [Row, readonly string[]]> {
  if (!column || lists.size === 0) return
  for (const row of live) {
    const list = column.kind[row] === KIND.list ? lists.get(column.num[row]!) : undefined
    if (list) yield [row, list]
  }
}

/** One of the makers is known to be an input: nothing is to be guessed. */
const isNamed = (links: readonly Link[], made: Makers) =>
  links.some(({tie, row, others}) => tie === 'input' && others === undefined && isMaker(made, row))

const isMaker = (made: Makers, row: Row) => (typeof made === 'number' ? made === row : made.includes(row))

function makersOf(rows: Iterable<readonly [Row, readonly string[]]>, created: Float64Array): Map<string, Makers> {
  const makers = new Map<string, Makers>()
  for (const [row, digests] of rows) {
    if (Number.isNaN(created[row])) continue
    for (const digest of digests) {
      const known = makers.get(digest)
      if (known === undefined) makers.set(digest, row)
      else if (typeof known === 'number') makers.set(digest, [known, row])
      else known.push(row)
    }
  }
  const earlier = (a: Row, b: Row) => created[a]! - created[b]! || a - b
  for (const rows of makers.values()) if (typeof rows !== 'number') rows.sort(earlier)
  return makers
}

/** How many of them made it by then. */
function madeBefore(made: Makers, created: Float64Array, moment: number): number {
  if (typeof made === 'number') return created[made]! <= moment ? 1 : 0
  let low = 0
  let high = made.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (created[made[middle]!]! <= moment) low = middle + 1
    else high = middle
  }
  return low
}
