import type {Json} from '../base/json'
import {fail, NOT_CANONICAL, numberOf, withoutEscapes} from './fast-scalars'
import {MAX_DEPTH} from './limits'
import {isBare, isPlain, isPlainKey} from './scalars'

/**
 * Reads YAML that is spelled as `writeYaml` spells it, with comments and empty lines between its lines; undefined for anything
 * else. What it reads, it reads as YAML 1.2 does; what it does not read may still be YAML. About a fortieth of the library's time.
 */
export function readFast(text: string): Json | undefined {
  if (!text.endsWith('\n') || !isBare(text)) return undefined
  try {
    return new FastReader(text).document()
  } catch (error) {
    if (error === NOT_CANONICAL) return undefined
    throw error
  }
}

const QUOTE = 34
const DASH = 45
const SPACE = 32
const HASH = 35
const ZERO = 48
const NINE = 57
const COLON = 58
const NEWLINE = 10
const BACKSLASH = 92

const BLANK = /^ *$/
const WORDS: ReadonlyMap<string, boolean | number | object> = new Map<string, boolean | number | object>([
  ['true', true],
  ['false', false],
  ['{}', {}],
  ['[]', []],
  ['.nan', Number.NaN],
  ['.inf', Number.POSITIVE_INFINITY],
  ['-.inf', Number.NEGATIVE_INFINITY],
])

class FastReader {
  #at = 0
  /** Spaces before the line at hand; -1 after the last. */
  #indent = 0
  #depth = 0
  /** The first backslash not before #at; the length of the text when there is none. */
  #backslash = 0

  constructor(readonly text: string) {}

  document(): Json {
    this.#nextLine()
    if (this.#indent !== 0) fail()
    const value = this.text.startsWith('{}\n', this.#at) ? this.#scalar(0) : this.#map(0)
    return this.#at === this.text.length ? value : fail()
  }

  /** Goes from the beginning of a line to the first character of the next line that says something. */
  #nextLine(): void {
    const {text} = this
    let at = this.#at
    for (;;) {
      const start = at
      while (text.charCodeAt(at) === SPACE) at++
      const first = text.charCodeAt(at)
      if (first === HASH) at = text.indexOf('\n', at) + 1
      else if (first === NEWLINE) at++
      else {
        this.#at = at
        this.#indent = at === text.length ? -1 : at - start
        return
      }
    }
  }

  #map(indent: number): Json {
    const map: Record<string, Json> = {}
    if (++this.#depth > MAX_DEPTH) fail()
    while (this.#indent === indent) {
      const key = this.#key()
      if (Object.hasOwn(map, key)) fail()
      map[key] = this.#value(indent)
    }
    if (this.#indent > indent) fail()
    this.#depth--
    return map
  }

  #list(indent: number): Json {
    const list: Json[] = []
    if (++this.#depth > MAX_DEPTH) fail()
    while (this.#indent === indent) {
      if (!this.#isDash()) fail()
      this.#at += 2
      list.push(this.#item(indent + 2))
    }
    if (this.#indent > indent) fail()
    this.#depth--
    return list
  }

  #isDash(): boolean {
    return this.text.charCodeAt(this.#at) === DASH && this.text.charCodeAt(this.#at + 1) === SPACE
  }

  #key(): string {
    const key = this.text.charCodeAt(this.#at) === QUOTE ? this.#quoted() : this.#plainKey()
    if (this.text.charCodeAt(this.#at) !== COLON || key === '__proto__') fail()
    this.#at++
    return key
  }

  #plainKey(): string {
    const colon = this.text.indexOf(':', this.#at)
    const key = colon < 0 ? fail() : this.text.slice(this.#at, colon)
    if (!isPlainKey(key)) fail()
    this.#at = colon
    return key
  }

  /** What follows `key:`. */
  #value(indent: number): Json {
    const next = this.text.charCodeAt(this.#at++)
    if (next === SPACE) return this.#scalar(indent + 2)
    if (next !== NEWLINE) fail()
    this.#nextLine()
    if (this.#indent !== indent + 2) fail()
    return this.#isDash() ? this.#list(indent + 2) : this.#map(indent + 2)
  }

  /** What follows `- `; the first line of a list or map within stands on the same line. */
  #item(column: number): Json {
    if (this.#isDash() || this.#beginsWithKey()) {
      this.#indent = column
      return this.#isDash() ? this.#list(column) : this.#map(column)
    }
    return this.#scalar(column)
  }

  #beginsWithKey(): boolean {
    const {text} = this
    const start = this.#at
    if (text.charCodeAt(start) === QUOTE) {
      this.#quoted()
      const colon = text.charCodeAt(this.#at) === COLON
      this.#at = start
      return colon
    }
    const end = text.indexOf('\n', start)
    // The first colon decides: a key holds none, and a plain text none before a space.
    const colon = text.indexOf(':', start)
    if (colon < 0 || colon >= end) return false
    const next = text.charCodeAt(colon + 1)
    return next === SPACE || next === NEWLINE
  }

  /** To the end of the line; a literal block stands `indent` deep. */
  #scalar(indent: number): Json {
    const value = this.text.charCodeAt(this.#at) === QUOTE ? this.#quoted() : this.#bare(indent)
    if (this.text.charCodeAt(this.#at) !== NEWLINE) fail()
    this.#at++
    this.#nextLine()
    return value
  }

  #bare(indent: number): Json {
    const end = this.text.indexOf('\n', this.#at)
    const word = this.text.slice(this.#at, end)
    this.#at = end
    const first = word.charCodeAt(0)
    if (first >= ZERO && first <= NINE) return numberOf(word)
    if (isPlain(word)) return word
    if (word === '|' || word === '|-') return this.#block(word, indent)
    if (word === 'null') return null
    const value = WORDS.get(word)
    if (value === undefined) return numberOf(word)
    if (typeof value !== 'object') return value
    if (this.#depth >= MAX_DEPTH) fail()
    return Array.isArray(value) ? [] : {}
  }

  /** Leaves #at on the line feed of the block's last line. */
  #block(header: string, indent: number): string {
    const {text} = this
    const margin = ' '.repeat(indent)
    const lines: string[] = []
    let filled = 0
    let last = this.#at
    let at = this.#at + 1
    while (at < text.length) {
      const end = text.indexOf('\n', at)
      if (end === at) lines.push('')
      else {
        const line = text.startsWith(margin, at) ? text.slice(at + indent, end) : undefined
        if (line === undefined && !BLANK.test(text.slice(at, end))) break
        if (line === undefined || BLANK.test(line) || (filled === 0 && (line.startsWith(' ') || lines.length > 0)))
          fail()
        filled = lines.push(line)
        last = end
      }
      at = end + 1
    }
    if (filled === 0) fail()
    this.#at = last
    lines.length = filled
    const content = lines.join('\n')
    return header === '|' ? `${content}\n` : content
  }

  /** Leaves #at behind the closing quote. */
  #quoted(): string {
    const {text} = this
    const start = this.#at + 1
    if (this.#backslash < start) {
      const next = text.indexOf('\\', start)
      this.#backslash = next < 0 ? text.length : next
    }
    let end = text.indexOf('"', start)
    const escaped = end > this.#backslash
    if (escaped) end = this.#closing(this.#backslash)
    if (end < 0) fail()
    this.#at = end + 1
    const raw = text.slice(start, end)
    if (raw.includes('\n')) fail()
    return escaped ? withoutEscapes(raw) : raw
  }

  #closing(from: number): number {
    for (let at = from; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at)
      if (code === BACKSLASH) at++
      else if (code === QUOTE) return at
      else if (code === NEWLINE) fail()
    }
    return fail()
  }
}
