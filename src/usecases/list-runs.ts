import type {JsonObject} from '../base/json'
import {readHead} from '../ledger/head'
import {liveRows, type Table} from '../model/columns'
import type {LedgerSettings} from '../model/settings'
import type {Summary} from '../model/summary'
import type {LiveRuns} from '../ports/live-runs'
import type {Clock} from '../ports/world'
import type {Here} from '../query/local-time'
import type {SavedFilters} from '../query/saved-filters'
import {withLive} from './live-view'
import {type IndexPorts, indexAt} from './run-index'
import {type TimeRange, timeRange} from './time-range'

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
  /** Bounds of `created`, as people type times: `yesterday`, `2 weeks ago`. */
  readonly since: string | undefined
  readonly until: string | undefined
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

/** The runs that match, sorted. Throws BAD_FILTER with the place in the expression, USAGE for times that say nothing. */
export async function listRuns(ports: ListPorts, input: ListInput): Promise<Listed> {
  const range = await timeRange(input, ports.clock, 'ls')
  const head = await readHead(ports.objects, ports.ref)
  const [index, {sortRows}, {pickColumns}, {unknownField}] = await Promise.all([
    indexAt(ports, head),
    import('../query/sort'),
    import('../query/columns'),
    import('../query/fields'),
  ])
  const {table} = index
  const here = {now: ports.clock.now(), zone: (at: number) => ports.clock.zone(at)}
  const {rows, missing} = await matching(table, input, {here, range, saved: head.settings.filters ?? {}})
  const keys = sortKeys(input)
  const top = sortRows(table, rows, keys, input.limit === 0 ? rows.length : input.limit)
  const runs = await current(
    ports,
    top.map(row => table.document(row) as unknown as Summary),
  )
  const named = [...keys.map(({path}) => path), ...(input.columns ?? [])]
  const columns = input.columns ?? withKeys(pickColumns(table, top, head.settings.primary_metric), keys)
  const hints = table.rows === 0 ? ['git exp record run.json'] : named.flatMap(path => unknownField(table, path) ?? [])
  return {
    runs,
    total: rows.length,
    columns,
    missing,
    settings: head.settings,
    hints: [...hints, ...(range?.hints ?? [])],
  }
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

interface Asked {
  readonly here: Here
  readonly range: TimeRange | undefined
  readonly saved: SavedFilters
}

async function matching(table: Table, input: ListInput, {here, range, saved}: Asked): Promise<Matching> {
  const filters = [
    ...(input.where === undefined ? [] : [input.where]),
    ...input.tags.map(tag => `${JSON.stringify(tag)} in tags`),
    ...(input.group === undefined ? [] : [`group == ${JSON.stringify(input.group)}`]),
  ]
  if (filters.length === 0) return {rows: within(table, liveRows(table), range), missing: []}
  const {compileFilter} = await import('../query/filter')
  let rows: Uint32Array | undefined
  const missing: {path: string; count: number; nearest?: string}[] = []
  for (const [i, text] of filters.entries()) {
    const found = (await compileFilter(text, here, saved, table)).apply(table)
    const before = rows === undefined ? undefined : new Set(rows)
    rows = before ? found.rows.filter(row => before.has(row)) : found.rows
    // A run without tags or group is no surprise; one without a field of the filter may be.
    if (i === 0 && input.where !== undefined) missing.push(...found.missing)
  }
  return {rows: within(table, rows!, range), missing}
}

/** Those created within the range. */
function within(table: Table, rows: Uint32Array, range: TimeRange | undefined): Uint32Array {
  if (!range) return rows
  const created = table.created()
  return rows.filter(row => created[row]! >= range.from && created[row]! <= range.to)
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
