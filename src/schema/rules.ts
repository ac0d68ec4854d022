import {isObject, type Json} from '../base/json'
import {cut, nearest, plural, safe} from '../base/text'
import type {SchemaError} from '../ports/template-sandbox'
import type {Description} from './describe'
import {orList, showValue, typed, typeWords} from './show'

/** A problem's words, without its place. */
export interface Said {
  readonly message: string
  readonly expected?: string
  readonly example?: string
  /** The key below the place that the problem is about. */
  readonly at?: string
}

type Rule = (
  params: SchemaError['params'],
  found: Json | undefined,
  about: Description,
  keys: readonly string[],
) => Said

const is = (found: Json | undefined) => `is ${showValue(found)}`
const size =
  (most: boolean, noun: string) =>
  (params: SchemaError['params'], found: Json | undefined, {title}: Description) => {
    const limit = Number(params['limit'])
    const expected = most
      ? `at most ${plural(limit, noun)}`
      : limit === 1 && title
        ? title
        : `at least ${plural(limit, noun)}`
    return {message: measured(found, noun), expected}
  }

function measured(found: Json | undefined, noun: string): string {
  if (found === '') return 'is empty'
  if (typeof found === 'string') return `has ${plural([...found].length, noun)}`
  if (Array.isArray(found)) return found.length === 0 ? 'is an empty list' : `has ${plural(found.length, noun)}`
  const count = isObject(found) ? Object.keys(found).length : 0
  return count === 0 ? 'is an empty object' : `has ${plural(count, noun)}`
}

function bound(words: string): Rule {
  return (params, found, about) => ({
    message: is(found),
    expected: about.expected ?? `a number ${words} ${String(params['limit'])}`,
  })
}

function wrongType(
  params: SchemaError['params'],
  found: Json | undefined,
  about: Description,
  keys: readonly string[],
): Said {
  const expected = about.expected ?? typeWords(params['type']) ?? 'another type'
  const types = [params['type']].flat() as Json[]
  const numeric = typeof found === 'string' && found.trim() !== '' && !Number.isNaN(Number(found))
  const key = keys.at(-1)
  if (numeric && types.some(type => type === 'number' || type === 'integer')) {
    return {
      message: `is the text ${showValue(found)}`,
      expected: `${expected} without quotes`,
      example: `${key}: ${found.trim()}`,
    }
  }
  if (typeof found === 'number' && types.every(type => type === 'string' || type === 'null')) {
    return {
      message: `is the number ${found}`,
      expected: about.expected ?? 'text in quotes',
      ...(about.example === undefined && key && {example: `${key}: "${found}"`}),
    }
  }
  return {message: is(found), expected}
}

function enumerated(
  params: SchemaError['params'],
  found: Json | undefined,
  _about: Description,
  keys: readonly string[],
): Said {
  const allowed = [params['allowedValues'] ?? []].flat() as Json[]
  const near =
    typeof found === 'string'
      ? nearest(
          found,
          allowed.filter(item => typeof item === 'string'),
        )
      : undefined
  const expected =
    allowed.length > 20
      ? `one of ${allowed.length} values`
      : orList(allowed.map(item => typed(item).replaceAll('"', '')))
  return {message: is(found), expected, ...(near !== undefined && {example: `${keys.at(-1)}: ${near}`})}
}

function unknownKey(name: string): Rule {
  return (params, _found, about) => {
    const key = String(params[name])
    const near = nearest(key, about.properties)
    return {
      message: 'is a key that the template does not allow',
      at: key,
      ...(about.properties.length > 0 && {expected: near ?? `only ${orList(about.properties.slice(0, 12))}`}),
    }
  }
}

/** Each keyword of JSON Schema in people's words: what was found, and what was expected. */
export const RULES: Readonly<Record<string, Rule>> = {
  type: wrongType,
  enum: enumerated,
  const: (params, found) => ({message: is(found), expected: typed(params['allowedValue'] ?? null)}),
  pattern: (params, found, about) => ({
    message: is(found),
    expected: about.expected ?? about.title ?? `text that matches ${safe(cut(String(params['pattern']), 100))}`,
  }),
  format: (params, found) => ({
    message: is(found),
    expected: FORMAT_WORDS[String(params['format'])] ?? String(params['format']),
  }),
  minimum: bound('from'),
  maximum: bound('up to'),
  exclusiveMinimum: bound('above'),
  exclusiveMaximum: bound('below'),
  multipleOf: (params, found) => ({message: is(found), expected: `a multiple of ${String(params['multipleOf'])}`}),
  minLength: size(false, 'character'),
  maxLength: size(true, 'character'),
  minItems: size(false, 'item'),
  maxItems: size(true, 'item'),
  minProperties: size(false, 'key'),
  maxProperties: size(true, 'key'),
  uniqueItems: ({i, j}) => ({
    message: `holds the same value twice (items ${Math.min(Number(i), Number(j)) + 1} and ${Math.max(Number(i), Number(j)) + 1})`,
    expected: 'each once',
  }),
  additionalProperties: unknownKey('additionalProperty'),
  unevaluatedProperties: unknownKey('unevaluatedProperty'),
  'false schema': () => ({message: 'is not allowed by the template'}),
  not: (_params, found) => ({message: `${is(found)}, which the template excludes`}),
  contains: (_params, found) => ({
    message: is(found),
    expected: 'a list with an item of the kind the template asks for',
  }),
}

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  'date-time': 'a time with its zone',
  date: 'a date as 2026-01-05',
  uri: 'an address as s3://bucket/key',
}

/** An error of `propertyNames`: about a key, not about what stands there. */
export function badKey(key: string, {pattern}: SchemaError['params']): Said {
  const expected = typeof pattern === 'string' && {expected: `a name that matches ${safe(cut(pattern, 100))}`}
  return {message: 'has a name that the template does not allow', at: key, ...expected}
}
