import {ExpError} from '../base/errors'
import type {SetComparison, SetOptions} from '../compare/set/compare-set'
import type {Entrant} from '../compare/set/rival'
import {type LedgerHead, readHead} from '../ledger/head'
import type {Index} from '../ledger/index/refresh'
import type {RunId} from '../model/ids'
import type {LedgerSettings} from '../model/settings'
import type {LiveRuns} from '../ports/live-runs'
import type {Recorded} from '../ports/recorded'
import type {Clock} from '../ports/world'
import {chooseRuns, isFiltered, type RunsSaid} from './choose-runs'
import {type RunPlace, readEntrants} from './entrants'
import type {Listed} from './list-runs'
import {type IndexPorts, indexAt} from './run-index'

export type ComparePorts = IndexPorts & {
  readonly recorded: Recorded
  readonly ref: string
  readonly clock: Clock
  readonly liveHere: () => Promise<LiveRuns>
}

/** Oldest first. */
export interface WhichRuns extends RunsSaid {
  /** A run; it joins the others where it is not among them. Absent: the first. */
  readonly baseline?: string | undefined
}

export type HowCompared = Pick<SetOptions, 'groupBy' | 'paired' | 'across'>

export interface SetCompared {
  readonly comparison: SetComparison
  /** Fields that a filter compares and some runs lack. */
  readonly missing: Listed['missing']
  readonly settings: LedgerSettings
  readonly hints: readonly string[]
}

/** Runs are read whole: so many are compared at once. */
const RUNS_MAX = 5_000

/**
 * Two runs or more beside one another. Throws RUN_NOT_FOUND where fewer are named or match, RUN_AMBIGUOUS, BAD_FILTER, TOO_BIG for
 * more than 5,000, USAGE for a field to group by that none has, and DAMAGED_RECORD where a record that is named cannot be read.
 */
export async function compareSetOfRuns(ports: ComparePorts, which: WhichRuns, how: HowCompared): Promise<SetCompared> {
  const [{entrants, options, ...rest}, {compareSet}] = await Promise.all([
    readSet(ports, which),
    import('../compare/set/compare-set'),
  ])
  await checkGrouping('compare', which, how, entrants)
  return {comparison: compareSet(entrants, {...options, ...how}), ...rest}
}

/** Throws USAGE for a field to group by that none of the runs has. */
export async function checkGrouping(
  command: string,
  which: WhichRuns,
  {groupBy}: HowCompared,
  entrants: readonly Entrant[],
): Promise<void> {
  if (groupBy === undefined) return
  const {mustHave, sameRuns} = await import('./group-field')
  mustHave(groupBy, entrants, sameRuns(command, which))
}

export interface ReadSet extends Omit<SetCompared, 'comparison'> {
  readonly entrants: readonly Entrant[]
  /** What the ledger says of how its runs are compared, and the baseline that was asked for. */
  readonly options: Pick<SetOptions, 'directions' | 'volatile' | 'baseline' | 'primary'>
}

/** The runs of a comparison, read. Throws as `compareSetOfRuns` does. */
export async function readSet(ports: ComparePorts, which: WhichRuns): Promise<ReadSet> {
  const head = await readHead(ports.objects, ports.ref)
  const index = await indexAt(ports, head)
  const {places, baseline, missing, hints} = await chooseEntrants(ports, head, index, which)
  const entrants = await readEntrants(ports, head, places)
  const {settings} = head
  const primary = settings.primary_metric?.replace(/^metrics\./, '')
  const options = {
    directions: settings.directions,
    volatile: settings.volatile_params ?? [],
    ...(primary !== undefined && {primary}),
    ...(baseline !== undefined && {baseline}),
  }
  return {entrants, options, missing, settings, hints}
}

interface Chosen {
  readonly places: readonly RunPlace[]
  readonly baseline?: RunId
  readonly missing: Listed['missing']
  readonly hints: readonly string[]
}

async function chooseEntrants(ports: ComparePorts, head: LedgerHead, index: Index, which: WhichRuns): Promise<Chosen> {
  const {baseline} = which
  const runs = [...(baseline === undefined ? [] : [baseline]), ...which.runs]
  const {places, ...rest} = await chooseRuns(ports, head, index, {...which, runs}, {command: 'compare'})
  if (places.length < 2) throw tooFew(places.length, which)
  if (places.length > RUNS_MAX) throw tooMany(places.length)
  return {places, ...(baseline !== undefined && {baseline: places[0]!.id}), ...rest}
}

function tooFew(count: number, which: WhichRuns): ExpError {
  const what = count === 0 ? 'no run matches' : 'there is only one run'
  const hints = isFiltered(which) ? ['see what matches: git exp ls'] : ['git exp compare latest~1 latest', 'git exp ls']
  return new ExpError('RUN_NOT_FOUND', `${what}; expected two or more to compare`, {hints, data: {count}})
}

function tooMany(count: number): ExpError {
  const message = `${count} runs match; expected at most ${RUNS_MAX} to compare`
  return new ExpError('TOO_BIG', message, {
    hints: ['fewer of them: --where \'created > "2026-01-01"\''],
    data: {count, max: RUNS_MAX},
  })
}
