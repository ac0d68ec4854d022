import {isObject, type Json, type JsonObject} from './json'

/** Opens a string that stands for what JSON cannot say; a text that begins with it is written with it doubled. */
const MARK = '\u0000'

/** One line of JSON that `parseJson` reads back equal: NaN, infinities, -0 and big integers included. */
export function spellJson(value: Json): string {
  return JSON.stringify(isPlain(value) ? value : mark(value))
}

/** Reads what `spellJson` wrote. Throws SyntaxError. */
export function parseJson(text: string): Json {
  const value = JSON.parse(text) as Json
  return text.includes('\\u0000') ? unmark(value) : value
}

function isPlain(value: Json | undefined): boolean {
  switch (typeof value) {
    case 'string':
      return value.charCodeAt(0) !== 0
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
    case 'bigint':
      return false
    case 'object':
      if (value === null) return true
      for (const key in value) if (!isPlain((value as JsonObject)[key])) return false
      return true
    default:
      return true
  }
}

function mark(value: Json): Json {
  if (typeof value === 'bigint') return `${MARK}${value}n`
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return `${MARK}${Object.is(value, -0) ? '-0' : value}`
  }
  if (typeof value === 'string') return value.startsWith(MARK) ? MARK + value : value
  return mapChildren(value, mark)
}

function unmark(value: Json): Json {
  if (typeof value !== 'string') return mapChildren(value, unmark)
  if (!value.startsWith(MARK)) return value
  const rest = value.slice(1)
  if (rest.startsWith(MARK)) return rest
  return rest.endsWith('n') ? BigInt(rest.slice(0, -1)) : Number(rest)
}

function mapChildren(value: Json, change: (child: Json) => Json): Json {
  if (Array.isArray(value)) return value.map(change)
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, change(child)]))
  return value
}
