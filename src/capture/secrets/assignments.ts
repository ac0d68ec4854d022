import {type Strength, strengthOf} from './names'
import type {Span} from './spans'
import {isSecretValue, type Setting} from './values'

/** Every repetition is bounded: a hostile text costs a constant for each of its characters. */
const TAIL = '(?:passw|passphrase|pwd|pass|secret|token|key|auth|cred)[\\w.-]{0,40}'
/** `=`, `:`, `=>`, `==`, `: str =`, ` is `, a space or `", ` (after a flag), `>` (after `<password`). */
const SIGN =
  '(?:\\\\{0,3}["\'`]\\]?|\\])?(?:[ \\t]{0,4}:[ \\t]{0,4}[A-Za-z][\\w.[\\], |]{0,40}?[ \\t]{0,4}=(?!=)|[ \\t]{0,12}(?::?={1,3}>?|!=|:)|[ \\t]is(?=[ \\t])|(?=[ \\t])|>|,)[ \\t]{0,12}'
const VALUE = '(?:[fbruFBRU]{0,2}(\\\\{0,3}["\'`])((?:(?!\\2)[^\\r\\n]){1,1024}?)\\2|([^\\s"\'`]{1,1024}))'
const ASSIGNMENT = new RegExp(`(${TAIL})${SIGN}${VALUE}`, 'gi')

/** `api_key = "…"`, `--token …`, `"password": "…"`, `HF_TOKEN=…` in a text, which may be code, a document or prose. */
export function assignments(text: string): Span[] {
  const spans: Span[] = []
  const strengths = new Map<string, Strength | undefined>()
  ASSIGNMENT.lastIndex = 0
  for (let match = ASSIGNMENT.exec(text); match; match = ASSIGNMENT.exec(text)) {
    const [whole, tail, quote = '', quoted, bare] = match
    const to = match.index + whole.length - quote.length
    const from = to - (quoted ?? bare!).length
    // The value may hold the next name: `auth: token=…`.
    ASSIGNMENT.lastIndex = from
    const start = nameStart(text, match.index)
    const name = text.slice(start, match.index + tail!.length)
    if (!strengths.has(name)) strengths.set(name, strengthOf(name))
    const strength = strengths.get(name)
    if (!strength || !reads(text, start, text.slice(match.index + tail!.length, from - quote.length), bare ?? ''))
      continue
    const setting: Setting = quoted === undefined ? 'bare' : 'quoted'
    const value = setting === 'bare' ? trimmed(text.slice(from, to), text[start - 1]) : quoted!
    if (!isSecretValue(value, strength, setting)) continue
    spans.push({start: from, end: from + value.length, rule: ruleOf(strength)})
  }
  return spans
}

/** The rule that a secret is reported under when only its name gave it away. */
export function ruleOf(strength: Strength): string {
  return strength === 'password' ? 'password' : 'named-secret'
}

function nameStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < 60 && /[\w.-]/.test(text[start - 1]!)) start--
  return start
}

/** A space or a comma joins a flag to its value, and `>` a tag of XML; anywhere else they join nothing. */
function reads(text: string, start: number, sign: string, value: string): boolean {
  if (/^(?:\\{0,3}["'`]?,[ \t]*|[ \t]+)[fbru]{0,2}$/i.test(sign))
    return text.startsWith('--', start) && /(?:^|[\s"'`(=+-])$/.test(text.slice(Math.max(0, start - 1), start))
  return !sign.startsWith('>') || (text[start - 1] === '<' && value.includes('</'))
}

/** A bare value without what closes the sentence, the call or the list around it. */
function trimmed(value: string, before: string | undefined): string {
  const ends = before === '?' || before === '&' ? /[&#<>].*$/ : /(?:[<>]|[;,]\w+=).*$/
  return value.replace(ends, '').replace(/[,;:)}\].\\]+$/, '')
}
