import {isObject, type Json} from '../base/json'
import {cut, safe} from '../base/text'

/** A value in a message: the text "abc", 0.1, a list of 3. One line, at most about 60 characters. */
export function showValue(value: Json | undefined): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return `"${safe(cut(value, 60))}"`
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (isObject(value)) return Object.keys(value).length === 0 ? 'an empty object' : 'an object'
  return String(value)
}

/** A value as one could type it into YAML or JSON; bigints and NaN as they are written in a record. */
export function typed(value: Json): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(typed).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, item]) => `${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)}: ${typed(item)}`)
    .join(', ')}}`
}

const TYPES: Readonly<Record<string, string>> = {
  number: 'a number',
  integer: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

/** `['array', 'string']` → `a list or text` */
export function typeWords(type: Json | undefined): string | undefined {
  const words = (Array.isArray(type) ? type : [type]).map(one => (typeof one === 'string' ? TYPES[one] : undefined))
  const known = words.filter(word => word !== undefined)
  return known.length === 0 ? undefined : orList(known)
}

/** `a, b or c` */
export function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
