import type {Json} from '../base/json'
import {readForeignYaml} from './foreign-yaml'
import type {ReadDocument} from './place'
import {readFast} from './read-fast'
import {normalizeBreaks} from './read-yaml'

interface Piece {
  readonly text: string
  /** Lines before it. */
  readonly before: number
}

/** Every document of a YAML stream. Throws BAD_DOCUMENT with all problems. */
export async function readYamlDocuments(text: string, file: string): Promise<ReadDocument[]> {
  const plain = normalizeBreaks(text)
  const fast = readFastDocuments(plain, file)
  if (fast) return fast
  const documents = await readForeignYaml(plain, file)
  return documents.map(({value, place}) => ({value, start: place([]), place: async path => place(path)}))
}

/** undefined where any of the documents is not in our own spelling. */
function readFastDocuments(text: string, file: string): ReadDocument[] | undefined {
  const documents: ReadDocument[] = []
  for (const piece of pieces(text)) {
    const value = readFast(piece.text)
    if (value === undefined) return undefined
    documents.push(fastDocument(piece, value, file))
  }
  return documents
}

/** The texts between `---` lines: at the beginning of a line, it ends a document wherever it stands. */
function pieces(text: string): Piece[] {
  let before = 0
  const all = text.split(/^---\n/m).map(part => {
    const piece = {text: part, before}
    before += part.split('\n').length
    return piece
  })
  return all.filter(piece => !/^(?: *(?:#.*)?\n)*$/.test(piece.text))
}

/** Places are rarely asked for: only then does the library read the document again. */
function fastDocument(piece: Piece, value: Json, file: string): ReadDocument {
  const lead = /^(?: *(?:#.*)?\n)*/.exec(piece.text)![0]
  return {
    value,
    start: {line: piece.before + lead.split('\n').length, column: 1},
    async place(path) {
      const [document] = await readForeignYaml(piece.text, file)
      const {line, column} = document!.place(path)
      return {line: line + piece.before, column}
    },
  }
}
