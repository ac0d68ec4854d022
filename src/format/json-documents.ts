import type {Problem} from '../base/problem'
import {findInJson} from './json-place'
import {type JsonMistake, JsonReader, JsonSyntaxError} from './json-reader'
import type {Place, ReadDocument} from './place'
import {badDocument} from './problems'

/** One JSON document, or several with each on lines of its own. Throws BAD_DOCUMENT; in JSON Lines with the problems of all lines. */
export function readJsonDocuments(text: string, file: string): ReadDocument[] {
  let reader = new JsonReader(text)
  const lines = new LineWalk(text)
  const documents: ReadDocument[] = []
  const problems: Problem[] = []
  for (reader.space(); reader.at < text.length; reader.space()) {
    const offset = reader.at
    const start = lines.placeOf(offset)
    const value = readOne(reader, problems, lines)
    if (value !== undefined) {
      const place = async (path: readonly string[]) => new LineWalk(text).placeOf(findInJson(text, offset, path))
      documents.push({value, start, place})
      continue
    }
    const next = nextLine(reader, offset)
    if (next === undefined) break
    reader = new JsonReader(text, next)
  }
  if (problems.length > 0) throw badDocument(file, problems)
  return documents
}

/** undefined: cannot be read, and the problems say why. */
function readOne(reader: JsonReader, problems: Problem[], lines: LineWalk): ReadDocument['value'] | undefined {
  try {
    const value = reader.read()
    mustEndLine(reader)
    for (const mistake of reader.mistakes.splice(0)) problems.push(problemOf(mistake, lines))
    return value
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    for (const mistake of [...reader.mistakes.splice(0), error.mistake]) problems.push(problemOf(mistake, lines))
    return undefined
  }
}

function mustEndLine(reader: JsonReader): void {
  const end = reader.at
  reader.space()
  if (reader.at === reader.text.length || reader.text.slice(end, reader.at).includes('\n')) {
    if (reader.at === reader.text.length || '{['.includes(reader.text[reader.at]!)) return
  }
  reader.fail('nothing after the end of the document')
}

/** Where a line of JSON Lines is broken, the next one may tell more; a document of many lines is given up. */
function nextLine({text, at}: JsonReader, start: number): number | undefined {
  const end = text.indexOf('\n', start)
  return end < 0 || at > end || text[end + 1] !== '{' ? undefined : end + 1
}

function problemOf({offset, message, expected}: JsonMistake, lines: LineWalk): Problem {
  return {pointer: '', message, expected, ...lines.placeOf(offset)}
}

/** Line and column of offsets that mostly rise: each walk goes on from the last. */
class LineWalk {
  #line = 1
  #start = 0

  constructor(readonly text: string) {}

  placeOf(offset: number): Place {
    if (offset < this.#start) {
      this.#line = 1
      this.#start = 0
    }
    for (
      let end = this.text.indexOf('\n', this.#start);
      end >= 0 && end < offset;
      end = this.text.indexOf('\n', end + 1)
    ) {
      this.#line++
      this.#start = end + 1
    }
    return {line: this.#line, column: offset - this.#start + 1}
  }
}
