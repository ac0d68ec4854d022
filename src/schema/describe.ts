import {isObject, type Json, type JsonObject} from '../base/json'
import {cut, safe} from '../base/text'

/** What a schema says about a place to people. */
export interface Description {
  readonly title?: string
  /** What was expected there, in the schema's own words (`x-expected`). */
  readonly expected?: string
  readonly example?: Json
  readonly type?: Json
  /** Names of the properties the schema knows at this place. */
  readonly properties: readonly string[]
}

/** More hops than this is a circle. */
const MAX_HOPS = 16

/**
 * What a schema says about a place of a value, found by following properties, items and local references. Takes the pointer's
 * keys. Bounded by the pointer's length whatever the schema.
 */
export function describe(schema: JsonObject, keys: readonly string[]): Description {
  let here: JsonObject | undefined = resolved(schema, schema)
  for (const key of keys) {
    const next: Json | undefined = here && child(here, key)
    here = isObject(next) ? resolved(schema, next) : undefined
  }
  if (!here) return {properties: []}
  const examples = here['examples']
  const title = here['title']
  const expected = here['x-expected']
  return {
    ...(typeof title === 'string' && {title: words(title)}),
    ...(typeof expected === 'string' && {expected: words(expected)}),
    ...(Array.isArray(examples) && examples.length > 0 && {example: examples[0] as Json}),
    ...(here['type'] !== undefined && {type: here['type']}),
    properties: isObject(here['properties']) ? Object.keys(here['properties']) : [],
  }
}

/** A team's words: short, and without what a terminal would obey. */
const words = (text: string) => safe(cut(text, 200))

function child(here: JsonObject, key: string): Json | undefined {
  const properties = here['properties']
  if (isObject(properties) && Object.hasOwn(properties, key)) return properties[key]
  return here['additionalProperties'] ?? (/^\d+$/.test(key) ? here['items'] : undefined)
}

/** The schema at the end of its references; what stands beside a reference wins. */
function resolved(root: JsonObject, schema: JsonObject): JsonObject {
  let here = schema
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const {$ref: ref, ...own} = here
    const target = typeof ref === 'string' && /^#(?:\/|$)/.test(ref) ? follow(root, ref) : undefined
    if (target === undefined) return here
    here = {...target, ...own}
    if (target['$ref'] !== undefined) here = {...here, $ref: target['$ref']}
  }
  return here
}

function follow(root: JsonObject, ref: string): JsonObject | undefined {
  let here: Json | undefined = root
  for (const key of keysOf(ref.slice(1))) here = isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined
  return isObject(here) ? here : undefined
}

/** `/a~1b/0` → `['a/b', '0']` */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at a JSON pointer, through objects and lists; undefined where it leads nowhere. */
export function valueAt(value: Json, keys: readonly string[]): Json | undefined {
  let here: Json | undefined = value
  for (const key of keys) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as JsonObject)[key]
  }
  return here
}
