import type {Json, JsonObject} from '../base/json'
import {safe} from '../base/text'
import {MAX_DEPTH, MAX_DIGITS} from './limits'

/** What is wrong at an offset of a text, and what was expected there. */
export interface JsonMistake {
  readonly offset: number
  readonly message: string
  readonly expected: string
}

/** Thrown where reading cannot go on. */
export class JsonSyntaxError extends Error {
  constructor(readonly mistake: JsonMistake) {
    super(mistake.message)
  }
}

const LINE_FEED = 10
const QUOTE = 34
const COMMA = 44
const MINUS = 45
const COLON = 58
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

const NUMBER = /^-?(?:0|[1-9]\d*)(?:(?:\.\d+)?[eE][+-]?\d+|\.\d+)?$/
const HEX4 = /^[0-9a-fA-F]{4}$/
/** What a number or a word is made of; read as a whole, so that `1.2.3` or `None` is named as a whole. */
const TOKEN = /[\w.+-]+/y
/** Integers of fewer characters are safe. */
const MAYBE_UNSAFE = 16
const EXCERPT = 24

const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

/**
 * Reads JSON as Python and JavaScript write it: NaN and ±Infinity are allowed, an integer beyond 2^53 is a bigint. Keys given
 * twice, numbers that overflow and the like are collected in `mistakes`; all else throws JsonSyntaxError.
 */
export class JsonReader {
  readonly mistakes: JsonMistake[] = []
  #depth = 0

  constructor(
    readonly text: string,
    public at = 0,
  ) {}

  /** The value that begins at `at` or after spaces; leaves `at` behind it. */
  read(): Json {
    this.space()
    switch (this.text.charCodeAt(this.at)) {
      case OPEN_OBJECT:
        return this.#object()
      case OPEN_LIST:
        return this.#list()
      case QUOTE:
        return this.string()
      default:
        return this.#token()
    }
  }

  /** Goes to the next character that is no space. */
  space(): void {
    const {text} = this
    let code = text.charCodeAt(this.at)
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++this.at)
  }

  #object(): JsonObject {
    const object: Record<string, Json> = {}
    if (this.enter(CLOSE_OBJECT)) {
      do this.#member(object)
      while (this.more(CLOSE_OBJECT))
    }
    this.#depth--
    return object
  }

  #member(object: Record<string, Json>): void {
    const start = this.at
    const key = this.key()
    const value = this.read()
    if (key === '__proto__') this.#mistake(start, 'has the key "__proto__"', 'a name that JavaScript does not reserve')
    else if (Object.hasOwn(object, key))
      this.#mistake(start, `has the key ${excerpt(JSON.stringify(key))} twice`, 'each key once')
    else object[key] = value
  }

  /** A key and its colon; leaves `at` behind them. */
  key(): string {
    if (this.text.charCodeAt(this.at) !== QUOTE) this.fail('a key in double quotes')
    const key = this.string()
    this.space()
    if (this.text.charCodeAt(this.at) !== COLON) this.fail('":" after the key')
    this.at++
    return key
  }

  #list(): Json[] {
    const list: Json[] = []
    if (this.enter(CLOSE_LIST)) {
      do list.push(this.read())
      while (this.more(CLOSE_LIST))
    }
    this.#depth--
    return list
  }

  /** Steps into a list or object; false where it is empty, and then behind it. */
  enter(close: number): boolean {
    if (++this.#depth > MAX_DEPTH) this.#stop(`is nested more than ${MAX_DEPTH} levels deep`, 'a flatter document')
    this.at++
    this.space()
    if (this.text.charCodeAt(this.at) !== close) return true
    this.at++
    return false
  }

  /** Steps over the comma to the next member, or over the end of the list or object. */
  more(close: number): boolean {
    this.space()
    const code = this.text.charCodeAt(this.at)
    if (code !== COMMA && code !== close) this.fail(`"," or "${String.fromCharCode(close)}"`)
    this.at++
    if (code === close) return false
    this.space()
    if (this.text.charCodeAt(this.at) === close) this.fail('another value after the comma')
    return true
  }

  /** The string that begins at `at`. */
  string(): string {
    const {text} = this
    const start = this.at++
    for (let code = text.charCodeAt(this.at); code !== QUOTE; code = text.charCodeAt(++this.at)) {
      if (code === BACKSLASH) return this.#escaped(start)
      if (!(code >= 32)) this.#unfinished(start)
    }
    return text.slice(start + 1, this.at++)
  }

  #escaped(start: number): string {
    const {text} = this
    for (let code = text.charCodeAt(this.at); code !== QUOTE; code = text.charCodeAt(++this.at)) {
      if (code === BACKSLASH) this.#escape()
      else if (!(code >= 32)) this.#unfinished(start)
    }
    const value = JSON.parse(text.slice(start, ++this.at)) as string
    if (!value.isWellFormed()) this.#mistake(start, 'holds half of a surrogate pair', 'valid Unicode')
    return value
  }

  #escape(): void {
    const letter = this.text.charAt(++this.at)
    if (letter === 'u' && HEX4.test(this.text.slice(this.at + 1, this.at + 5))) this.at += 4
    else if (letter === '' || !'"\\/bfnrt'.includes(letter))
      this.fail('one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000')
  }

  #unfinished(start: number): never {
    if (this.at >= this.text.length) this.at = start
    if (this.at === start) this.#stop(`begins a text that never ends: ${this.#near()}`, 'a double quote at its end')
    return this.fail('a double quote at the end of the text, and control characters as \\n, \\t, \\u0000')
  }

  #token(): Json {
    const start = this.at
    TOKEN.lastIndex = start
    const word = TOKEN.exec(this.text)?.[0] ?? ''
    this.at += word.length
    const first = word.charCodeAt(0)
    if ((first === MINUS || (first >= 48 && first <= 57)) && NUMBER.test(word)) return this.#number(word, start)
    const value = WORDS.get(word)
    if (value !== undefined) return value
    this.at = start
    if (word === '') return this.fail('a value')
    return this.#stop(`is ${excerpt(word)}`, 'a number, true, false, null, or text in double quotes')
  }

  #number(word: string, start: number): number | bigint {
    const value = Number(word)
    if (word.length < MAYBE_UNSAFE && Number.isFinite(value)) return value
    const whole = !/[.eE]/.test(word)
    if (whole && word.length > MAX_DIGITS) this.#mistake(start, `has ${word.length} digits`, `at most ${MAX_DIGITS}`)
    else if (whole) return Number.isSafeInteger(value) ? value : BigInt(word)
    else if (!Number.isFinite(value))
      this.#mistake(start, `is ${excerpt(word)}, too big for a number`, 'text, if it is one, in quotes')
    return value
  }

  /** Stops at what stands at `at`. */
  fail(expected: string): never {
    const code = this.text.codePointAt(this.at)
    if (code === undefined) return this.#stop('ends too early', expected)
    if (code === LINE_FEED) return this.#stop(`has a line break after ${this.#near()}`, expected)
    const shown =
      code < 32 || code === 127 ? `U+${code.toString(16).padStart(4, '0')}` : `"${safe(String.fromCodePoint(code))}"`
    return this.#stop(`has ${shown} near ${this.#near()}`, expected)
  }

  #stop(message: string, expected: string): never {
    throw new JsonSyntaxError({offset: Math.min(this.at, this.text.length), message, expected})
  }

  #mistake(offset: number, message: string, expected: string): void {
    this.mistakes.push({offset, message, expected})
  }

  /** What stands around `at`, on its line. */
  #near(): string {
    const {text, at} = this
    const start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - EXCERPT)
    const end = text.indexOf('\n', at)
    return excerpt(text.slice(start, Math.min(end < 0 ? text.length : end, at + EXCERPT)).trim())
  }
}

/** Bounded, and safe to print; a text cut within a surrogate pair loses the half. */
function excerpt(text: string): string {
  const short = text.length > 3 * EXCERPT ? `${text.slice(0, 3 * EXCERPT)}…` : text
  return `\`${safe(short).toWellFormed().replaceAll('\ufffd', '')}\``
}
