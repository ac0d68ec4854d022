import type {Json, JsonObject} from '../base/json'
import {type Problem, pointerOf} from '../base/problem'
import {cut, safe} from '../base/text'
import type {SchemaError} from '../ports/template-sandbox'
import {type Description, describe, keysOf, valueAt} from './describe'
import {badKey, RULES, type Said} from './rules'
import {orList, showValue, typed, typeWords} from './show'

/** Turns a validator's errors over `value` into problems in people's words. The first of `schemas` raised them; all describe the places. */
export function explain(errors: readonly SchemaError[], value: Json, schemas: readonly JsonObject[]): Problem[] {
  const told = errors.filter(error => !NOISE.has(error.keyword) && !isBranch(error, errors))
  return told.map(error => one(error, value, schemas, errors))
}

/** Says only that something inside failed, which is told by itself. */
const NOISE: ReadonlySet<string> = new Set(['if', 'allOf', '$ref', '$dynamicRef', 'propertyNames'])
const CHOICES: ReadonlySet<string> = new Set(['anyOf', 'oneOf'])

/** An error inside a branch of a choice: the choice itself is told. */
function isBranch(error: SchemaError, errors: readonly SchemaError[]): boolean {
  return errors.some(
    other => CHOICES.has(other.keyword) && error !== other && error.schemaPath.startsWith(`${other.schemaPath}/`),
  )
}

function one(error: SchemaError, value: Json, schemas: readonly JsonObject[], errors: readonly SchemaError[]): Problem {
  const absent = missingKey(error)
  if (absent !== undefined) return missing([...keysOf(error.pointer), absent], schemas)
  const keys = keysOf(error.pointer)
  const about = merged(schemas, keys)
  const found = valueAt(value, keys)
  const said = tell(error, errors, found, about, keys)
  const {message, expected, example, at} = said
  const hint = example ?? exampleFor(keys, about)
  return {
    pointer: at === undefined ? error.pointer : `${error.pointer}${pointerOf([at])}`,
    message,
    ...(expected !== undefined && {expected}),
    ...(hint !== undefined && at === undefined && {example: hint}),
  }
}

function tell(
  error: SchemaError,
  errors: readonly SchemaError[],
  found: Json | undefined,
  about: Description,
  keys: readonly string[],
): Said {
  const {keyword, params} = error
  if (typeof params['name'] === 'string') return badKey(params['name'], params)
  if (CHOICES.has(keyword)) return choice(error, errors, found)
  return RULES[keyword]?.(params, found, about, keys) ?? {message: `breaks the rule "${safe(keyword)}" of the template`}
}

/** The key that is missing, where that is what an error says. */
function missingKey({keyword, params}: SchemaError): string | undefined {
  const key = params['missingProperty']
  return (keyword === 'required' || keyword === 'dependentRequired') && typeof key === 'string' ? key : undefined
}

/** A problem that says what is missing and shows a line that would do. */
export function missing(keys: readonly string[], schemas: readonly JsonObject[]): Problem {
  const about = merged(schemas, keys)
  const expected = about.title ?? about.expected ?? typeWords(about.type)
  const example = exampleFor(keys, about)
  return {
    pointer: pointerOf(keys),
    message: 'is missing',
    ...(expected !== undefined && {expected}),
    ...(example !== undefined && {example}),
  }
}

/** Each word from the first schema that has it; what was expected only from the one that raised the error. */
function merged(schemas: readonly JsonObject[], keys: readonly string[]): Description {
  const all = schemas.map(schema => describe(schema, keys))
  const {expected: _, ...rest}: Description = Object.assign({}, ...all.toReversed())
  const expected = all[0]?.expected
  return {...rest, ...(expected !== undefined && {expected}), properties: all.flatMap(({properties}) => properties)}
}

/** `lr: 0.001`; in a list the value alone. */
function exampleFor(keys: readonly string[], {example}: Description): string | undefined {
  const key = keys.at(-1)
  if (example === undefined || key === undefined) return undefined
  const shown = safe(cut(typed(example), 160))
  return /^\d+$/.test(key) ? shown : `${key}: ${shown}`
}

/** Where every branch of a choice only asks for a key, the keys are told; else the branches' types, or that none fits. */
function choice(error: SchemaError, errors: readonly SchemaError[], found: Json | undefined): Said {
  const inside = errors.filter(other => other.schemaPath.startsWith(`${error.schemaPath}/`))
  const keys = inside.map(other => other.params['missingProperty'])
  if (keys.length > 0 && keys.every((key, i) => typeof key === 'string' && inside[i]!.pointer === error.pointer)) {
    return {message: `has none of ${orList([...new Set(keys as string[])])}`, expected: 'one of them'}
  }
  const types = inside
    .filter(other => other.keyword === 'type' && other.pointer === error.pointer)
    .map(other => other.params['type']!)
  const words = typeWords(types.flat() as Json[])
  const passing = error.params['passingSchemas']
  if (Array.isArray(passing))
    return {message: `is ${showValue(found)}, which fits ${passing.length} of the template's choices`, expected: 'one'}
  return {
    message: `is ${showValue(found)}`,
    expected: types.length === inside.length && words ? words : "one of the template's choices",
  }
}
