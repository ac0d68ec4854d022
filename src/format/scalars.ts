/** What some YAML 1.1 or 1.2 reader takes for something else than text, in whatever case. */
const RESERVED = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null', 'nan', 'inf', 'infinity'])
const LONGEST_RESERVED = 8

const PLAIN = /^[A-Za-z][\w./+,()@%: -]*$/

const LINE_FEED = '\\u000a'
/**
 * But for the line feed: controls, what YAML does not count as printable, line breaks of Unicode, and marks that are invisible
 * or turn the direction of text. Never raw in a record.
 */
const HIDDEN =
  '\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff'
const IS_HIDDEN = new RegExp(`[${HIDDEN}]`)
const TO_ESCAPE = new RegExp(`["\\\\${LINE_FEED}${HIDDEN}]`)
const TO_ESCAPE_ALL = new RegExp(TO_ESCAPE.source, 'g')
/** Lines that readers disagree about: a first one that is empty or indented, one of spaces only, several empty ones at the end. */
const NO_BLOCK = /^[\n ]|\n +(?:\n|$)|\n\n$/

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** Whether every YAML reader takes the bare word for this text. */
export function isPlain(text: string): boolean {
  if (!PLAIN.test(text)) return false
  const last = text.charCodeAt(text.length - 1)
  if (last === SPACE || last === COLON || text.includes(': ')) return false
  return text.length > LONGEST_RESERVED || !RESERVED.has(text.toLowerCase())
}

/** Like `isPlain`, for a key: none that holds a colon. */
export function isPlainKey(text: string): boolean {
  return isPlain(text) && !text.includes(':')
}

const SPACE = 32
const COLON = 58

/** Text on one line in double quotes. */
export function quote(text: string): string {
  return TO_ESCAPE.test(text) ? `"${text.replace(TO_ESCAPE_ALL, spellEscape)}"` : `"${text}"`
}

function spellEscape(character: string): string {
  const short = SHORT_ESCAPES[character]
  if (short !== undefined) return short
  const code = character.charCodeAt(0).toString(16)
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`
}

/** Whether text of several lines may stand as a literal block, so that a diff shows its lines. */
export function isBlock(text: string): boolean {
  return text.includes('\n') && !NO_BLOCK.test(text) && isBare(text)
}

/** Whether text holds nothing but line feeds and what a reader can see. */
export function isBare(text: string): boolean {
  return !IS_HIDDEN.test(text)
}

/** Safe integers as they are; else the shortest digits that read back equal, always with a dot, `1.0e-05` as Python has it. */
export function spellNumber(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value)
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf'
  const size = Math.abs(value)
  if (size < 1e-4 || size >= 1e16) return scientific(value)
  const text = String(value)
  return text.includes('.') ? text : `${text}.0`
}

function scientific(value: number): string {
  const [digits, exponent] = value.toExponential().split('e') as [string, string]
  const mantissa = digits.includes('.') ? digits : `${digits}.0`
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}
