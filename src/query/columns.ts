import {isObject, type Json, leaves} from '../base/json'
import {spellJson} from '../base/json-text'
import {getOrMake} from '../base/lazy'
import type {Table} from '../model/columns'

/** What differs is looked for among so many of the rows shown. */
const SAMPLE = 200
const PARAMS_MAX = 5
const METRICS_MAX = 3

/**
 * The columns that say most about these rows: id, name, status, created, then params that differ between them and metrics: the
 * primary one where it is named (`macro_f1` or `test.macro_f1`) and present, else those that most runs have.
 */
export function pickColumns(table: Pick<Table, 'document'>, rows: readonly number[], primary?: string): string[] {
  const documents = rows.slice(0, SAMPLE).map(row => table.document(row))
  const params = fieldsOf(documents, 'params').filter(({differs}) => differs)
  const metrics = fieldsOf(documents, 'metrics').filter(({numbers}) => numbers)
  const wanted = primary === undefined ? [] : metrics.filter(({path}) => isPrimary(path, primary))
  const shown = wanted.length > 0 ? wanted : totals(metrics)
  return ['id', 'name', 'status', 'created', ...mostHeld(params, PARAMS_MAX), ...mostHeld(shown, METRICS_MAX)]
}

const isPrimary = (path: string, primary: string) => path === `metrics.${primary}` || path.endsWith(`.${primary}`)

interface Field {
  readonly path: string
  readonly count: number
  readonly differs: boolean
  readonly numbers: boolean
}

function fieldsOf(documents: readonly Json[], root: string): Field[] {
  const found = new Map<string, {count: number; values: Set<string>; numbers: boolean}>()
  for (const document of documents) {
    const branch = isObject(document) ? document[root] : undefined
    if (!isObject(branch)) continue
    for (const [path, value] of leaves(branch, root)) {
      const field = getOrMake(found, path, () => ({count: 0, values: new Set<string>(), numbers: true}))
      field.count++
      field.values.add(spellJson(value))
      field.numbers &&= typeof value === 'number' || typeof value === 'bigint'
    }
  }
  return [...found].map(([path, {count, values, numbers}]) => ({
    path,
    count,
    numbers,
    differs: values.size > 1 || count < documents.length,
  }))
}

/** Those that most rows hold, totals before what lies below them (per-class scores), in the order in which the records give them. */
function mostHeld(fields: readonly Field[], max: number): string[] {
  const most = new Set([...fields].sort((a, b) => b.count - a.count || depth(a) - depth(b)).slice(0, max))
  return fields.filter(field => most.has(field)).map(({path}) => path)
}

/** `metrics.dev.macro_f1` and not `metrics.dev.class_f1.neg`, of which one alone, headed `neg`, would mislead; unless there is nothing else. */
function totals(metrics: readonly Field[]): readonly Field[] {
  const found = metrics.filter(field => depth(field) <= TOTAL_DEPTH)
  return found.length > 0 ? found : metrics
}

const TOTAL_DEPTH = 3

const depth = ({path}: Field) => path.split('.').length
