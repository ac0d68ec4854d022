/** What a terminal obeys beyond what JSON escapes itself: DEL, C1 controls, bidi overrides, zero-width marks. */
const CONTROL = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/**
 * JSON with two blanks of indent, no final newline. A bigint is printed as its digits; NaN and ±Infinity, for which JSON has no
 * word, as the texts "NaN", "Infinity" and "-Infinity". Control characters are escaped, so that it is safe on a terminal.
 */
export function toJson(value: unknown): string {
  return spell(value, 2)
}

/** The same on one line. */
export function toJsonLine(value: unknown): string {
  return spell(value, 0)
}

function spell(value: unknown, indent: number): string {
  let bigs = 0
  const text = stringify(value, indent, big => {
    bigs++
    return String(big)
  })
  return escapeControls(bigs === 0 ? text : withDigits(value, indent, text))
}

/** `JSON.rawJSON` is not in Node 20: digits pass through as texts with a mark that stands nowhere else, then lose their quotes. */
function withDigits(value: unknown, indent: number, plain: string): string {
  let mark = '#'
  while (plain.includes(mark)) mark += '#'
  const marked = stringify(value, indent, big => `${mark}${big}`)
  return marked.replace(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1')
}

function stringify(value: unknown, indent: number, spellBig: (big: bigint) => string): string {
  const replace = (_: string, item: unknown) => {
    if (typeof item === 'bigint') return spellBig(item)
    return typeof item === 'number' && !Number.isFinite(item) ? String(item) : item
  }
  return JSON.stringify(value, replace, indent) ?? 'null'
}

function escapeControls(text: string): string {
  return text.replace(CONTROL, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
