import {JsonReader} from './json-reader'

/**
 * Where the key or item that the path names begins, in the JSON value at `offset`; where its nearest ancestor does when it is not
 * there. The text must have been read before.
 */
export function findInJson(text: string, offset: number, path: readonly string[]): number {
  const reader = new JsonReader(text, offset)
  reader.space()
  let found = reader.at
  for (const name of path) {
    const next = findMember(reader, name)
    if (next === undefined) break
    found = next
  }
  return found
}

/** Leaves the reader at the member's value. */
function findMember(reader: JsonReader, name: string): number | undefined {
  reader.space()
  const opening = reader.text[reader.at]
  if (opening !== '{' && opening !== '[') return undefined
  const close = opening === '{' ? 125 : 93
  if (!reader.enter(close)) return undefined
  let index = 0
  do {
    const start = reader.at
    const key = opening === '{' ? reader.key() : String(index++)
    if (key === name) return start
    reader.read()
  } while (reader.more(close))
  return undefined
}
