import {cells} from './bytes/table'
import {baseName} from './splits'

/** How much of a file tells what it is. */
export const HEAD_BYTES = 4096

/** The beginning of a file, as the readers look at it. */
export interface Head {
  readonly name: string
  /** With slashes. */
  readonly path: string
  readonly text: string
  /** Begins as a JSON object. */
  readonly json: boolean
  /** Is called what tables are called. */
  readonly table: boolean
  /** Whether it is JSON with all these keys near its beginning. */
  readonly keys: (...names: string[]) => boolean
  /** Whether the first line of a table has all these columns. */
  readonly columns: (...names: string[]) => boolean
}

export function headOf(path: string, bytes: Uint8Array): Head {
  const text = Buffer.from(bytes.subarray(0, HEAD_BYTES))
    .toString('utf8')
    .replace(/^\ufeff/, '')
  const name = baseName(path)
  const json = /^\s*\{/.test(text)
  return {
    name,
    path: path.replaceAll('\\', '/'),
    text,
    json,
    table: /\.(?:csv|tsv|log|txt)$/i.test(name),
    keys: (...names) => json && names.every(each => text.includes(`"${each}"`)),
    columns: (...names) => names.every(each => columnsOf(text).includes(each)),
  }
}

function columnsOf(text: string): string[] {
  const line = /^[^\r\n]*/.exec(text)![0]
  return [',', '\t', ';'].flatMap(separator => cells(line, separator).map(cell => cell.trim()))
}
