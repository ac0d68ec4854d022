import {ExpError} from '../base/errors'
import type {Json, JsonObject} from '../base/json'
import {offsetOf, placeOf, readJson} from './json-text'
import {decodeUtf8, kindOf} from './read-yaml'

/** One run's document as it was handed in. */
export interface InputDocument {
  readonly draft: JsonObject
  /** 1-based first line in the file. */
  readonly line: number
  /** Where a JSON pointer of the document stands in the file. */
  place(pointer: string): Promise<{line: number; column: number} | undefined>
}

/**
 * The documents of a file: one JSON object, several one after the other (JSON lines), or YAML with `---` between.
 * Throws BAD_DOCUMENT with the place of every problem.
 */
export async function readDocuments(bytes: Uint8Array, file: string): Promise<InputDocument[]> {
  const text = decodeUtf8(bytes, file)
  const nul = text.indexOf('\0')
  if (nul >= 0) throw new ExpError('BAD_DOCUMENT', `${file}:${placeOf(text, nul).line}: a NUL byte; expected text`)
  const first = /\S/.exec(text)
  if (!first) throw new ExpError('BAD_DOCUMENT', `${file} is empty; expected a run in JSON or YAML`)
  return text[first.index] === '{' && looksLikeJson(text, first.index) ? jsonDocuments(text, file) : yamlDocuments(text, file)
}

/** `{a: 1}` is a YAML flow map; JSON's first key stands in double quotes. */
function looksLikeJson(text: string, start: number): boolean {
  return /^\{\s*(?:["}]|$)/.test(text.slice(start, start + 200))
}

function jsonDocuments(text: string, file: string): InputDocument[] {
  const documents: InputDocument[] = []
  for (let start = 0; /\S/.test(text.slice(start, start + 1)) || text.slice(start).trim() !== ''; ) {
    const begin = start + text.slice(start).search(/\S/)
    const {value, end} = readJson(text, begin, file)
    const place = placeOf(text, begin)
    documents.push({
      draft: mapOnly(value, `${file}:${place.line}`),
      line: place.line,
      place: async pointer => placeOf(text, offsetOf(text, begin, keys(pointer), file)),
    })
    start = end
  }
  return documents
}

async function yamlDocuments(text: string, file: string): Promise<InputDocument[]> {
  const {readYamlDocuments} = await import('./read-library')
  const documents = readYamlDocuments(text, file)
  if (documents.length === 0) throw new ExpError('BAD_DOCUMENT', `${file} is empty; expected a run in JSON or YAML`)
  return documents.map(({value, line, place}) => ({
    draft: mapOnly(value, `${file}:${line}`),
    line,
    place: async pointer => place(keys(pointer)),
  }))
}

function mapOnly(value: Json, where: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  const hint = Array.isArray(value) ? ['several runs: one JSON object a line, or YAML documents parted by ---'] : []
  throw new ExpError('BAD_DOCUMENT', `${where} is ${kindOf(value)}; expected a map with the fields of a run`, {hints: hint})
}

const keys = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
