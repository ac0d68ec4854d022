import type {Json, JsonObject} from '../../../base/json'
import {fieldsOf} from '../../flatten'
import {sameValue} from '../../same-value'

/** One thing that went into both runs and was not the same. */
export interface InputChange {
  readonly what: string
  readonly before?: Json
  readonly after?: Json
}

/** What is known of one kind of input; `unknown`: one record or the other says nothing. */
export interface Known {
  readonly changes: readonly InputChange[]
  readonly unknown: boolean
}

export const known = (changes: readonly InputChange[], unknown = false): Known => ({changes, unknown})

export type Fields = ReadonlyMap<string, Json>

export function fieldChanges(before: Fields, after: Fields, both = false): InputChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(what => {
    const [a, b] = [before.get(what), after.get(what)]
    if (sameValue(a, b) || (both && (a === undefined || b === undefined))) return []
    return [{what, ...(a !== undefined && {before: a}), ...(b !== undefined && {after: b})}]
  })
}

export const envOf = (record: JsonObject, which: RegExp): Fields => {
  const found = new Map<string, Json>()
  for (const [path, value] of fieldsOf(record, 'env')) {
    // The same variable may be told from outside and from inside.
    if (which.test(path)) found.set(path.replace(/^env\.(?:vars\.|determinism\.)?/, ''), value)
  }
  return found
}

export function ofEnv(before: JsonObject, after: JsonObject, which: RegExp): Known {
  const [a, b] = [envOf(before, which), envOf(after, which)]
  return known(fieldChanges(a, b, true), a.size === 0 || b.size === 0)
}
