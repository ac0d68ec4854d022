import type {Json} from '../base/json'

export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'bigint' ? Number(value) : undefined
}

/** A step or an epoch that counts: finite. */
export function finite(value: Json | undefined): number | undefined {
  const number = numberOf(value)
  return number !== undefined && Number.isFinite(number) ? number : undefined
}

const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/
const NOT_FINITE: Readonly<Record<string, number>> = {nan: Number.NaN, inf: Infinity, infinity: Infinity}

/** As Python, JavaScript and R spell numbers; undefined for any other text. */
export function parseNumber(text: string): number | undefined {
  if (text === '') return undefined
  const trimmed = text.trim()
  if (DECIMAL.test(trimmed)) return Number(trimmed)
  const word = /^([-+]?)(nan|inf|infinity)$/i.exec(trimmed)
  if (!word) return undefined
  const value = NOT_FINITE[word[2]!.toLowerCase()]!
  return word[1] === '-' ? -value : value
}
