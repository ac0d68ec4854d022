import {isObject, type Json, type JsonObject} from '../base/json'
import type {Problem} from '../base/problem'
import {plural} from '../base/text'
import {keysOf} from './describe'
import {explain} from './explain'
import {invariantProblems} from './invariants'
import {recommendations} from './recommended'
import {type Checker, errorsOf} from './schema-errors'
import type {CompiledTemplate} from './templates'

/** More than this is not read; the rest is counted. */
const MAX_PROBLEMS = 50

/** The format's own schema. */
const RUN: Checker = {
  accepts: () => import('./generated/accepts-run'),
  validate: () => import('./generated/validate-run'),
}

/**
 * Everything wrong with a record, errors and warnings, in the order of the record; at most 50 of each, and a line that counts
 * the rest. Pointers lead into the record. Throws BAD_TEMPLATE where the template does not answer in time.
 */
export async function checkRun(record: JsonObject, template: CompiledTemplate): Promise<Problem[]> {
  const plain = plainNumbers(record)
  const ofRun = await errorsOf(RUN, plain)
  const ofTemplate = await template.errors(plain)
  const problems = [...pinProblems(record, template), ...invariantProblems(record)]
  const own = template.document
  if (ofRun.length > 0 || ofTemplate.length > 0) {
    const run = await runDocument()
    problems.unshift(...explain(ofTemplate, record, [own, run]), ...explain(ofRun, record, [run, own]))
  }
  // Advice names the field; the run schema, whose words would say more, costs a good run 2 ms.
  problems.push(...recommendations(record, own, [own]))
  return inOrder(deduped(problems), record)
}

async function runDocument(): Promise<JsonObject> {
  const {runSchema} = await import('./generated/run-schema')
  return JSON.parse(runSchema)
}

/** The record names the very bytes that it was checked against. */
function pinProblems(record: JsonObject, template: CompiledTemplate): Problem[] {
  const pin = record['template']
  if (!isObject(pin) || typeof pin['digest'] !== 'string' || pin['digest'] === template.digest) return []
  return [
    {
      pointer: '/template/digest',
      message: `is "${pin['digest']}"`,
      expected: `"${template.digest}", the template it is checked with`,
    },
  ]
}

/** Integers beyond 2^53 as the nearest number, for validators that know no bigint; the same object where there is none. */
export function plainNumbers<T extends Json>(value: T): T {
  if (typeof value === 'bigint') return Number(value) as T
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(plainNumbers)
    return items.some((item, i) => !Object.is(item, value[i])) ? (items as Json as T) : value
  }
  const entries = Object.entries(value).map(([key, item]) => [key, plainNumbers(item)] as const)
  const changed = entries.some(([key, item]) => !Object.is(item, (value as JsonObject)[key]))
  return changed ? (Object.fromEntries(entries) as T) : value
}

/** One problem of a kind at a place: the first, which is the template's; a missing key is missing once. */
function deduped(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({pointer, message}) => {
    const key = `${pointer}\n${message}`
    return !seen.has(key) && seen.add(key)
  })
}

function inOrder(problems: readonly Problem[], record: JsonObject): Problem[] {
  const ranked = problems.map(problem => ({problem, rank: rankOf(problem.pointer, record)}))
  const sorted = ranked.sort((a, b) => compareRanks(a.rank, b.rank)).map(({problem}) => problem)
  const warnings = sorted.filter(({severity}) => severity === 'warning')
  return [
    ...capped(
      sorted.filter(({severity}) => severity !== 'warning'),
      'problem',
    ),
    ...capped(warnings, 'warning'),
  ]
}

function capped(problems: readonly Problem[], noun: string): Problem[] {
  const more = problems.length - MAX_PROBLEMS
  if (more <= 0) return [...problems]
  const severity = problems[0]!.severity
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    {pointer: '', message: `has ${plural(more, `more ${noun}`)}`, ...(severity && {severity})},
  ]
}

/** The position of each key among its siblings; a missing one comes after those that are there. */
function rankOf(pointer: string, record: Json): number[] {
  let here: Json | undefined = record
  return keysOf(pointer).map(key => {
    const siblings: string[] = typeof here === 'object' && here !== null ? Object.keys(here) : []
    const position = siblings.indexOf(key)
    here = position < 0 ? undefined : (here as JsonObject)[key]
    return position < 0 ? siblings.length : position
  })
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
