import type {JsonObject} from '../base/json'
import {readHead} from '../ledger/head'
import {liveRows, type Table} from '../model/columns'
import type {LedgerSettings} from '../model/settings'
import type {Summary} from '../model/summary'
import type {LiveRuns} from '../ports/live-runs'
import type {Clock} from '../ports/world'
import {withLive} from './live-view'
import {type IndexPorts, indexAt} from './run-index'

export type ListPorts = IndexPorts & {
  readonly ref: string
  readonly clock: Clock
  readonly liveHere: () => Promise<LiveRuns>
}

export interface ListInput {
  /** CEL over summaries; `@name` stands for a saved filter. */
  readonly where: string | undefined
  readonly tags: readonly string[]
  readonly group: string | undefined
  /** Field paths; `-path` is descending. None: newest first. */
  readonly sort: readonly string[]
  readonly descending: boolean
  /** Field paths; undefined: chosen by what differs between the runs shown. */
  readonly columns: readonly string[] | undefined
  /** 0 is all. */
  readonly limit: number
}

export interface Listed {
  readonly runs: readonly Summary[]
  /** Runs that match, shown or not. */
  readonly total: number
  readonly columns: readonly string[]
  /** Field paths that the filter compares and some runs lack, with how many. */
  readonly missing: readonly {readonly path: string; readonly count: number; readonly nearest?: string}[]
  readonly settings: LedgerSettings
  readonly hints: readonly string[]
}

/** The runs that match, sorted. Throws BAD_FILTER with the place in the expression. */
export async function listRuns(ports: ListPorts, input: ListInput): Promise<Listed> {
  const head = await readHead(ports.objects, ports.ref)
  const [index, {sortRows}, {pickColumns}, {unknownField}] = await Promise.all([
    indexAt(ports, head),
    import('../query/sort'),
    import('../query/columns'),
    import('../query/fields'),
  ])
  const {table} = index
  const {rows, missing} = await matching(table, input, {now: ports.clock.now(), saved: head.settings.filters ?? {}})
  const keys = sortKeys(input)
  const top = sortRows(table, rows, keys, input.limit === 0 ? rows.length : input.limit)
  const runs = await current(
    ports,
    top.map(row => table.document(row) as unknown as Summary),
  )
  const named = [...keys.map(({path}) => path), ...(input.columns ?? [])]
  const columns = input.columns ?? withKeys(pickColumns(table, top, head.settings.primary_metric), keys)
  const hints = table.rows === 0 ? ['git exp record run.json'] : named.flatMap(path => unknownField(table, path) ?? [])
  return {runs, total: rows.length, columns, missing, settings: head.settings, hints}
}

/** With what those that go on here have said since they were recorded. Filters and order are those of the records. */
async function current(ports: ListPorts, runs: readonly Summary[]): Promise<readonly Summary[]> {
  if (!runs.some(({status}) => status === 'running')) return runs
  const live = await ports.liveHere()
  return live
    ? runs.map(
        run => (run.status === 'running' ? withLive(live, run.id, run as unknown as JsonObject) : run) as Summary,
      )
    : runs
}

interface Matching {
  readonly rows: ArrayLike<number>
  readonly missing: Listed['missing']
}

/** The live rows of the runs that every filter holds for. Throws BAD_FILTER with the place in the expression. */
export async function matching(
  table: Table,
  input: Pick<ListInput, 'where' | 'tags' | 'group'>,
  {now, saved}: {readonly now: number; readonly saved: Readonly<Record<string, string>>},
): Promise<Matching> {
  const filters = [
    ...(input.where === undefined ? [] : [input.where]),
    ...input.tags.map(tag => `${JSON.stringify(tag)} in tags`),
    ...(input.group === undefined ? [] : [`group == ${JSON.stringify(input.group)}`]),
  ]
  if (filters.length === 0) return {rows: liveRows(table), missing: []}
  const {compileFilter} = await import('../query/filter')
  let rows: Uint32Array | undefined
  const missing: {path: string; count: number; nearest?: string}[] = []
  for (const [i, text] of filters.entries()) {
    const found = (await compileFilter(text, now, saved)).apply(table)
    const before = rows === undefined ? undefined : new Set(rows)
    rows = before ? found.rows.filter(row => before.has(row)) : found.rows
    // A run without tags or group is no surprise; one without a field of the filter may be.
    if (i === 0 && input.where !== undefined) missing.push(...found.missing)
  }
  return {rows: rows!, missing}
}

/** What is sorted by is shown. */
const withKeys = (columns: readonly string[], keys: readonly {readonly path: string}[]) => [
  ...new Set([...columns, ...keys.map(({path}) => path)]),
]

function sortKeys({sort, descending}: ListInput): {path: string; descending: boolean}[] {
  if (sort.length === 0) return [{path: 'created', descending: !descending}]
  return sort.map(key =>
    key.startsWith('-') ? {path: key.slice(1), descending: !descending} : {path: key, descending},
  )
}
