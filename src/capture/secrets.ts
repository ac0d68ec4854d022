import {isObject, type Json, type JsonObject} from '../base/json'
import {pointerOf} from '../base/problem'
import {assignments, ruleOf} from './secrets/assignments'
import {authorizations} from './secrets/headers'
import {strengthOf} from './secrets/names'
import {privateKeys} from './secrets/private-keys'
import {replaceSpans, settle, tagOf} from './secrets/spans'
import {URL_RULE, urlSecrets, withoutCredentials} from './secrets/urls'
import {isSecretValue} from './secrets/values'
import {vendorTokens} from './secrets/vendor-tokens'

/** A secret that was taken out: by which rule (docs/reference/secrets.md), and where; never the secret itself. */
export interface Finding {
  readonly rule: string
  /** `line 12` of a text, `argv[3]` of a command line, or a JSON pointer. */
  readonly where: string
}

/** Most keys and values of a record are shorter than any token, and hold nothing that joins a name to its value. */
const SHORTEST_TOKEN = 15
const JOINS = /[\s=:>,]/

const DETECTORS = [privateKeys, vendorTokens, authorizations, urlSecrets, assignments]

/** A text with `[redacted:<rule>]` in the place of each secret, all other characters and every line break kept. Idempotent. */
export function redactText(text: string): {text: string; found: readonly Finding[]} {
  if (text.length < SHORTEST_TOKEN && !JOINS.test(text)) return {text, found: []}
  const found: Finding[] = []
  for (let now = text; ; ) {
    const spans = settle(
      now,
      DETECTORS.flatMap(detect => detect(now)),
    )
    if (spans.length === 0) return {text: now, found}
    found.push(...spans.map(({rule, start}) => ({rule, where: `line ${lineOf(now, start)}`})))
    now = replaceSpans(now, spans)
  }
}

/** The words of a command without its secrets: `--token X`, `--token=X`, `TOKEN=X`, URLs without user and password. Idempotent. */
export function redactArgv(argv: readonly string[]): {argv: string[]; found: readonly Finding[]} {
  const found: Finding[] = []
  const words = argv.map((word, i) => {
    const redacted = redactWord(word, flagOf(argv[i - 1]))
    found.push(...redacted.rules.map(rule => ({rule, where: `argv[${i}]`})))
    return redacted.word
  })
  return {argv: words, found}
}

/**
 * A JSON value without its secrets; the same reference where nothing was found. Keys say what their values are; lists with flags
 * in them are read as command lines. Recurses as deep as the value, whose readers cap it.
 */
export function redactJson(value: Json): {value: Json; found: readonly Finding[]} {
  const found: Finding[] = []
  const texts: string[] = []
  // One look at all strings at once costs a third of a look at each, and mostly there is nothing.
  if (gather(value, [], texts) && redactText(texts.join('\n')).found.length === 0) return {value, found}
  return {value: redactAt(value, [], found), found}
}

/** A URL without user, password and token parameters; a text that is none loses only the secrets that `redactText` sees. */
export function redactUrl(url: string): string {
  return settled(url, each => redactText(withoutCredentials(each)).text)
}

/** A tag in the place of a token can make a name into one with a password: looks again until nothing is left. */
function settled(text: string, redact: (text: string) => string): string {
  const once = redact(text)
  return once === text ? text : settled(once, redact)
}

function lineOf(text: string, at: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i !== -1 && i < at; i = text.indexOf('\n', i + 1)) line++
  return line
}

/** The name of the flag that takes the next word, or undefined. One letter says nothing: `-p` is a port as often. */
function flagOf(word: string | undefined): string | undefined {
  return word === undefined ? undefined : /^--?([A-Za-z][\w.-]+)$/.exec(word)?.[1]
}

function redactWord(word: string, flag: string | undefined): {word: string; rules: readonly string[]} {
  const whole = flag === undefined ? undefined : redactNamed(flag, word)
  if (whole) return {word: tagOf(whole), rules: [whole]}
  const [, head, name, value] = /^((?:--?|\+{0,2})([A-Za-z_][\w.-]*)=)([\s\S]+)$/.exec(word) ?? []
  const part = name === undefined ? undefined : redactNamed(name, value!)
  if (part) return {word: head + tagOf(part), rules: [part]}
  const plain = word.replace(/[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>]+/gi, withoutCredentials)
  const {text, found} = redactText(plain)
  if (text === word) return {word, rules: []}
  // As in `settled`.
  const again = redactWord(text, flag)
  return {
    word: again.word,
    rules: [...(plain === word ? [] : [URL_RULE]), ...found.map(each => each.rule), ...again.rules],
  }
}

/** The rule by which the whole of a value goes because of its name; a vendor's own shape says more than a name. */
function redactNamed(name: string, value: string): string | undefined {
  const strength = strengthOf(name)
  if (!strength || /^\[redacted:[a-z0-9-]+\]$/.test(value) || !isSecretValue(value, strength, 'whole')) return undefined
  const [token] = vendorTokens(value)
  return token && token.end - token.start === value.length ? token.rule : ruleOf(strength)
}

/** Adds every string that `redactText` would see; false where a name or a flag makes more of a value than its text. */
function gather(value: Json, path: readonly string[], texts: string[]): boolean {
  if (typeof value === 'string') texts.push(value)
  if (Array.isArray(value)) {
    const list: readonly Json[] = value
    return isCommand(list) ? redactArgv(list).found.length === 0 : list.every(each => gather(each, path, texts))
  }
  if (!isObject(value)) return true
  return Object.entries(value).every(([key, child]) => {
    texts.push(key)
    const below = [...path, key]
    return strengthOf(nameAt(below)) === undefined && gather(child, below, texts)
  })
}

function isCommand(list: readonly Json[]): list is readonly string[] {
  return list.every(each => typeof each === 'string') && list.some(each => each.startsWith('--'))
}

function redactAt(value: Json, path: readonly string[], found: Finding[]): Json {
  if (typeof value === 'string') return redactString(value, path, found)
  if (Array.isArray(value)) return redactList(value, path, found)
  if (isObject(value)) return redactObject(value, path, found)
  const isPin = (typeof value === 'number' || typeof value === 'bigint') && /^\d{4,}$/.test(String(value))
  if (!isPin || strengthOf(nameAt(path)) !== 'password') return value
  found.push({rule: 'password', where: pointerOf(path)})
  return tagOf('password')
}

function redactString(value: string, path: readonly string[], found: Finding[]): string {
  const rule = redactNamed(nameAt(path), value)
  const {text, found: inside} = rule ? {text: tagOf(rule), found: [{rule}]} : redactText(value)
  found.push(...inside.map(each => ({rule: each.rule, where: pointerOf(path)})))
  return text
}

function redactList(list: readonly Json[], path: readonly string[], found: Finding[]): readonly Json[] {
  if (isCommand(list)) {
    const {argv, found: inside} = redactArgv(list)
    found.push(...inside.map(({rule, where}) => ({rule, where: pointerOf([...path, where.slice(5, -1)])})))
    return inside.length === 0 ? list : argv
  }
  const redacted = list.map((each, i) => redactAt(each, [...path, String(i)], found))
  return redacted.every((each, i) => Object.is(each, list[i])) ? list : redacted
}

function redactObject(object: JsonObject, path: readonly string[], found: Finding[]): JsonObject {
  let changed = false
  const entries = new Map<string, Json>()
  for (const [key, child] of Object.entries(object)) {
    const {text, found: inKey} = redactText(key)
    const name = freeName(text, entries)
    found.push(...inKey.map(({rule}) => ({rule, where: pointerOf([...path, name])})))
    const redacted = redactAt(child, [...path, name], found)
    changed ||= name !== key || !Object.is(redacted, child)
    entries.set(name, redacted)
  }
  return changed ? Object.fromEntries(entries) : object
}

/** Two keys that were secrets must not become one. */
function freeName(name: string, taken: ReadonlyMap<string, Json>): string {
  let free = name
  for (let i = 2; taken.has(free); i++) free = `${name} ${i}`
  return free
}

/** The key that names a value, with the one above it (`openai.key`); places in a list are no names. */
function nameAt(path: readonly string[]): string {
  const names = path.filter(part => !/^\d+$/.test(part))
  return names.slice(-2).join('.')
}
