import type {JsonObject} from '../../base/json'
import type {Oid} from '../../model/ids'
import type {Summary} from '../../model/summary'
import type {Cache} from '../../ports/cache'
import {type Book, deadRows, type OpenSegment} from './book'
import {memoryFile, openSegment, SegmentBuilder} from './segment'
import type {TailRow} from './tail'

/** Rows of one segment: bounds the memory of a build and the work of a merge. */
export const SEGMENT_ROWS = 32_768
/** A longer tail becomes a segment: a row of the tail costs some 300 µs whenever the index is opened, one of a segment nothing. */
export const TAIL_ROWS = 16
/** More segments that are not full are merged, the newest first. */
const SMALL_SEGMENTS = 8

/** Writes segments under names of their own; where nothing can be written they stay in memory. */
export class SegmentWriter {
  readonly segments: OpenSegment[] = []
  readonly #cache: Cache
  readonly #tip: Oid
  #next: number
  #builder = new SegmentBuilder()
  /** False once a segment could not be written. */
  stored = true

  constructor(cache: Cache, tip: Oid, next: number) {
    this.#cache = cache
    this.#tip = tip
    this.#next = next
  }

  get next(): number {
    return this.#next
  }

  add(document: JsonObject | Summary, text?: string): void {
    this.#builder.add(document as JsonObject, text)
    if (this.#builder.rows >= SEGMENT_ROWS) this.flush()
  }

  flush(): void {
    if (this.#builder.rows === 0) return
    const rows = this.#builder.rows
    const {chunks, size, check} = this.#builder.finish()
    this.#builder = new SegmentBuilder()
    const name = `index-${this.#tip.slice(0, 12)}-${this.#next++}.seg`
    const written = this.#cache.write(name, chunks) ? this.#cache.open(name) : undefined
    if (!written) this.stored = false
    const file = written ?? memoryFile(chunks)
    this.segments.push({entry: {name, rows, size, check, dead: []}, part: openSegment(file, check)!, file})
  }
}

export const isCrowded = (tail: readonly TailRow[]) => tail.length > TAIL_ROWS

/** The tail made a segment, and the newest small segments one where there are too many. Segments left as they are keep their files. */
export function compact(book: Book, writer: SegmentWriter): OpenSegment[] {
  const dead = deadRows(book)
  const {kept, merged} = planMerge(withDead(book, dead), book.tail.length)
  for (const {part, entry} of merged) {
    const gone = new Set(entry.dead)
    for (let row = 0; row < part.rows; row++) if (!gone.has(row)) writer.add(part.document(row), part.text(row))
  }
  const tailStart = dead.length - book.tail.length
  book.tail.forEach((row, i) => {
    if (row.document && dead[tailStart + i] === 0) writer.add(row.document, row.text)
  })
  writer.flush()
  for (const {file} of merged) file.close()
  return [...kept, ...writer.segments]
}

/** The dead rows of the tail's telling become the segments' own. */
function withDead({segments}: Book, dead: Uint8Array): OpenSegment[] {
  let start = 0
  return segments.map(segment => {
    const rows: number[] = []
    for (let row = 0; row < segment.part.rows; row++) if (dead[start + row] === 1) rows.push(row)
    start += segment.part.rows
    return {...segment, entry: {...segment.entry, dead: rows}}
  })
}

/** Segments with a quarter of their rows dead go; of small ones, the newest as long as each is at most twice those after it. */
function planMerge(segments: readonly OpenSegment[], tail: number): {kept: OpenSegment[]; merged: OpenSegment[]} {
  const wasted = segments.filter(({entry}) => entry.dead.length > entry.rows / 4)
  const rest = segments.filter(segment => !wasted.includes(segment))
  const small = rest.filter(({entry}) => entry.rows < SEGMENT_ROWS)
  const merged = new Set(wasted)
  let rows = tail
  for (const segment of small.length >= SMALL_SEGMENTS ? small.reverse() : []) {
    if (segment.entry.rows > 2 * rows || rows + segment.entry.rows > SEGMENT_ROWS) break
    merged.add(segment)
    rows += segment.entry.rows
  }
  return {
    kept: segments.filter(segment => !merged.has(segment)),
    merged: segments.filter(segment => merged.has(segment)),
  }
}
