import {isObject, type Json, type JsonObject} from '../base/json'
import type {Problem} from '../base/problem'
import {keysOf} from './describe'
import {missing} from './explain'

/** A template's further advice is not read. */
const MAX_ADVICE = 100

/**
 * What a template advises (`x-recommended`: a list of JSON pointers into the record, `*` for every key of an object) and a
 * finished record lacks; warnings, never errors. A run that did not finish is not told what it lacks.
 */
export function recommendations(record: JsonObject, template: JsonObject, schemas: readonly JsonObject[]): Problem[] {
  const advised = template['x-recommended']
  if (!Array.isArray(advised) || record['status'] !== 'finished') return []
  return advised
    .slice(0, MAX_ADVICE)
    .filter((pointer: Json) => typeof pointer === 'string' && pointer !== '')
    .flatMap(pointer => lacking(record, keysOf(pointer.startsWith('/') ? pointer : `/${pointer}`), []))
    .map(keys => ({...missing(keys, schemas), severity: 'warning' as const}))
}

/** Paths that end in nothing. */
function lacking(value: Json | undefined, keys: readonly string[], path: readonly string[]): string[][] {
  const [key, ...rest] = keys
  if (key === undefined) return value === undefined || isEmpty(value) ? [[...path]] : []
  if (!isObject(value)) return key === '*' ? [] : [[...path, ...keys.filter(one => one !== '*')]]
  if (key === '*') return Object.keys(value).flatMap(own => lacking(value[own], rest, [...path, own]))
  return lacking(Object.hasOwn(value, key) ? value[key] : undefined, rest, [...path, key])
}

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
