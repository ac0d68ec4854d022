import {ExpError} from '../base/errors'
import type {Json} from '../base/json'

const MAX_DEPTH = 64

/** One JSON value in a text, and where the text goes on behind it. */
export interface JsonFound {
  readonly value: Json
  readonly end: number
}

/**
 * Reads one JSON value at `start`, as Python's json.dumps writes it too: bare NaN, Infinity and -Infinity; integers beyond 2^53
 * exactly, as bigint. Refuses duplicate keys, `__proto__` and depth over 64. Throws BAD_DOCUMENT with line and column.
 */
export function readJson(text: string, start: number, file: string): JsonFound {
  const cursor = new Cursor(text, start, file)
  cursor.space()
  const value = cursor.value(0)
  return {value, end: cursor.at}
}

/** Offset of the key (or list item) at a path of keys below the value at `start`; of the nearest above it where it is missing. */
export function offsetOf(text: string, start: number, path: readonly string[], file: string): number {
  const cursor = new Cursor(text, start, file)
  cursor.space()
  let known = cursor.at
  for (const key of path) {
    const found = cursor.enter(key)
    if (found === undefined) return known
    known = found
  }
  return known
}

/** 1-based line and column of an offset. */
export function placeOf(text: string, offset: number): {line: number; column: number} {
  const before = text.slice(0, offset)
  const last = before.lastIndexOf('\n')
  return {line: before.split('\n').length, column: offset - last}
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]

class Cursor {
  constructor(
    readonly text: string,
    public at: number,
    readonly file: string,
  ) {}

  space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
      this.at++
    }
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) throw this.error(`nested deeper than ${MAX_DEPTH} levels`)
    const code = this.text.charCodeAt(this.at)
    if (code === 34) return this.string()
    if (code === 123) return this.object(depth)
    if (code === 91) return this.array(depth)
    return this.plain()
  }

  object(depth: number): Json {
    const into: Record<string, Json> = {}
    this.at++
    this.space()
    if (this.skip('}')) return into
    for (;;) {
      const key = this.key(into)
      into[key] = this.value(depth + 1)
      this.space()
      if (this.skip('}')) return into
      this.expect(',', 'a comma or }')
      this.space()
      if (this.text[this.at] === '}') throw this.error('a comma before }; JSON allows none there')
    }
  }

  /** A key and the colon behind it; the cursor then stands at the value. */
  key(into: object): string {
    const place = this.at
    if (this.text[this.at] !== '"') throw this.error(`expected a key in double quotes, found ${this.found()}`)
    const key = this.string()
    if (Object.hasOwn(into, key)) throw this.error(`the key ${JSON.stringify(key)} stands there twice`, place)
    if (key === '__proto__') throw this.error('the key "__proto__" is not allowed', place)
    this.space()
    this.expect(':', 'a colon')
    this.space()
    return key
  }

  array(depth: number): Json {
    const items: Json[] = []
    this.at++
    this.space()
    if (this.skip(']')) return items
    for (;;) {
      items.push(this.value(depth + 1))
      this.space()
      if (this.skip(']')) return items
      this.expect(',', 'a comma or ]')
      this.space()
      if (this.text[this.at] === ']') throw this.error('a comma before ]; JSON allows none there')
    }
  }

  string(): string {
    const start = this.at
    for (let i = start + 1; ; i++) {
      const code = this.text.charCodeAt(i)
      if (code === 34) {
        this.at = i + 1
        return this.decode(start)
      }
      if (code === 92) i++
      else if (code < 32 || Number.isNaN(code)) {
        throw this.error(Number.isNaN(code) ? 'a text that is not closed' : 'a line break or control character within a text', start)
      }
    }
  }

  /** JSON's own reader knows the escapes. */
  decode(start: number): string {
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string
    } catch {
      throw this.error('a text with an escape that JSON does not know', start)
    }
  }

  plain(): Json {
    NUMBER.lastIndex = this.at
    const number = NUMBER.exec(this.text)?.[0]
    if (number !== undefined && !/[A-Za-z0-9_.]/.test(this.text[this.at + number.length] ?? '')) {
      this.at += number.length
      return numberOf(number)
    }
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at) && !/\w/.test(this.text[this.at + word.length] ?? '')) {
        this.at += word.length
        return value
      }
    }
    throw this.error(`expected a value, found ${this.found()}`)
  }

  /** Goes to the value of a key or index of the value here; answers the offset of the key or item, or undefined. */
  enter(wanted: string): number | undefined {
    const open = this.text[this.at]
    if (open !== '{' && open !== '[') return undefined
    this.at++
    for (let i = 0; ; i++) {
      this.space()
      const place = this.at
      if (/[\]}]/.test(this.text[this.at] ?? ']')) return undefined
      const key = open === '{' ? this.key({}) : String(i)
      if (key === wanted) return place
      this.value(0)
      this.space()
      if (!this.skip(',')) return undefined
    }
  }

  skip(character: string): boolean {
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  expect(character: string, what: string): void {
    if (!this.skip(character)) throw this.error(`expected ${what}, found ${this.found()}`)
  }

  found(): string {
    const rest = this.text.slice(this.at, this.at + 20).split('\n')[0]!
    return rest === '' ? 'the end of the text' : JSON.stringify(rest)
  }

  error(message: string, offset = this.at): ExpError {
    const {line, column} = placeOf(this.text, offset)
    return new ExpError('BAD_DOCUMENT', `${this.file}:${line}:${column}: ${message}`, {data: {file: this.file, line, column}})
  }
}

function numberOf(text: string): number | bigint {
  const value = Number(text)
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? BigInt(text) : value
}
