import type {JsonObject} from '../../base/json'
import {parseJson, spellJson} from '../../base/json-text'

/** One change since the last segment: a run as it stands now, or (without a document) one that is gone. */
export interface TailRow {
  /** Rows of the table that it takes the place of. */
  readonly replaces: readonly number[]
  readonly document?: JsonObject
  readonly text?: string
}

/** One line a row: the rows replaced, a tab, the document or nothing. */
export function encodeTail(rows: readonly TailRow[]): Buffer {
  return Buffer.from(rows.map(row => `${row.replaces.join(',')}\t${row.text ?? ''}\n`).join(''))
}

export function tailRow(document: JsonObject | undefined, replaces: readonly number[]): TailRow {
  return document ? {replaces, document, text: spellJson(document)} : {replaces}
}

/** undefined when the bytes are no tail: torn or foreign. */
export function decodeTail(bytes: Uint8Array): TailRow[] | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  if (text !== '' && !text.endsWith('\n')) return undefined
  try {
    return text.split('\n').slice(0, -1).map(decodeLine)
  } catch {
    return undefined
  }
}

function decodeLine(line: string): TailRow {
  const tab = line.indexOf('\t')
  const [rows, text] = [line.slice(0, tab), line.slice(tab + 1)]
  if (tab < 0 || !/^[\d,]*$/.test(rows)) throw new SyntaxError('not a row of the tail')
  const replaces = rows === '' ? [] : rows.split(',').map(Number)
  return text === '' ? {replaces} : {replaces, text, document: parseJson(text) as JsonObject}
}
