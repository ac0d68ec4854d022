/** One field of a protobuf message: bytes for wire types 1, 2 and 5, a number for a varint. */
export interface Field {
  readonly id: number
  readonly wire: number
  readonly number: number
  readonly bytes: Uint8Array
}

const NONE = new Uint8Array(0)
const WIDTH: Readonly<Record<number, number>> = {1: 8, 5: 4}

/** The fields of a message, in order; ends where the bytes are none. */
export function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0
  while (at < bytes.length) {
    const tag = varint(bytes, at)
    if (!tag) return
    const [id, wire] = [Math.floor(tag.value / 8), tag.value % 8]
    const amount = wire === 0 || wire === 2 ? varint(bytes, tag.end) : {value: WIDTH[wire] ?? Infinity, end: tag.end}
    if (!amount) return
    at = wire === 0 ? amount.end : amount.end + amount.value
    if (!(at <= bytes.length)) return
    yield {id, wire, number: wire === 0 ? amount.value : 0, bytes: wire === 0 ? NONE : bytes.subarray(amount.end, at)}
  }
}

/** A signed 64-bit integer, exact up to 2^53. */
function varint(bytes: Uint8Array, start: number): {value: number; end: number} | undefined {
  let value = 0
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i]
    if (byte === undefined) return undefined
    if (i === 7) return longVarint(bytes, start)
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return {value, end: start + i + 1}
  }
  return undefined
}

function longVarint(bytes: Uint8Array, start: number): {value: number; end: number} | undefined {
  let value = 0n
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i]
    if (byte === undefined) return undefined
    value |= BigInt(byte & 0x7f) << BigInt(7 * i)
    if (byte < 0x80) return {value: Number(BigInt.asIntN(64, value)), end: start + i + 1}
  }
  return undefined
}

export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

export const doubleOf = (bytes: Uint8Array): number | undefined =>
  bytes.length === 8 ? viewOf(bytes).getFloat64(0, true) : undefined

export const floatOf = (bytes: Uint8Array): number | undefined =>
  bytes.length === 4 ? viewOf(bytes).getFloat32(0, true) : undefined
