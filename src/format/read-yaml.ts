import {ExpError} from '../base/errors'
import type {Json, JsonObject} from '../base/json'
import {readFast} from './read-fast'

/** Reads one YAML document: ours at once, anybody's through the library. Throws BAD_DOCUMENT with the place of every problem. */
export async function readYaml(text: string, file: string): Promise<Json> {
  const ours = readFast(text)
  if (ours !== undefined) return ours
  const {readYamlDocuments} = await import('./read-library')
  const documents = readYamlDocuments(text, file)
  if (documents.length > 1) throw new ExpError('BAD_DOCUMENT', `${file} holds ${documents.length} documents; expected one`)
  return documents[0]?.value ?? null
}

/** The same for a document that must be a map. Throws BAD_DOCUMENT. */
export async function readYamlMap(bytes: Uint8Array, file: string): Promise<JsonObject> {
  const value = await readYaml(decodeUtf8(bytes, file), file)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw new ExpError('BAD_DOCUMENT', `${file} is ${kindOf(value)}; expected a map of keys to values`)
}

export function kindOf(value: Json): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a map' : typeof value === 'string' ? 'a text' : `a ${typeof value}`
}

/** Text of UTF-8 bytes, a byte order mark left out. Throws BAD_DOCUMENT with the offset of the first byte that is none. */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ExpError('BAD_DOCUMENT', `${file} is UTF-16; expected UTF-8`, {
      hints: [`iconv -f UTF-16 -t UTF-8 ${file} > utf8.json`],
    })
  }
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch (cause) {
    const good = Buffer.from(bytes).toString()
    const offset = Buffer.byteLength(good.slice(0, Math.max(0, good.indexOf('\ufffd'))))
    throw new ExpError('BAD_DOCUMENT', `${file} is not UTF-8: byte ${offset} is no part of any character`, {cause})
  }
}
