import {isObject, type Json, type JsonObject} from '../base/json'
import type {Problem} from '../base/problem'
import {decodeDocument} from './decode'
import {readJsonDocuments} from './json-documents'
import {type Place, pathOf, type ReadDocument} from './place'
import {badDocument, shellWord} from './problems'
import {readYamlDocuments} from './yaml-documents'

/** A document that somebody handed in, with the way back from a field to its line. */
export interface InputDocument {
  readonly draft: JsonObject
  /** Where the document begins in the file, from 1. */
  readonly line: number
  /** Where a JSON pointer's key or item begins in the file; its nearest ancestor where it is not there. From 1. */
  place(pointer: string): Promise<Place | undefined>
}

/**
 * Reads JSON, JSON Lines, YAML or several YAML documents, told apart by their first character and the name's ending. Bytes are
 * UTF-8; numbers are kept exactly. Throws BAD_DOCUMENT with every problem found and its place; at least one document comes back.
 */
export async function readDocuments(bytes: Uint8Array, file: string): Promise<InputDocument[]> {
  const text = decodeDocument(bytes, file)
  const documents = await readAny(text, file)
  if (documents.length === 0) {
    throw badDocument(file, [{pointer: '', message: 'is empty', expected: 'a JSON or YAML document'}])
  }
  const wrong = documents.flatMap(({value, start}) => notAnObject(value, start))
  if (wrong.length > 0)
    throw badDocument(
      file,
      wrong,
      documents.some(isList) ? [`jq -c '.[]' ${shellWord(file)} | git exp record -`] : undefined,
    )
  return documents.map(({value, start, place}) => ({
    draft: value as JsonObject,
    line: start.line,
    place: pointer => place(pathOf(pointer)),
  }))
}

async function readAny(text: string, file: string): Promise<ReadDocument[]> {
  const named = /\.(?:json|jsonl|ndjson|ya?ml)$/i.exec(file)?.[0].toLowerCase() ?? ''
  const yaml = named.startsWith('.y')
  const first = /[^ \t\r\n]/.exec(text)?.[0]
  const braces = first === '{' || first === '['
  if (first === undefined) return []
  if (!braces && (yaml || named === '')) return readYamlDocuments(text, file)
  if (!yaml) return readJsonDocuments(text, file)
  // Almost all JSON is YAML, and quicker to read as what it is; what is wrong with the rest, YAML's own reader says best.
  try {
    return readJsonDocuments(text, file)
  } catch {
    return readYamlDocuments(text, file)
  }
}

const isList = ({value}: ReadDocument) => Array.isArray(value)

function notAnObject(value: Json, place: Place): Problem[] {
  if (isObject(value)) return []
  const found =
    value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'text' : `a ${typeof value}`
  const expected = Array.isArray(value) ? 'an object, or several with one on each line' : 'an object with fields'
  return [{pointer: '', message: `is ${found}`, expected, ...place}]
}
