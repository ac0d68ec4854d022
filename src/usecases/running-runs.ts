import {readHead} from '../ledger/head'
import {changedFolders} from '../ledger/index/changed'
import type {Index} from '../ledger/index/refresh'
import {KIND, type Table} from '../model/columns'
import type {Oid, RunId} from '../model/ids'
import {RECORD_FILE} from '../model/paths'
import type {LedgerSettings} from '../model/settings'
import type {Summary} from '../model/summary'
import type {ListPorts} from './list-runs'
import {hereOf, type Matching, matchingRows, type Wanted} from './matching-rows'
import {indexAt} from './run-index'
import type {TimeRange} from './time-range'

/** What the ledger says of the runs that match, at one tip. */
export interface RunningRuns {
  readonly tip: Oid
  readonly settings: LedgerSettings
  /** Newest first. */
  readonly running: readonly Summary[]
  /** No longer running: those that were at the last look, and those whose record has come or changed since. */
  readonly over: readonly Summary[]
  readonly missing: Matching['missing']
}

/** One reading of the ledger; `before` is the last one. Throws NO_LEDGER, BAD_FILTER. */
export async function runningRuns(
  ports: ListPorts,
  wanted: Wanted,
  range: TimeRange | undefined,
  before: RunningRuns | undefined,
): Promise<RunningRuns> {
  const head = await readHead(ports.objects, ports.ref)
  const index = await indexAt(ports, head)
  try {
    const asked = {here: hereOf(ports.clock), range, saved: head.settings.filters ?? {}}
    const {rows, missing} = await matchingRows(index.table, wanted, asked)
    const running = summaries(index.table, rowsRunning(index.table, rows)).sort(newestFirst)
    const over = before ? await overSince(ports, index, {rows, running, before, tip: head.tip}) : []
    return {tip: head.tip, settings: head.settings, running, over, missing}
  } finally {
    index.close()
  }
}

/** Where the ledger stands, as cheaply as that can be told; undefined: there is none. */
export async function tipNow({objects, ref}: Pick<ListPorts, 'objects' | 'ref'>): Promise<Oid | undefined> {
  const peeked = objects.peek?.(ref)
  if (peeked !== undefined) return peeked ?? undefined
  const [commit] = await objects.find([`${ref}^{commit}`])
  return commit?.oid
}

const summaries = (table: Table, rows: readonly number[]) => rows.map(row => table.document(row) as unknown as Summary)

function rowsRunning(table: Table, rows: Uint32Array): number[] {
  const status = table.column('status')
  const codes = new Set(status?.codesOf('running'))
  return status ? [...rows].filter(row => status.kind[row] === KIND.text && codes.has(status.num[row]!)) : []
}

const newestFirst = (a: Summary, b: Summary) =>
  a.created === b.created ? (a.id < b.id ? -1 : 1) : a.created < b.created ? 1 : -1

interface Since {
  readonly rows: Uint32Array
  readonly running: readonly Summary[]
  readonly before: RunningRuns
  readonly tip: Oid
}

/** A run that was running is followed to its end, also where it no longer matches: `status == "running"` is a filter, too. */
async function overSince({objects}: ListPorts, index: Index, since: Since): Promise<Summary[]> {
  const {rows, running, before, tip} = since
  const still = new Set(running.map(({id}) => id))
  const were = before.running.map(({id}) => id)
  const matching = new Set(rows)
  const written = (await changedRecords(objects, before.tip, tip)).filter(id => matching.has(index.row(id) ?? -1))
  const over = [...new Set([...were, ...written])].filter(id => !still.has(id))
  return over.flatMap(id => {
    const now = index.summary(id)
    // One whose tag or group was changed still runs.
    return now && now.status !== 'running' ? [now] : []
  })
}

/** Runs whose own record is new or another; not those that were only noted or tagged. */
async function changedRecords(objects: ListPorts['objects'], before: Oid, tip: Oid): Promise<RunId[]> {
  const changed = (await changedFolders(objects, before, tip)) ?? new Map()
  return [...changed].flatMap(([folder, changes]) =>
    changes.some(({path}: {path: string}) => path === `${folder}/${RECORD_FILE}`) ? [folder.slice(-12) as RunId] : [],
  )
}
