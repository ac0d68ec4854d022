import {isObject, type Json, type JsonObject, leaves, objectOf, textOf} from '../base/json'
import type {Said} from './trainings'

/** One parameter with more than one value; none of them is taken. */
export interface Conflict {
  readonly param: string
  readonly values: readonly {readonly value: Json; readonly source: string}[]
}

export interface HeardParams {
  readonly params: JsonObject
  readonly conflicts: readonly Conflict[]
}

/** Parameters of one training over what was said of it before: two values of one are a conflict, and neither is taken by itself. */
export function paramsHeard(said: readonly Said[], declared: JsonObject): HeardParams {
  const told = new Map<string, {value: Json; source: string}[]>()
  const hear = (path: string, value: Json, source: string) => {
    const known = told.get(path) ?? []
    if (!known.some(other => alike(other.value, value))) known.push({value, source})
    told.set(path, known)
  }
  for (const [path, value] of leaves(declared)) hear(path, value, 'flags')
  for (const {line} of said) {
    if (line['type'] !== 'params' || isLaunchers(line)) continue
    const model = textOf(line['model'])
    const values = model === undefined ? objectOf(line['values']) : {[`${model}_config`]: line['values'] ?? null}
    // Nothing is no value: an option that was left alone.
    for (const [path, value] of leaves(values)) if (value !== null) hear(path, value, textOf(line['source']) ?? '')
  }
  const conflicts = [...told].filter(([, values]) => values.length > 1)
  return {
    params: nested([...told].filter(([, values]) => values.length === 1 || values[0]!.source === 'flags')),
    conflicts: conflicts.map(([param, values]) => ({param, values})),
  }
}

/** Options of Hydra's own command line: how it was started, not what it trains. */
const isLaunchers = (line: JsonObject) =>
  line['source'] === 'argparse' && Object.hasOwn(objectOf(line['values']), 'hydra_help')

/** `1e-4` of a command line and 0.0001 of a library are one value. */
function alike(a: Json, b: Json): boolean {
  if (JSON.stringify(a) === JSON.stringify(b)) return true
  const numeric = (value: Json) =>
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN
  return numeric(a) === numeric(b)
}

/** Dotted paths become groups again; a name that is both a value and a group keeps its dots. */
function nested(entries: readonly (readonly [string, readonly {readonly value: Json}[]])[]): JsonObject {
  const params: Record<string, Json> = {}
  for (const [path, values] of entries) {
    if (!put(params, path.split('.'), values[0]!.value)) params[path] = values[0]!.value
  }
  return params
}

function put(into: Record<string, Json>, [key, ...rest]: string[], value: Json): boolean {
  if (key === '' || key === '__proto__') return false
  if (rest.length === 0) {
    if (Object.hasOwn(into, key!)) return false
    into[key!] = value
    return true
  }
  const there = into[key!]
  if (there !== undefined && !isObject(there)) return false
  into[key!] = there ?? {}
  return put(into[key!] as Record<string, Json>, rest, value)
}
