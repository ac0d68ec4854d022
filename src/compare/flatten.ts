import {at, isObject, type Json, type JsonObject, leaves} from '../base/json'

/** Dotted path → value, for one record. */
export type Fields = ReadonlyMap<string, Json>

/** The fields of one top-level key of a record; empty where the record lacks it or it holds nothing. */
export function fieldsOf(record: JsonObject, key: string): Fields {
  const value = at(record, key)
  if (value === undefined || isEmpty(value)) return new Map()
  if (key === 'artifacts' && Array.isArray(value)) return named(value, artifactName)
  if (key === 'inputs' && Array.isArray(value)) return leavesOf(Object.fromEntries(named(value, inputName)), key)
  return isObject(value) ? leavesOf(value, key) : new Map([[key, value]])
}

const isEmpty = (value: Json) => (Array.isArray(value) || isObject(value)) && Object.keys(value).length === 0

function leavesOf(value: JsonObject, key: string): Fields {
  const fields = new Map<string, Json>()
  for (const [path, leaf] of leaves(value, key)) fields.set(freeName(fields, path), leaf)
  return fields
}

/** Files by their name, so that one more file does not shift all the others. */
function named(items: readonly Json[], nameOf: (item: Json) => string | undefined): Map<string, Json> {
  const fields = new Map<string, Json>()
  for (const item of items) {
    const name = nameOf(item)
    fields.set(
      freeName(fields, name ?? '(unnamed)'),
      name !== undefined && isObject(item) ? without(item, 'path') : item,
    )
  }
  return fields
}

const artifactName = (item: Json) => textAt(item, 'path') ?? (typeof item === 'string' ? item : undefined)

function inputName(item: Json): string | undefined {
  const words = ['role', 'path', 'uri'].flatMap(key => textAt(item, key) ?? [])
  return words.length > 0 ? words.join(' ') : undefined
}

function textAt(item: Json, key: string): string | undefined {
  const value = at(item, key)
  return typeof value === 'string' ? value : undefined
}

const without = (item: JsonObject, key: string) =>
  Object.fromEntries(Object.entries(item).filter(([own]) => own !== key))

/** `{"a.b": 1, a: {b: 2}}` says two things at one dotted path; both are kept. */
function freeName(taken: Fields, path: string): string {
  let free = path
  for (let n = 2; taken.has(free); n++) free = `${path} (${n})`
  return free
}
