import {isUtf8} from 'node:buffer'
import {badDocument, shellWord} from './problems'

/** The text of UTF-8 bytes, a byte order mark left out; undefined where they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** The text of a document that somebody hands in. Throws BAD_DOCUMENT for UTF-16 and for bytes that are no UTF-8, with their place. */
export function decodeDocument(bytes: Uint8Array, file: string): string {
  const text = isUtf16(bytes) ? undefined : decodeUtf8(bytes)
  if (text !== undefined) return text
  if (isUtf16(bytes)) {
    throw badDocument(file, [{pointer: '', message: 'is UTF-16', expected: 'UTF-8'}], [convert(file, 'UTF-16')])
  }
  const offset = firstBadByte(bytes)
  const before = Buffer.from(bytes.subarray(0, offset))
  const message = `byte ${offset} (0x${bytes[offset]!.toString(16)}) is not UTF-8`
  const line = before.toString('latin1').split('\n').length
  const column = before.subarray(before.lastIndexOf(10) + 1).toString().length + 1
  throw badDocument(file, [{pointer: '', message, expected: 'UTF-8', line, column}], [convert(file, 'LATIN1')])
}

const convert = (file: string, from: string) => `iconv -f ${from} -t UTF-8 ${shellWord(file)} | git exp record -`

/** By its byte order mark, or by the zero byte in one of the first two characters of any JSON or YAML. */
function isUtf16(bytes: Uint8Array): boolean {
  const [a, b] = bytes
  if (a === undefined || b === undefined) return false
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0) !== (b === 0)
}

function firstBadByte(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const lead = bytes[at]!
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    if (lead >= 0x80 && !isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return at
}
