import type {JsonObject} from '../base/json'
import {readHead} from '../ledger/head'
import type {LedgerSettings} from '../model/settings'
import type {Summary} from '../model/summary'
import type {LiveRuns} from '../ports/live-runs'
import type {Clock} from '../ports/world'
import {withLive} from './live-view'
import {hereOf, matchingRows, type Wanted} from './matching-rows'
import {type IndexPorts, indexAt} from './run-index'
import {type TimesSaid, timeRange} from './time-range'

export type ListPorts = IndexPorts & {
  readonly ref: string
  readonly clock: Clock
  readonly liveHere: () => Promise<LiveRuns>
}

export interface ListInput extends Wanted, TimesSaid {
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
  const asked = {here: hereOf(ports.clock), range, saved: head.settings.filters ?? {}}
  const {rows, missing} = await matchingRows(table, input, asked)
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
