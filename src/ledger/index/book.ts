import type {Cache, CacheFile} from '../../ports/cache'
import {memoryPart, openSegment, type Part} from './segment'
import {type IndexState, readState, type SegmentEntry} from './state'
import {startsOf} from './table'
import {decodeTail, type TailRow} from './tail'

/** A segment with its file open. */
export interface OpenSegment {
  readonly entry: SegmentEntry
  readonly part: Part
  readonly file: CacheFile
}

/** All parts of the index, open. */
export interface Book {
  readonly segments: readonly OpenSegment[]
  readonly tail: readonly TailRow[]
}

/** What the cache holds, whole, or undefined. Another process may replace the files while they are opened: one more try. */
export function loadBook(cache: Cache): {book: Book; state: IndexState; spelled: string} | undefined {
  return tryLoad(cache) ?? tryLoad(cache)
}

function tryLoad(cache: Cache): {book: Book; state: IndexState; spelled: string} | undefined {
  const found = readState(cache)
  if (!found) return undefined
  const tail = loadTail(cache, found.state)
  const segments = tail && openSegments(cache, found.state.segments)
  return tail && segments && {...found, book: {segments, tail}}
}

function loadTail(cache: Cache, {tail}: IndexState): TailRow[] | undefined {
  if (tail.bytes === 0) return []
  const bytes = cache.read(tail.name)
  return bytes && bytes.length >= tail.bytes ? decodeTail(bytes.subarray(0, tail.bytes)) : undefined
}

function openSegments(cache: Cache, entries: readonly SegmentEntry[]): OpenSegment[] | undefined {
  const open: OpenSegment[] = []
  for (const entry of entries) {
    const file = cache.open(entry.name)
    const part = file && file.size === entry.size ? openSegment(file, entry.check) : undefined
    if (file && part) open.push({entry, part, file})
    else {
      file?.close()
      closeBook({segments: open, tail: []})
      return undefined
    }
  }
  return open
}

export function closeBook(book: Book): void {
  for (const {file} of book.segments) file.close()
}

/** The parts of the table and which of its rows are dead. */
export function bindBook(book: Book): {parts: Part[]; dead: Uint8Array} {
  const gone = {id: '', created: ''}
  const tail = memoryPart(book.tail.map(({document = gone, text}) => ({document, ...(text !== undefined && {text})})))
  const parts = [...book.segments.map(({part}) => part), ...(tail.rows > 0 ? [tail] : [])]
  return {parts, dead: deadRows(book)}
}

export function deadRows({segments, tail}: Book): Uint8Array {
  const starts = startsOf(segments.map(({part}) => part))
  const tailStart = starts.at(-1)!
  const dead = new Uint8Array(tailStart + tail.length)
  segments.forEach(({entry}, i) => {
    for (const row of entry.dead) dead[starts[i]! + row] = 1
  })
  tail.forEach((row, i) => {
    if (!row.document) dead[tailStart + i] = 1
    for (const replaced of row.replaces) dead[replaced] = 1
  })
  return dead
}
