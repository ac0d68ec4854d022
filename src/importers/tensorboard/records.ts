import {maskedCrc32c} from './crc32c'

const HEAD = 12
const FOOT = 4

/** What the file held when reading it ended. */
export interface RecordsEnd {
  /** Where a checksum does not fit: nothing behind it can be trusted. */
  readonly damagedAt?: number
}

/** The records of a TFRecord file. A tail that is not all there yet is normal: the program may still be writing it. */
export function* readRecords(bytes: Uint8Array): Generator<Uint8Array, RecordsEnd> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  while (at + HEAD <= bytes.length) {
    if (maskedCrc32c(bytes.subarray(at, at + 8)) !== view.getUint32(at + 8, true)) return {damagedAt: at}
    const size = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32
    const end = at + HEAD + size
    if (end + FOOT > bytes.length) return {}
    const data = bytes.subarray(at + HEAD, end)
    if (maskedCrc32c(data) !== view.getUint32(end, true)) return {damagedAt: at}
    yield data
    at = end + FOOT
  }
  return {}
}
