import type {ExpError} from '../base/errors'
import {badFilter, type Place, type Written} from './bad-filter'
import {SUMMARY_FIELDS} from './fields'

/** What the parser says of a text that it cannot read. */
export interface ParserWord {
  readonly code?: string
  readonly summary: string
  readonly range: Place
  /** Of the tree, where there is one. */
  readonly node?: unknown
}

interface Reading {
  readonly place: Place
  readonly message: string
  readonly hints: readonly string[]
}

/** BAD_FILTER for a text that is no expression. `text` is what the parser read of what was written. */
export function misread(written: Written, text: string, word: ParserWord): ExpError {
  const {place, message, hints} = readingOf(text, word)
  return badFilter(written, place, message, hints)
}

const NOT_HERE: ReadonlySet<string> = new Set(['unexpected_token', 'unexpected_character', 'expected_token'])

function readingOf(text: string, {code = '', summary, range}: ParserWord): Reading {
  if (code.startsWith('unterminated')) {
    const quote = /^(?:"""|'''|.)/s.exec(text.slice(range.start))?.[0] ?? '"'
    return {place: range, message: `the text that begins here is not closed; expected ${quote} at its end`, hints: []}
  }
  if (code === 'limit_exceeded')
    return {place: range, message: `the filter is too long or nests too deeply: ${lower(summary)}`, hints: []}
  if (code === 'reserved_identifier') {
    const word = /^\w+/.exec(text.slice(range.start))?.[0] ?? ''
    return {place: range, message: `found "${word}"; expected a field, a value or a function`, hints: hintsFor([word])}
  }
  if (!NOT_HERE.has(code)) return {place: range, message: lower(summary), hints: []}
  return wrongPlace(text, range, code === 'unexpected_token' ? 'a value' : 'an operator')
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** Something stands where it has no place, or nothing does. */
function wrongPlace(text: string, range: Place, expected: string): Reading {
  const at = range.start + (/^\s*/.exec(text.slice(range.start))?.[0].length ?? 0)
  if (at >= text.length) return endOf(text, range)
  const sign = signsAround(text, at)
  const place = sign === undefined ? before(text, at) : sign.place
  const found = sign?.word ?? /^(?:\w+|[^\w\s]+)/.exec(text.slice(place.start))![0]
  if (found.startsWith(')') && !opens(text.slice(0, place.start)).some(({sign: open}) => open === '('))
    return {place, message: 'this ")" closes nothing', hints: []}
  return {place, message: `found "${found}"; expected ${expected}`, hints: hintsFor([found, ...around(text, place)])}
}

/** Signs that belong together (`===`, `<>`), where they are one that we can name. */
function signsAround(text: string, at: number): {word: string; place: Place} | undefined {
  const start = at - /[=<>!&|~]*$/.exec(text.slice(0, at))![0].length
  const word = /^[=<>!&|~]+/.exec(text.slice(start))?.[0] ?? ''
  return OTHERS.has(word) ? {word, place: {start, end: start + word.length}} : undefined
}

/** The `not` of another language is read as a field, and what follows is what has no place. */
function before(text: string, at: number): Place {
  const not = /\bnot\s*$/i.exec(text.slice(0, at))
  return {start: not ? not.index : at, end: at}
}

function endOf(text: string, range: Place): Reading {
  const open = opens(text).at(-1)
  const last = text.trimEnd().at(-1)
  if (open && last !== undefined && /[\w"'\])}]/.test(last)) {
    return {
      place: {start: open.at, end: open.at + 1},
      message: `this "${open.sign}" is not closed; expected "${CLOSING[open.sign]}"`,
      hints: [],
    }
  }
  const expected = last === '.' ? 'the name of a field' : 'a value'
  const hints = last === '%' ? ['a percentage is written as a part of one: 0.85'] : []
  return {place: range, message: `the filter ends too early; expected ${expected}`, hints}
}

const CLOSING: Readonly<Record<string, string>> = {'(': ')', '[': ']', '{': '}'}
const TOKEN = /""".*?"""|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|[()[\]{}]/gs

/** Brackets that are open at the end of the text, outermost first. */
function opens(text: string): {readonly sign: string; readonly at: number}[] {
  const open: {sign: string; at: number}[] = []
  for (const {0: sign, index} of text.matchAll(TOKEN)) {
    if (Object.hasOwn(CLOSING, sign)) open.push({sign, at: index})
    else if (sign === CLOSING[open.at(-1)?.sign ?? '']) open.pop()
  }
  return open
}

/** How signs and words of other languages are written here. */
const OTHERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '=': '==',
    '===': '==',
    is: '==',
    '＝': '==',
    '!==': '!=',
    '<>': '!=',
    '=!': '!=',
    '≠': '!=',
    '=>': '>=',
    '≥': '>=',
    '=<': '<=',
    '≤': '<=',
    '＞': '>',
    '＜': '<',
    '&': '&&',
    and: '&&',
    '|': '||',
    or: '||',
    not: '!',
    '#': '//',
  }),
)

const PATTERN = 'a part of a text is asked with name.contains("bert"), a pattern with name.matches("^bert")'
const QUOTES = 'a text stands in straight quotes: "bert"'
const SENTENCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '~': PATTERN,
    '=~': PATTERN,
    '!~': PATTERN,
    like: PATTERN,
    ilike: PATTERN,
    between: 'a range is written params.lr >= 1e-5 && params.lr <= 1e-4',
    'not in': 'written !(params.lr in [1, 2])',
    'in (': 'a list stands in brackets: params.lr in [1, 2]',
    '.5': 'written 0.5',
    '1,5': 'written 1.5',
    '“': QUOTES,
    '”': QUOTES,
    '„': QUOTES,
    '‘': QUOTES,
    '’': QUOTES,
    '`': QUOTES,
    if: 'a choice is written condition ? this : that',
    for: 'each item of a list is asked with tags.exists(t, t.startsWith("v"))',
    key: 'a key that is no plain word is written in brackets: params["eval/loss"]',
    two: 'two conditions are joined by && or ||',
  }),
)

function hintsFor(words: readonly string[]): string[] {
  for (const word of words) {
    const known = word.toLowerCase()
    const right = OTHERS.get(known)
    const sentence = SENTENCES.get(known) ?? SENTENCES.get(known.charAt(0))
    if (right !== undefined) return [`"${word}" is written ${right}`]
    if (sentence !== undefined) return [sentence]
  }
  return []
}

/** What the place looks like, in the words of `SENTENCES`. */
function around(text: string, {start}: Place): string[] {
  const [left, right] = [text.slice(0, start), text.slice(start)]
  const fields = (SUMMARY_FIELDS as readonly string[]).includes(/^\w+/.exec(right)?.[0] ?? '')
  return [
    ...(/^not\s+in\b/i.test(right) ? ['not in'] : []),
    ...(/\bin\s*\([^()]*$/.test(left) && right.startsWith(',') ? ['in ('] : []),
    ...(/^\.\d/.test(right) ? ['.5'] : []),
    ...(/\d$/.test(left) && /^,\d/.test(right) ? ['1,5'] : []),
    ...(/[.\p{L}\p{N}]$/u.test(left) && /^[\p{L}\p{N}.]/u.test(right) ? ['key'] : []),
    ...(fields && /\s$/.test(left) ? ['two'] : []),
  ]
}
