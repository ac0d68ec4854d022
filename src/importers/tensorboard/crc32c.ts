import {lazy} from '../../base/lazy'

const POLYNOMIAL = 0x82f63b78

const table = lazy(() =>
  Uint32Array.from({length: 256}, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    return crc
  }),
)

/** Castagnoli's, masked as TFRecord files have it. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const of = table()
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = of[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8)
  crc = ~crc >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
