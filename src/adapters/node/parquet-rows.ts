/** Footers are some KB; one of a table with ten thousands of columns has some MB. */
const MAX_FOOTER = 64 * 1024 * 1024
const MAX_DEPTH = 32

/**
 * `num_rows` from the footer of a Parquet file; undefined where this is none. `slice` answers bytes [offset, offset + length).
 * The footer is a thrift struct (compact protocol) whose third field is the number of rows.
 */
export function parquetRows(size: number, slice: (offset: number, length: number) => Buffer): number | undefined {
  if (size < 12) return undefined
  const tail = slice(size - 8, 8)
  if (tail.toString('latin1', 4) !== 'PAR1') return undefined
  const length = tail.readUInt32LE(0)
  if (length > size - 12 || length > MAX_FOOTER) return undefined
  try {
    return rowsOf(new Compact(slice(size - 8 - length, length)))
  } catch {
    return undefined
  }
}

function rowsOf(reader: Compact): number | undefined {
  for (let id = 0; ; ) {
    const field = reader.field(id)
    if (field === undefined) return undefined
    id = field.id
    if (id === 3 && (field.type === 5 || field.type === 6)) {
      const rows = reader.zigzag()
      return rows >= 0n && rows <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(rows) : undefined
    }
    reader.skip(field.type, 0)
  }
}

/** Reads as much of thrift's compact protocol as it takes to step over what is not wanted. Throws at the end of the bytes. */
class Compact {
  private at = 0

  constructor(private readonly bytes: Buffer) {}

  /** The next field of a struct, whose last one had the id `last`; undefined at its end. */
  field(last: number): {readonly id: number; readonly type: number} | undefined {
    const head = this.byte()
    if (head === 0) return undefined
    const step = head >> 4
    return {type: head & 15, id: step === 0 ? Number(this.zigzag()) : last + step}
  }

  zigzag(): bigint {
    const value = this.varint()
    return (value >> 1n) ^ -(value & 1n)
  }

  skip(type: number, depth: number): void {
    if (depth > MAX_DEPTH) throw new Error('nested too deeply')
    if (type === 3) this.jump(1)
    else if (type >= 4 && type <= 6) this.varint()
    else if (type === 7) this.jump(8)
    else if (type === 8) this.jump(Number(this.varint()))
    else if (type === 9 || type === 10) this.skipList(depth)
    else if (type === 11) this.skipMap(depth)
    else if (type === 12)
      for (let id = 0, next = this.field(id); next; next = this.field(id)) {
        id = next.id
        this.skip(next.type, depth + 1)
      }
    else if (type !== 1 && type !== 2) throw new Error('no such type')
  }

  private skipList(depth: number): void {
    const head = this.byte()
    const count = head >> 4 === 15 ? Number(this.varint()) : head >> 4
    for (let i = 0; i < count; i++) this.skipElement(head & 15, depth)
  }

  private skipMap(depth: number): void {
    const count = Number(this.varint())
    const types = count > 0 ? this.byte() : 0
    for (let i = 0; i < count; i++) {
      this.skipElement(types >> 4, depth)
      this.skipElement(types & 15, depth)
    }
  }

  /** A boolean has a byte of its own within a list, and none as a field. */
  private skipElement(type: number, depth: number): void {
    if (type === 1 || type === 2) this.jump(1)
    else this.skip(type, depth + 1)
  }

  private jump(count: number): void {
    if (!(count >= 0) || this.at + count > this.bytes.length) throw new Error('ends too early')
    this.at += count
  }

  private byte(): number {
    this.jump(1)
    return this.bytes[this.at - 1]!
  }

  private varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte()
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
    throw new Error('a number is too long')
  }
}
