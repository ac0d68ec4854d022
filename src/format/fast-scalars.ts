import {MAX_DIGITS} from './limits'

/** What the fast reader throws, and catches, where a text is not in our own spelling. */
export const NOT_CANONICAL = Symbol('not canonical')

/** Throws NOT_CANONICAL. */
export function fail(): never {
  throw NOT_CANONICAL
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:(\.\d+)(?:e[+-]\d\d+)?)?$/
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g
const UNESCAPED: Readonly<Record<string, string>> = {'"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t'}

/** A number as we spell it; fails for any other word. */
export function numberOf(word: string): number | bigint {
  if (!NUMBER.test(word)) fail()
  const value = Number(word)
  if (word.includes('.')) return Number.isFinite(value) ? value : fail()
  if (Number.isSafeInteger(value)) return word === '-0' ? fail() : value
  return word.length <= MAX_DIGITS ? BigInt(word) : fail()
}

/** The text between double quotes; fails for an escape that we do not write and for what is not valid Unicode. */
export function withoutEscapes(raw: string): string {
  const text = raw.replace(ESCAPE, (_, two: string | undefined, four: string | undefined, one: string | undefined) => {
    if (one !== undefined) return UNESCAPED[one] ?? fail()
    return String.fromCharCode(Number.parseInt((two ?? four)!, 16))
  })
  return text.isWellFormed() ? text : fail()
}
