import type {Json} from '../base/json'
import {readForeignYaml} from './foreign-yaml'
import {badDocument} from './problems'
import {readFast} from './read-fast'

/**
 * The one document of a YAML text, as YAML 1.2 (core schema) reads it. Throws BAD_DOCUMENT with all problems and their places.
 * The library is loaded only where the text is not in our own spelling.
 */
export async function readYaml(text: string, file: string): Promise<Json> {
  const fast = readFast(text)
  if (fast !== undefined) return fast
  const documents = await readForeignYaml(normalizeBreaks(text), file)
  if (documents.length === 1) return documents[0]!.value
  if (documents.length === 0) throw badDocument(file, [{pointer: '', message: 'is empty', expected: 'a YAML document'}])
  const {line} = documents[1]!
  throw badDocument(file, [{pointer: '', message: 'begins a second document', expected: 'one', line, column: 1}])
}

/** Line breaks of Windows → line feeds, as YAML itself has it. */
export function normalizeBreaks(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
}
