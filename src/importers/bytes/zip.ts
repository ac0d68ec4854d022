import {lazy} from '../../base/lazy'
import {unreadable} from '../unreadable'

// Loaded when something is compressed: it takes 4 ms, and torch compresses nothing.
const zlib = lazy(() => require('node:zlib') as typeof import('node:zlib'))

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_SIZE = 22
const MAX_COMMENT = 0xffff
const MAX_ENTRIES = 1000

interface Entry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

/** The bytes of the first member with such a name; never more than `max`. */
export function readZipMember(bytes: Uint8Array, name: RegExp, max: number): Uint8Array {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const entry = entries(zip).find(each => name.test(each.name))
  if (!entry) unreadable('is a zip without the member it should have')
  if (entry.size > max) unreadable(`has a member of ${entry.size} bytes, of at most ${max}`)
  const packed = packedBytes(zip, entry)
  if (entry.method === 0) return packed.subarray(0, entry.size)
  if (entry.method !== 8) unreadable(`is a zip with compression ${entry.method}`)
  return inflate(packed, max)
}

function entries(zip: Buffer): Entry[] {
  const end = findEnd(zip)
  const found: Entry[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let count = Math.min(zip.readUInt16LE(end + 10), MAX_ENTRIES); count > 0; count--) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) unreadable('is a damaged zip')
    const nameSize = zip.readUInt16LE(at + 28)
    found.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameSize),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      at: zip.readUInt32LE(at + 42),
    })
    at += 46 + nameSize + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return found
}

function findEnd(zip: Buffer): number {
  const least = Math.max(0, zip.length - END_SIZE - MAX_COMMENT)
  for (let at = zip.length - END_SIZE; at >= least; at--) if (zip.readUInt32LE(at) === END) return at
  return unreadable('is a zip that is cut off')
}

function packedBytes(zip: Buffer, {at, packed}: Entry): Buffer {
  if (at + 30 > zip.length || zip.readUInt32LE(at) !== LOCAL) unreadable('is a damaged zip')
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
  return start + packed <= zip.length ? zip.subarray(start, start + packed) : unreadable('is a zip that is cut off')
}

function inflate(packed: Buffer, max: number): Uint8Array {
  try {
    return zlib().inflateRawSync(packed, {maxOutputLength: max})
  } catch {
    return unreadable('has a member that does not unpack, or to too much')
  }
}
