import type {JsonObject} from '../../base/json'
import {parseJson, spellJson} from '../../base/json-text'
import {getOrMake} from '../../base/lazy'
import type {CacheFile} from '../../ports/cache'
import {CellCollector, type Cells, eachLeaf} from './cells'
import {checksum, type NumberArray, type NumberType, pack, type Region, unpack, Writer} from './layout'
import {lazyWords, type Words} from './words'

/** `gitexpX`, where X is the version of the layout. Read in the machine's byte order, so that a foreign file is not taken. */
const MAGIC = 0x67697401
const HEADER = 32
const ID = 12

/** One field of a part: only the rows that have it. */
export interface PartColumn {
  /** Rows that have the field, ascending; undefined: all of them. */
  readonly rows: Uint32Array | undefined
  /** One kind for all, or one for each. */
  readonly kinds: number | Uint8Array
  readonly nums: NumberArray
  readonly words: Words
}

/** Runs side by side that never change: a segment on disk, or the tail in memory. */
export interface Part {
  readonly rows: number
  /** 12 bytes a row. */
  ids(): Buffer
  /** ms since 1970 of each row, NaN where unknown. */
  created(): Float64Array
  readonly paths: ReadonlyMap<string, unknown>
  column(path: string): PartColumn | undefined
  document(row: number): JsonObject
  text(row: number): string
}

interface Directory {
  readonly ids: Region
  readonly created: Region
  readonly offsets: Region
  readonly documents: Region
  readonly columns: readonly (readonly [path: string, entry: ColumnEntry])[]
}

interface ColumnEntry {
  readonly rows?: Region
  readonly kind?: number
  readonly kinds?: Region
  readonly type: NumberType
  readonly nums: Region
  readonly words: number
  readonly offsets?: Region
  readonly heap?: Region
}

/** Collects documents and writes them as one segment. */
export class SegmentBuilder {
  readonly #texts: string[] = []
  readonly #ids: string[] = []
  readonly #created: number[] = []
  readonly #columns = new Map<string, CellCollector>()

  get rows(): number {
    return this.#texts.length
  }

  /** `text` is the document spelled, where the caller has it. */
  add(document: JsonObject, text = spellJson(document)): void {
    const row = this.#texts.length
    this.#texts.push(text)
    this.#ids.push(String(document['id']).padEnd(ID).slice(0, ID))
    this.#created.push(Date.parse(String(document['created'])))
    eachLeaf(document, (path, value) => {
      if (path === 'id') return
      getOrMake(this.#columns, path, newCollector).add(row, value)
    })
  }

  /** The file's bytes, in pieces, and the checksum by which its owner knows it again. */
  finish(): {chunks: Uint8Array[]; size: number; check: number} {
    const writer = new Writer()
    const header = new Uint8Array(HEADER)
    writer.put(header)
    const {offsets, bytes} = this.#documents()
    const directory: Directory = {
      ids: writer.put(Buffer.from(this.#ids.join(''), 'latin1')),
      created: writer.put(Float64Array.from(this.#created)),
      columns: [...this.#columns].map(([path, cells]) => [path, writeColumn(writer, cells.finish(), this.rows)]),
      offsets: writer.put(offsets),
      documents: writer.put(bytes),
    }
    const spelled = Buffer.from(JSON.stringify(directory))
    const at = writer.put(spelled)
    const check = checksum(spelled)
    const view = new DataView(header.buffer)
    new Uint32Array(header.buffer).set([MAGIC, this.rows, at[1], check])
    view.setFloat64(16, at[0], true)
    view.setFloat64(24, writer.size, true)
    return {chunks: writer.chunks, size: writer.size, check}
  }

  #documents(): {offsets: Float64Array; bytes: Buffer} {
    const offsets = new Float64Array(this.rows + 1)
    const pieces = this.#texts.map(text => Buffer.from(text))
    pieces.forEach((piece, row) => {
      offsets[row + 1] = offsets[row]! + piece.length
    })
    return {offsets, bytes: Buffer.concat(pieces)}
  }
}

const newCollector = () => new CellCollector()

function writeColumn(writer: Writer, cells: Cells, rows: number): ColumnEntry {
  const first = cells.kinds[0] ?? 0
  const {type, array} = pack(cells.nums)
  return {
    ...(cells.rows.length < rows && {rows: writer.put(Uint32Array.from(cells.rows))}),
    ...(cells.kinds.every(kind => kind === first) ? {kind: first} : {kinds: writer.put(Uint8Array.from(cells.kinds))}),
    type,
    nums: writer.put(array),
    words: cells.wordCount,
    ...(cells.wordCount > 0 && {offsets: writer.put(cells.words.offsets), heap: writer.put(cells.words.heap)}),
  }
}

/** A segment's file; undefined when it is torn, of another version or byte order, or not the one with this checksum. */
export function openSegment(file: CacheFile, check: number): Part | undefined {
  const directory = readDirectory(file, check)
  if (!directory) return undefined
  const columns = new Map(directory.columns)
  const region = ([offset, length]: Region) => file.slice(offset, length)
  const rows = directory.ids[1] / ID
  const text = (row: number) => {
    const [from, to] = unpack(file.slice(directory.offsets[0] + 8 * row, 16), 'f64')
    return buffer(file.slice(directory.documents[0] + from!, to! - from!)).toString()
  }
  return {
    rows,
    ids: () => buffer(region(directory.ids)),
    created: () => unpack(region(directory.created), 'f64'),
    paths: columns,
    column: path => {
      const entry = columns.get(path)
      return entry && readColumn(entry, region)
    },
    text,
    document: row => parseJson(text(row)) as JsonObject,
  }
}

function readDirectory(file: CacheFile, check: number): Directory | undefined {
  if (file.size < HEADER) return undefined
  const header = file.slice(0, HEADER)
  const [magic, , length, written] = unpack(header.slice(0, 16), 'u32')
  if (magic !== MAGIC || written !== check) return undefined
  const view = new DataView(header.buffer, header.byteOffset, HEADER)
  const at = view.getFloat64(16, true)
  if (view.getFloat64(24, true) !== file.size || at + length! > file.size) return undefined
  const spelled = file.slice(at, length!)
  return checksum(spelled) === check ? (JSON.parse(buffer(spelled).toString()) as Directory) : undefined
}

function readColumn(entry: ColumnEntry, region: (region: Region) => Uint8Array): PartColumn {
  return {
    rows: entry.rows && unpack(region(entry.rows), 'u32'),
    kinds: entry.kinds ? region(entry.kinds) : (entry.kind ?? 0),
    nums: unpack(region(entry.nums), entry.type),
    words: lazyWords(entry.words, () => ({
      offsets: unpack(region(entry.offsets!), 'u32'),
      heap: region(entry.heap!),
    })),
  }
}

const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

/** What was built, read from memory: the tail, and every segment where nothing can be written. */
export function memoryFile(chunks: readonly Uint8Array[]): CacheFile {
  const bytes = Buffer.concat(chunks)
  return {size: bytes.length, slice: (offset, length) => bytes.subarray(offset, offset + length), close: () => {}}
}

/** Documents as a part that is nowhere but in memory. */
export function memoryPart(documents: Iterable<{readonly document: JsonObject; readonly text?: string}>): Part {
  const builder = new SegmentBuilder()
  for (const {document, text} of documents) builder.add(document, text)
  const {chunks, check} = builder.finish()
  return openSegment(memoryFile(chunks), check)!
}
