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
  if (problems.some(isError)) return {problems}
  return {run: frozen(record) as Run, warnings: problems}
}

/** A run that has happened, and what it lacks of its template (dotted paths with what is wrong). */
export type Tracked = {readonly run: Run; readonly unmet: readonly Problem[]} | {readonly problems: readonly Problem[]}

/**
 * Makes a Run of what a command did. It has happened, so what its template asks for besides is told and not refused; only what
 * no record may be is a problem. Throws BAD_TEMPLATE.
 */
export async function makeTrackedRun(record: JsonObject, template: CompiledTemplate): Promise<Tracked> {
  const all = (await checkRun(record, template)).filter(isError)
  if (all.length === 0) return {run: frozen(record) as Run, unmet: []}
  const own = (await checkRun(record, {...template, errors: async () => []})).filter(isError)
  return own.length > 0 ? {problems: own} : {run: frozen(record) as Run, unmet: all}
}

const isError = ({severity}: Problem) => severity !== 'warning'

function frozen(value: Json): Json {
  if (Array.isArray(value)) return Object.freeze(value.map(frozen))
  if (!isObject(value)) return value
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, frozen(item)])))
}
