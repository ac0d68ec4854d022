import {isObject, type Json} from '../base/json'
import {safe} from '../base/text'
import {toJsonLine} from './json'
import {formatNumber} from './numbers'

/** A value on one line of a terminal, free of control characters, numbers exact: params and facts are compared by eye. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value === '' ? '""' : safe(value)
  if (Array.isArray(value) && value.every(item => !isObject(item) && !Array.isArray(item))) {
    return value.length === 0 ? '[]' : value.map(item => valueText(item)).join(', ')
  }
  return typeof value === 'object' && value !== null ? safe(toJsonLine(value)) : String(value)
}

/** The same with measured numbers rounded for reading. */
export function metricText(value: Json | undefined): string {
  return typeof value === 'number' || typeof value === 'bigint' ? formatNumber(value) : valueText(value)
}

/** `sha256:1f2e3d4c5b6a…` and long hex ids, cut to what people compare by eye; other texts stay. */
export function shortHash(text: string): string {
  const match = /^(sha\d+:)?([0-9a-f]{12})[0-9a-f]{20,}$/i.exec(text)
  return match ? `${match[1] ?? ''}${match[2]}` : text
}
