import {isObject, type Json, type JsonObject} from '../base/json'
import type {Problem} from '../base/problem'
import type {Run} from '../model/record'
import {checkRun} from './check'
import type {CompiledTemplate} from './templates'

/** A run with what its template advises it to add, or every problem that keeps it from being one. */
export type Made = {readonly run: Run; readonly warnings: readonly Problem[]} | {readonly problems: readonly Problem[]}

/** The only maker of a Run: a frozen copy of a record that satisfies the run schema and its template. Throws BAD_TEMPLATE. */
export async function makeRun(record: JsonObject, template: CompiledTemplate): Promise<Made> {
  const problems = await checkRun(record, template)
  if (problems.some(({severity}) => severity !== 'warning')) return {problems}
  return {run: frozen(record) as Run, warnings: problems}
}

function frozen(value: Json): Json {
  if (Array.isArray(value)) return Object.freeze(value.map(frozen))
  if (!isObject(value)) return value
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, frozen(item)])))
}
