import {ExpError} from '../base/errors'
import type {Json, JsonObject} from '../base/json'
import {dotted, pointerOf} from '../base/problem'
import {MAX_DEPTH, MAX_DIGITS, MAX_KEY, MAX_SPELLED_KEY} from './limits'
import {isBlock, isPlain, isPlainKey, quote, spellNumber} from './scalars'

/**
 * The one spelling of a value: the keys of `order` first, all others sorted by code unit, undefined left out. Ends in a line feed.
 * Throws BAD_RECORD, naming the field, where a value has no spelling that every YAML reader reads back equal.
 */
export function writeYaml(value: JsonObject, order: readonly string[] = []): string {
  const emitter = new Emitter()
  const keys = orderedKeys(value, order)
  if (keys.length === 0) return '{}\n'
  emitter.map(value, keys, '', '')
  return emitter.text
}

function orderedKeys(value: JsonObject, order: readonly string[]): string[] {
  const present = Object.keys(value).filter(key => value[key] !== undefined)
  if (order.length === 0) return present.sort()
  const first = order.filter(key => Object.hasOwn(value, key) && value[key] !== undefined)
  return first.concat(present.filter(key => !order.includes(key)).sort())
}

class Emitter {
  text = ''
  readonly #path: (string | number)[] = []

  /** `lead` stands before the first key (after a dash there is nothing to indent), `indent` before the others. */
  map(value: JsonObject, keys: readonly string[], lead: string, indent: string): void {
    let before = lead
    for (const key of keys) {
      this.#path.push(key)
      this.text += `${before}${this.#key(key)}:`
      this.#node(value[key]!, indent, true)
      this.#path.pop()
      before = indent
    }
  }

  #list(items: readonly Json[], lead: string, indent: string): void {
    if (items.length === 0) this.text += ' []\n'
    let before = lead
    for (let i = 0; i < items.length; i++) {
      this.#path.push(i)
      this.text += `${before}-`
      this.#node(items[i]!, indent, false)
      this.#path.pop()
      before = indent
    }
  }

  /** What follows `key:`, then on lines of its own; or what follows a dash, then beginning on the same line. */
  #node(value: Json, indent: string, afterKey: boolean): void {
    const inner = `${indent}  `
    if (typeof value !== 'object' || value === null) {
      this.#scalar(value, inner)
      return
    }
    // The path names the containers around this one; the outermost has no name.
    if (this.#path.length >= MAX_DEPTH) this.#refuse(`is nested more than ${MAX_DEPTH} levels deep`)
    const keys = Array.isArray(value) ? [] : sortedKeys(value as JsonObject)
    const lead = afterKey ? `\n${inner}` : ' '
    if (Array.isArray(value)) this.#list(value, lead, inner)
    else if (keys.length === 0) this.text += ' {}\n'
    else this.map(value as JsonObject, keys, lead, inner)
  }

  #scalar(value: Json | undefined, indent: string): void {
    switch (typeof value) {
      case 'string':
        this.#string(value, indent)
        return
      case 'number':
        this.text += ` ${spellNumber(value)}\n`
        return
      case 'boolean':
        this.text += value ? ' true\n' : ' false\n'
        return
      case 'bigint':
        this.text += ` ${this.#digits(value)}\n`
        return
      default:
        if (value !== null)
          this.#refuse(`is a ${typeof value}; expected text, a number, true, false, null, a list or an object`)
        this.text += ' null\n'
    }
  }

  #string(value: string, indent: string): void {
    if (isPlain(value)) this.text += ` ${value}\n`
    else if (!value.isWellFormed()) this.#refuse('is not valid Unicode: it holds half of a surrogate pair')
    else if (isBlock(value)) this.text += blockOf(value, indent)
    else this.text += ` ${quote(value)}\n`
  }

  #digits(value: bigint): string {
    const digits = String(value)
    if (digits.length > MAX_DIGITS) this.#refuse(`has ${digits.length} digits; expected at most ${MAX_DIGITS}`)
    return digits
  }

  #key(key: string): string {
    if (key.length > MAX_KEY) this.#refuse(`has a key of ${key.length} characters; expected at most ${MAX_KEY}`)
    if (isPlainKey(key)) return key
    if (key === '__proto__') this.#refuse('is a name that JavaScript reserves')
    if (!key.isWellFormed()) this.#refuse('has a key that is not valid Unicode')
    const quoted = quote(key)
    if (quoted.length > MAX_SPELLED_KEY) this.#refuse(`has a key with too many control characters`)
    return quoted
  }

  #refuse(what: string): never {
    const pointer = pointerOf(this.#path).toWellFormed().slice(0, 300)
    throw new ExpError('BAD_RECORD', `${dotted(pointer)} ${what}`, {data: {pointer}})
  }
}

function sortedKeys(value: JsonObject): string[] {
  const keys = Object.keys(value).sort()
  for (const key of keys) if (value[key] === undefined) return keys.filter(each => value[each] !== undefined)
  return keys
}

/** Empty lines stay empty: no spaces at their end. */
function blockOf(value: string, indent: string): string {
  const clipped = value.endsWith('\n')
  const body = clipped ? value.slice(0, -1) : value
  const lines = body.split('\n').map(line => (line === '' ? '\n' : `${indent}${line}\n`))
  return `${clipped ? ' |' : ' |-'}\n${lines.join('')}`
}
