import {isObject, type Json} from '../base/json'
import {formatBytes} from '../base/units'

const MAX_BYTES = 256 * 1024
const MAX_DEPTH = 64
const MAX_NODES = 10_000
const MAX_PATTERN = 1000
const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** A place in a template, as a JSON pointer, and why the template is refused for it. */
export interface Refusal {
  readonly pointer: string
  readonly reason: string
}

/** Why the bytes of a template must not even be parsed, or undefined. */
export function sizeRefusal(bytes: Uint8Array): Refusal | undefined {
  if (bytes.length <= MAX_BYTES) return undefined
  return {pointer: '', reason: `has ${formatBytes(bytes.length)}; the most is ${formatBytes(MAX_BYTES)}`}
}

/**
 * Why a template must not be compiled, or undefined: too deep (64) or too many values (10,000), a pattern over 1,000 characters,
 * references out of the document, or a keyword by which a schema reads data or runs code asynchronously.
 */
export function hostileRefusal(template: Json): Refusal | undefined {
  if (!isObject(template)) return {pointer: '', reason: 'is no JSON object'}
  const stack: Place[] = [{value: template, path: '', depth: 0, kind: 'schema'}]
  for (let nodes = 1; stack.length > 0; nodes++) {
    if (nodes > MAX_NODES) return {pointer: '', reason: `has more than ${MAX_NODES.toLocaleString('en')} values`}
    const place = stack.pop()!
    if (place.depth > MAX_DEPTH) return {pointer: '', reason: `is nested more than ${MAX_DEPTH} deep`}
    const reason = refusalOf(place)
    if (reason) return {pointer: place.path, reason}
    stack.push(...childrenOf(place))
  }
  return undefined
}

interface Place {
  readonly value: Json
  readonly path: string
  readonly depth: number
  /** A schema; an object whose keys are names or patterns, not keywords; plain data; or the value of another keyword. */
  readonly kind: 'schema' | 'names' | 'patterns' | 'data'
  readonly keyword?: string
}

const NAMES: ReadonlySet<string> = new Set([
  'properties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependentRequired',
])
const DATA: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples'])

function childrenOf({value, path, depth, kind}: Place): Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([key, item]): Place => {
    const below = {
      value: item as Json,
      path: `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      depth: depth + 1,
    }
    if (kind === 'data') return {...below, kind: 'data'}
    if (kind !== 'schema' || Array.isArray(value)) return {...below, kind: 'schema'}
    const inside = NAMES.has(key)
      ? 'names'
      : key === 'patternProperties'
        ? 'patterns'
        : DATA.has(key) || key.startsWith('x-')
          ? 'data'
          : 'schema'
    return {...below, kind: inside, keyword: key}
  })
}

function refusalOf({value, kind, keyword, path}: Place): string | undefined {
  if (isObject(value)) {
    if (Object.hasOwn(value, '__proto__')) return 'holds a key "__proto__"'
    if (kind === 'patterns') return tooLong(Object.keys(value).find(key => key.length > MAX_PATTERN))
    if (kind === 'schema' && Object.hasOwn(value, '$data')) return 'uses $data, by which a schema reads the record'
  }
  return keyword !== undefined && Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword]?.(value, path) : undefined
}

const never = (why: string) => () => why

const tooLong = (pattern: string | undefined): string | undefined =>
  pattern === undefined ? undefined : `has a pattern of ${pattern.length} characters; the most is ${MAX_PATTERN}`

const KEYWORDS: Readonly<Record<string, (value: Json, path: string) => string | undefined>> = {
  $schema: value =>
    value === DIALECT || value === `${DIALECT}#`
      ? undefined
      : `is written for "${String(value)}"; expected "${DIALECT}"`,
  $ref: value =>
    typeof value === 'string' && value.startsWith('#')
      ? undefined
      : `refers to "${String(value)}"; expected a place in the template itself, as "#/$defs/score"`,
  $id: (_value, path) => (path === '/$id' ? undefined : 'gives a part of the template an id of its own'),
  $dynamicRef: never('uses $dynamicRef; expected $ref'),
  $dynamicAnchor: never('uses $dynamicAnchor; expected $defs'),
  $recursiveRef: never('uses $recursiveRef; expected $ref'),
  $async: never('uses $async, which runs code of the schema'),
  pattern: value => (typeof value === 'string' && value.length > MAX_PATTERN ? tooLong(value) : undefined),
}
