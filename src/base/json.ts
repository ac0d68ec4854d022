/**
 * A value a record can hold. `bigint` stands for an integer beyond 2^53, kept as it came; NaN and ±Infinity are allowed.
 * Objects never own a key called `__proto__` (readers refuse it).
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject
export type JsonObject = {readonly [key: string]: Json}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of keys, or undefined where the path leads nowhere. Own keys only. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here: Json | undefined = value
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined
    here = here[key]
  }
  return here
}

/** Every leaf (a value that is no object) with its dotted path: {a: {b: 1}} → ['a.b', 1]. Arrays are leaves. */
export function* leaves(value: JsonObject, prefix = ''): Generator<[string, Json]> {
  for (const [key, child] of Object.entries(value)) {
    const path = prefix === '' ? key : `${prefix}.${key}`
    if (isObject(child) && Object.keys(child).length > 0) yield* leaves(child, path)
    else yield [path, child]
  }
}

/** undefined: it is no text, or an empty one. */
export const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
