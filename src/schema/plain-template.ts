import {isObject, type Json, type JsonObject} from '../base/json'
import {type Problem, pointerOf} from '../base/problem'
import {parseTimestamp, timestamp} from '../base/time'
import {type Draft, FORMAT} from '../model/record'
import {showValue} from './show'

/** A draft in the record's shape. */
export interface Normal {
  readonly fields: JsonObject
  /** Where in the input a place of the record came from; a place that did not move is its own. */
  readonly from: (pointer: string) => string
  readonly problems: readonly Problem[]
}

interface Builder {
  readonly fields: Record<string, Json>
  /** Pointer in the record → pointer in the input. */
  readonly moved: Map<string, string>
  readonly problems: Problem[]
}

/**
 * Accepts the plain template and input in the record's shape, and answers the record's shape. Nothing is coerced: a number in
 * quotes stays text. Unknown keys are kept. What only the tool may say (id, digests of templates, attempts) is a problem.
 */
export function normalize(draft: Draft): Normal {
  const moved = new Map<string, string>()
  const problems: Problem[] = []
  const builder: Builder = {fields: renamed(draft, moved, problems), moved, problems}
  refuseOurs(builder)
  wrap(builder, 'template', 'name')
  wrap(builder, 'dataset', 'name')
  wrap(builder, 'code', 'commit')
  splits(builder)
  listOf(builder, 'tags')
  listOf(builder, 'artifacts')
  artifactPaths(builder)
  seed(builder)
  times(builder)
  return {fields: builder.fields, from: pointer => origin(moved, pointer), problems}
}

function refuseOurs({fields, problems}: Builder): void {
  const format = fields['format']
  if (format !== undefined && format !== FORMAT && format !== BigInt(FORMAT)) {
    problems.push({pointer: '/format', message: `is ${showValue(format)}`, expected: `${FORMAT}, or nothing`})
  }
  for (const key of ['id', 'attempts']) {
    if (fields[key] === undefined) continue
    problems.push({pointer: `/${key}`, message: 'is given by the input', expected: 'no such key: git exp writes it'})
    delete fields[key]
  }
  const template = fields['template']
  if (isObject(template) && template['digest'] !== undefined) {
    problems.push({
      pointer: '/template/digest',
      message: 'is given by the input',
      expected: 'the name of a template alone',
    })
  }
}

/** `run_name` becomes `name`, in its place among the other keys. */
function renamed(draft: Draft, moved: Map<string, string>, problems: Problem[]): Record<string, Json> {
  const {run_name: old, ...rest} = draft
  if (old === undefined) return {...draft}
  if (draft['name'] === undefined) {
    moved.set('/name', '/run_name')
    return Object.fromEntries(Object.entries(draft).map(([key, value]) => [key === 'run_name' ? 'name' : key, value]))
  }
  if (old !== draft['name']) {
    const message = `is ${showValue(old)}, but name is ${showValue(draft['name'])}`
    problems.push({pointer: '/run_name', message, expected: 'one of the two'})
  }
  return rest
}

/** `dataset: tweets_v1` → `dataset: {name: tweets_v1}` */
function wrap({fields, moved}: Builder, key: string, inner: string): void {
  const value = fields[key]
  if (typeof value !== 'string') return
  fields[key] = {[inner]: value}
  moved.set(`/${key}/${inner}`, `/${key}`)
}

function splits({fields, moved}: Builder): void {
  const dataset = fields['dataset']
  if (!isObject(dataset) || !isObject(dataset['splits'])) return
  const made = Object.entries(dataset['splits']).map(([name, split]): [string, Json] => {
    const pointer = pointerOf(['dataset', 'splits', name])
    if (typeof split === 'string') moved.set(`${pointer}/hash`, pointer)
    return [name, typeof split === 'string' ? marked({hash: split}) : isObject(split) ? marked(split) : split]
  })
  fields['dataset'] = {...dataset, splits: Object.fromEntries(made)}
}

/** Any common digest in hex, with or without the name of its algorithm; DVC's directories end in `.dir`. */
const HASH = /^(?:[a-z][a-z0-9_]{1,11}[:-])?[0-9a-f]{8,128}(?:\.dir)?$/i

function marked(split: JsonObject): JsonObject {
  const hash = split['hash']
  return typeof hash !== 'string' || HASH.test(hash) ? split : {...split, unresolved: true}
}

/** `tags: baseline` → `tags: [baseline]` */
function listOf({fields, moved}: Builder, key: string): void {
  const value = fields[key]
  if (typeof value !== 'string') return
  fields[key] = [value]
  moved.set(`/${key}/0`, `/${key}`)
}

function artifactPaths({fields, moved}: Builder): void {
  const list = fields['artifacts']
  if (!Array.isArray(list)) return
  fields['artifacts'] = list.map((item: Json, i) => {
    if (typeof item !== 'string') return item
    moved.set(`/artifacts/${i}/path`, origin(moved, `/artifacts/${i}`))
    return {path: item}
  })
}

/** The params keep it: they are what the script was given. */
function seed({fields, moved, problems}: Builder): void {
  const params = fields['params']
  const inner = isObject(params) ? params['seed'] : undefined
  if (inner === undefined) return
  if (fields['seed'] === undefined) {
    fields['seed'] = inner
    moved.set('/seed', '/params/seed')
  } else if (typeof inner !== 'object' && typeof fields['seed'] !== 'object' && inner !== fields['seed']) {
    const message = `is ${showValue(fields['seed'])}, but params.seed is ${showValue(inner)}`
    problems.push({pointer: '/seed', message, expected: 'the same seed twice, or once'})
  }
}

/** What is no time stays as it is, for the schema to report. */
function times({fields}: Builder): void {
  for (const key of ['created', 'started', 'finished']) {
    const value = fields[key]
    const ms = typeof value === 'string' ? parseTimestamp(value) : undefined
    if (ms !== undefined) fields[key] = timestamp(ms)
  }
}

function origin(moved: ReadonlyMap<string, string>, pointer: string): string {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const found = moved.get(pointer.slice(0, end))
    if (found !== undefined) return found + pointer.slice(end)
  }
  return pointer
}
