/** Numbers as the index keeps them: the narrowest type that holds every value exactly. */
export type NumberType = 'u8' | 'u16' | 'u32' | 'f64'

export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float64Array

const ARRAYS = {u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array} as const

/** Packs numbers in the narrowest type; -0, NaN and fractions need f64. */
export function pack(numbers: readonly number[]): {type: NumberType; array: NumberArray} {
  let most = 0
  for (const number of numbers) {
    // False for NaN, negatives and -0 as well.
    if (!(number > 0 || Object.is(number, 0)) || number > 0xffffffff || number !== Math.floor(number)) {
      return {type: 'f64', array: Float64Array.from(numbers)}
    }
    if (number > most) most = number
  }
  const type = most < 0x100 ? 'u8' : most < 0x10000 ? 'u16' : 'u32'
  return {type, array: ARRAYS[type].from(numbers)}
}

/** Bytes → numbers, without a copy where the bytes are aligned. The file is in the byte order of its machine (see segment). */
export function unpack<T extends NumberType>(bytes: Uint8Array, type: T): InstanceType<(typeof ARRAYS)[T]> {
  const Numbers = ARRAYS[type]
  const aligned = bytes.byteOffset % Numbers.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice()
  const count = bytes.length / Numbers.BYTES_PER_ELEMENT
  return new Numbers(aligned.buffer as ArrayBuffer, aligned.byteOffset, count) as InstanceType<(typeof ARRAYS)[T]>
}

/** Where a region lies in the file: offset and length in bytes. */
export type Region = readonly [offset: number, length: number]

/** Puts regions one after the other, each on a multiple of eight. */
export class Writer {
  readonly chunks: Uint8Array[] = []
  size = 0

  put(array: NumberArray | Uint8Array): Region {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    const region: Region = [this.size, bytes.length]
    this.chunks.push(bytes)
    this.size += bytes.length
    const gap = -this.size & 7
    if (gap > 0) this.chunks.push(new Uint8Array(gap))
    this.size += gap
    return region
  }
}

/** FNV-1a over 32 bits at a time: finds torn files, not forged ones. Bytes behind the last multiple of four do not count. */
export function checksum(bytes: Uint8Array): number {
  const words = unpack(bytes.subarray(0, bytes.length & ~3), 'u32')
  let hash = 0x811c9dc5 ^ bytes.length
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i]!, 0x01000193)
  return hash >>> 0
}
