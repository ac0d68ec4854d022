import {at, type JsonObject} from '../base/json'
import type {RunId} from '../model/ids'
import type {LedgerSettings} from '../model/settings'
import type {Summary} from '../model/summary'
import type {Timer} from '../ports/world'
import type {ListPorts} from './list-runs'
import {liveLooks} from './live-view'
import type {Matching, Wanted} from './matching-rows'
import {type RunningRuns, runningRuns, tipNow} from './running-runs'
import {type TimesSaid, timeRange} from './time-range'

export interface WatchInput extends Wanted, TimesSaid {
  /** Between two looks, in ms. */
  readonly every: number
  /** Field paths; undefined: chosen by what differs between the runs. */
  readonly columns: readonly string[] | undefined
}

/** A run began, ended, or goes on with nobody running it any more (`live.alive` is `no`). */
export interface RunChange {
  /** Its status at the last look; null: it was not there, or did not run. */
  readonly was: string | null
  readonly run: Summary
}

/** What goes on now. */
export interface Watched {
  /** In ms since 1970: now, and when the watch began. */
  readonly now: number
  readonly since: number
  /** Newest first, with what each has said so far. */
  readonly running: readonly Summary[]
  /** Those that ended since the watch began, the last first. */
  readonly ended: readonly Summary[]
  /** Since the last look; at the first, those that run. */
  readonly changes: readonly RunChange[]
  readonly missing: Matching['missing']
  /** Field paths to show: those asked for, else the params that differ between these runs, and their metrics. */
  readonly fields: readonly string[]
  readonly settings: LedgerSettings
}

/** A look that takes long is followed by a pause so many times as long: watching never takes more than a tenth of a core. */
const PAUSE = 9
/** So many that ended are remembered. */
const MAX_ENDED = 1_000

/**
 * Looks at the runs that match, again and again, and lets `hear` know; it never ends by itself. While the ledger stands where it did it is
 * not read, and what a run said only when it has said more. Throws BAD_FILTER, USAGE for times that say nothing, NO_LEDGER.
 */
export async function watchRuns(
  ports: ListPorts & {readonly timer: Timer},
  input: WatchInput,
  hear: (watched: Watched) => void,
): Promise<never> {
  const look = await looking(ports, input)
  for (;;) {
    const began = ports.clock.now()
    hear(await look())
    await ports.timer.sleep(Math.max(input.every, PAUSE * (ports.clock.now() - began)))
  }
}

/** Each call looks once, and remembers what it saw. */
async function looking(ports: ListPorts, input: WatchInput): Promise<() => Promise<Watched>> {
  const [range, {pickColumns}] = await Promise.all([timeRange(input, ports.clock, 'ls'), import('../query/columns')])
  const withLive = liveLooks<JsonObject>(await ports.liveHere())
  const since = ports.clock.now()
  const left = new Set<RunId>()
  let read: RunningRuns | undefined
  let ended: readonly Summary[] = []
  return async () => {
    const before = read
    if (read === undefined || (await tipNow(ports)) !== read.tip) read = await runningRuns(ports, input, range, before)
    const fresh = read === before ? [] : changes(before, read)
    ended = withEnded(ended, read, fresh)
    const running = withLive(read.running as unknown as JsonObject[]) as unknown as Summary[]
    const {settings, missing} = read
    const shown = [...running, ...ended] as unknown as JsonObject[]
    const document = (row: number) => shown[row]!
    const picked = input.columns ?? pickColumns({document}, [...shown.keys()], settings.primary_metric)
    const fields = picked.filter(path => !ALWAYS.has(path))
    const news = [...fresh, ...abandoned(running, left)]
    return {now: ports.clock.now(), since, running, ended, changes: news, missing, fields, settings}
  }
}

/** Shown whatever is picked. */
const ALWAYS: ReadonlySet<string> = new Set(['id', 'name', 'status', 'created', 'elapsed', 'step'])

function changes(before: RunningRuns | undefined, {running, over}: RunningRuns): RunChange[] {
  const were = new Map(before?.running.map(({id, status}) => [id, status]))
  const started = running.filter(({id}) => !were.has(id)).reverse()
  return [...over, ...started].map(run => ({was: were.get(run.id) ?? null, run}))
}

/** Those that nobody runs any more, each told once; `told` are those that have been. */
function abandoned(running: readonly Summary[], told: Set<RunId>): RunChange[] {
  const found = running.filter(run => at(run as unknown as JsonObject, 'live', 'alive') === 'no' && !told.has(run.id))
  for (const {id} of found) told.add(id)
  return found.map(run => ({was: run.status, run}))
}

/** One that goes on again, as a preempted run does, is no longer among them. */
function withEnded(ended: readonly Summary[], {running}: RunningRuns, fresh: readonly RunChange[]): readonly Summary[] {
  if (fresh.length === 0) return ended
  const going = new Set(running.map(({id}) => id))
  const now = fresh.flatMap(({run}) => (going.has(run.id) ? [] : [run]))
  const known = new Set(now.map(({id}) => id))
  return [...now, ...ended.filter(({id}) => !known.has(id) && !going.has(id))].slice(0, MAX_ENDED)
}
