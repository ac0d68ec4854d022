import {isObject, type Json, type JsonObject} from '../base/json'

/** The file of one process: what it told, in its order (docs/reference/heard.md). */
export interface HeardFile {
  readonly name: string
  readonly lines: readonly JsonObject[]
}

/** Characters; a run that tells more than this is heard as far as it goes. */
const MOST_TEXT = 512 * 1024 * 1024

/** Lines that are no JSON, as the last of a process that was killed may be, are passed over. */
export function readHeard(name: string, text: string): HeardFile {
  const lines = text
    .slice(0, MOST_TEXT)
    .split('\n')
    .flatMap(line => {
      const value = line === '' ? undefined : parsed(line)
      return isObject(value) && typeof value['type'] === 'string' ? [value] : []
    })
  return {name, lines}
}

function parsed(line: string): Json | undefined {
  try {
    return JSON.parse(line) as Json
  } catch {
    return undefined
  }
}

export const integerOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined

/** A number as lines spell it: those that JSON has no word for are text. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined
}

/** When a line was told, in ms since 1970. */
export const timeOf = (line: JsonObject): number => Math.round((numberOf(line['t']) ?? 0) * 1000)
