import type {JsonObject} from '../../base/json'
import {getOrMake} from '../../base/lazy'
import type {Oid} from '../../model/ids'
import {RUNS_FOLDER} from '../../model/paths'
import type {Cache} from '../../ports/cache'
import type {GitObjects} from '../../ports/git-objects'
import type {Progress} from '../../ports/world'
import {type Book, bindBook, closeBook, loadBook} from './book'
import {type ChangedFolders, changedFolders, changedSources} from './changed'
import {compact, isCrowded, SegmentWriter} from './compact'
import {type Index, lookup} from './lookup'
import {groupByRun, type Readers, readRuns} from './read-runs'
import {commitState, INDEX_VERSION, type IndexState} from './state'
import {idRows, startsOf} from './table'
import {encodeTail, type TailRow, tailRow} from './tail'

export type {Index} from './lookup'

/** What the index asks of the world and of the format room. */
export interface IndexDeps extends Readers {
  readonly objects: GitObjects
  readonly cache: Cache
  readonly progress?: Progress
}

/** Fewer runs than this are read too fast for anybody to want to watch. */
const WATCHED_RUNS = 2_000
const PROGRESS_STEP = 1_024
const SEARCHED_IDS = 16

/**
 * The runs of the ledger at `tip`. What the cache holds is brought up to date by the difference of the two tips, or built anew
 * where there is none, it is damaged, or its tip is gone; without a writable cache everything stays in memory.
 */
export async function openIndex(deps: IndexDeps, tip: Oid): Promise<Index> {
  const loaded = loadBook(deps.cache)
  if (loaded?.state.tip === tip) return bind(loaded.book)
  const changed = loaded && (await changedFolders(deps.objects, loaded.state.tip, tip))
  if (changed) return bind(await bringUpToDate(deps, loaded, changed, tip))
  if (loaded) closeBook(loaded.book)
  return bind(await rebuild(deps, tip))
}

function bind(book: Book): Index {
  const {parts, dead} = bindBook(book)
  return lookup(parts, dead, () => closeBook(book))
}

type Loaded = NonNullable<ReturnType<typeof loadBook>>

async function bringUpToDate(deps: IndexDeps, loaded: Loaded, changed: ChangedFolders, tip: Oid): Promise<Book> {
  const {book, state, spelled} = loaded
  const rows = await changedRows(deps, book, changed, tip)
  const next = {segments: book.segments, tail: [...book.tail, ...rows]}
  if (isCrowded(next.tail)) return compacted(deps.cache, next, loaded, tip)
  const bytes = encodeTail(rows)
  const {name, bytes: length} = state.tail
  const after: IndexState = {...state, tip, tail: {name, bytes: length + bytes.length}}
  commitState(deps.cache, spelled, after, () => bytes.length === 0 || deps.cache.append(name, bytes, length))
  return next
}

async function changedRows(deps: IndexDeps, book: Book, changed: ChangedFolders, tip: Oid): Promise<TailRow[]> {
  const replaced = rowsOfFolders(book, [...changed.keys()])
  const sources = await changedSources(deps.objects, tip, changed, replaced)
  const rows: TailRow[] = []
  for await (const summary of watch(deps, readRuns(deps.objects, deps, sources), sources.length)) {
    rows.push(tailRow(summary as unknown as JsonObject, replaced.get(summary.path) ?? []))
    replaced.delete(summary.path)
  }
  return [...rows, ...[...replaced.values()].map(gone => tailRow(undefined, gone))]
}

/** Live rows of run folders. */
function rowsOfFolders(book: Book, folders: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  if (folders.length === 0) return found
  const {parts, dead} = bindBook(book)
  const starts = startsOf(parts)
  const wanted = new Set(folders)
  const ids = new Set(folders.map(folder => folder.slice(-12)))
  parts.forEach((part, i) => {
    for (const row of rowsOfIds(part.ids(), ids)) {
      if (dead[starts[i]! + row] === 1) continue
      const {path} = part.document(row) as {path?: string}
      if (path !== undefined && wanted.has(path)) getOrMake(found, path, (): number[] => []).push(starts[i]! + row)
    }
  })
  return found
}

/** Few ids are searched for; many are looked up, id after id. */
function rowsOfIds(bytes: Buffer, ids: ReadonlySet<string>): number[] {
  if (ids.size <= SEARCHED_IDS) return [...ids].flatMap(id => idRows(bytes, id, Number.POSITIVE_INFINITY))
  const text = bytes.toString('latin1')
  const rows: number[] = []
  for (let at = 0; at < text.length; at += 12) if (ids.has(text.slice(at, at + 12))) rows.push(at / 12)
  return rows
}

function compacted(cache: Cache, book: Book, {state, spelled}: Loaded, tip: Oid): Book {
  const writer = new SegmentWriter(cache, tip, state.next)
  const segments = compact(book, writer)
  if (writer.stored) commitState(cache, spelled, stateOf(segments, tip, writer.next), () => true)
  return {segments, tail: []}
}

function stateOf(segments: Book['segments'], tip: Oid, next: number): IndexState {
  return {
    version: INDEX_VERSION,
    tip,
    next: next + 1,
    segments: segments.map(({entry}) => entry),
    tail: {name: `index-${tip.slice(0, 12)}-${next}.tail`, bytes: 0},
  }
}

/** Reads the whole ledger; memory stays bounded by one segment and the list of files. */
async function rebuild(deps: IndexDeps, tip: Oid): Promise<Book> {
  const before = deps.cache.read('index-state.json')
  const sources = [...groupByRun(await deps.objects.files(tip, RUNS_FOLDER)).values()]
  const writer = new SegmentWriter(deps.cache, tip, 0)
  for await (const summary of watch(deps, readRuns(deps.objects, deps, sources), sources.length)) writer.add(summary)
  writer.flush()
  const base = before && Buffer.from(before).toString()
  if (writer.stored) commitState(deps.cache, base, stateOf(writer.segments, tip, writer.next), () => true)
  return {segments: writer.segments, tail: []}
}

async function* watch<T>({progress}: IndexDeps, items: AsyncIterable<T>, total: number): AsyncGenerator<T> {
  const watched = total >= WATCHED_RUNS ? progress : undefined
  let done = 0
  try {
    for await (const item of items) {
      yield item
      if (++done % PROGRESS_STEP === 0) watched?.step('Indexing runs', done, total)
    }
  } finally {
    watched?.end()
  }
}
