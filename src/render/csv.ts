import type {Json} from '../base/json'
import {safe} from '../base/text'
import {toJsonLine} from './json'

/** A spreadsheet takes a cell that begins so for a formula. */
const FORMULA = /^[\s]*[=+\-@]/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * RFC 4180: comma, CRLF, quotes doubled; a header and one line a row. Numbers are exact; a missing value is an empty cell. A text
 * that a spreadsheet would run as a formula gets an apostrophe in front: whoever needs every byte takes JSON.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly (Json | undefined)[])[]): string {
  return [header, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: Json | undefined): string {
  const text = plain(value).split('\n').map(safe).join('\n')
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function plain(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return guarded(value)
  return typeof value === 'object' ? listOrJson(value) : String(value)
}

/** A list of words is easier to filter by in a spreadsheet than its JSON. */
function listOrJson(value: Json): string {
  const words = Array.isArray(value) && value.every(item => typeof item === 'string' && !item.includes(';'))
  return guarded(words ? (value as readonly string[]).join(';') : toJsonLine(value))
}

const guarded = (text: string) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text)
