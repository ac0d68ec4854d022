import {ExpError} from '../base/errors'
import {nearest, nearestEnding, shellWord, someOf} from '../base/text'
import {type CurveGroup, type CurveSet, candidatesOf, curveSet, type RunSeries} from '../compare/curves/curve-set'
import {isLike} from '../compare/metric-pattern'
import {type LedgerHead, readHead} from '../ledger/head'
import {readRuns, type StoredRun} from '../ledger/read-run'
import type {LiveRuns} from '../ports/live-runs'
import type {Recorded} from '../ports/recorded'
import type {Clock} from '../ports/world'
import type {BytesPorts} from './artifact-bytes'
import {chooseRuns, isFiltered, type RunsSaid} from './choose-runs'
import {groupRuns, type PlacesGroup} from './curve-groups'
import type {RunPlace} from './entrants'
import {sameRuns} from './group-field'
import {type IndexPorts, indexAt} from './run-index'
import {seriesOfRun} from './series-of-run'

export type CurvesPorts = IndexPorts &
  BytesPorts & {
    readonly recorded: Recorded
    readonly ref: string
    readonly clock: Clock
    readonly liveHere: () => Promise<LiveRuns>
  }

export interface CurvesInput extends RunsSaid {
  /** Patterns, `*` for any text; none: chosen by us, or all with `every`. */
  readonly metrics: readonly string[]
  readonly every: boolean
  /** Lines at most, runs or groups, of those that have curves; 0 is all. */
  readonly limit: number
  /** Runs that differ in nothing but their seed are one line, their mean. */
  readonly mean?: boolean
  /** So are those that have the same value of this field. */
  readonly groupBy?: string
}

export interface RunsCurves {
  readonly set: CurveSet
  /** Runs that have no curves. */
  readonly bare: readonly RunPlace[]
  /** Runs that groups leave out, since they only check another run. */
  readonly reproductions: readonly RunPlace[]
  /** Runs, or groups, with or without curves that were not looked at. */
  readonly more: number
  readonly hints: readonly string[]
}

/** Lines are read so many at once. */
const BATCH = 64

/**
 * The curves of some runs beside one another, or the means of groups of them; of the newest run of this worktree where none is named.
 * Throws RUN_NOT_FOUND, RUN_AMBIGUOUS, BAD_FILTER, FILE_NOT_FOUND where none of them has any, USAGE for a metric of which there is no
 * curve and for a field to group by that nobody has, and DAMAGED_RECORD.
 */
export async function curvesOfRuns(ports: CurvesPorts, input: CurvesInput): Promise<RunsCurves> {
  const head = await readHead(ports.objects, ports.ref)
  const index = await indexAt(ports, head)
  const said = input.runs.length === 0 && !isFiltered(input) ? {...input, runs: ['latest']} : input
  const isGrouped = input.mean === true || input.groupBy !== undefined
  // A group is called after its first run, as in a comparison.
  const {places, hints} = await chooseRuns(ports, head, index, said, {command: 'curves', newestFirst: !isGrouped})
  if (places.length === 0)
    throw new ExpError('RUN_NOT_FOUND', 'no run matches', {hints: ['see what matches: git exp ls']})
  const grouped = isGrouped
    ? await groupRuns(ports, head, places, {by: input.groupBy, again: sameRuns('curves', input)})
    : undefined
  const lines = grouped ? grouped.groups.map(group => group.places) : places.map(place => [place])
  const {runs, lines: drawn, bare, more} = await readCurves(ports, head, lines, input.limit)
  if (runs.length === 0) throw noCurves(bare)
  for (const pattern of input.metrics) checkMetric(pattern, runs, input)
  const asked = input.metrics.length > 0 ? input.metrics : input.every ? 'all' : 'chosen'
  const {directions, primary_metric} = head.settings
  const primary = primary_metric?.replace(/^metrics\./, '')
  const ledger = {directions, ...(primary !== undefined && {primary})}
  const groups = grouped && drawn.flatMap((members, i) => curveGroup(grouped.groups[i]!, members, runs))
  return {set: curveSet(runs, asked, ledger, groups), bare, reproductions: grouped?.reproductions ?? [], more, hints}
}

/** None where none of its runs has curves. */
function curveGroup(
  {label, mixed, seeds}: PlacesGroup,
  members: readonly number[],
  runs: readonly RunSeries[],
): CurveGroup[] {
  const known = members.map(run => ({run, seed: seeds.get(runs[run]!.id)}))
  return members.length === 0 ? [] : [{label, mixed, members: known}]
}

interface Read {
  readonly runs: readonly RunSeries[]
  /** For each line that was looked at the indexes of its runs that have curves. */
  readonly lines: readonly (readonly number[])[]
  readonly bare: readonly RunPlace[]
  readonly more: number
}

async function readCurves(
  ports: CurvesPorts,
  head: LedgerHead,
  lines: readonly (readonly RunPlace[])[],
  limit: number,
): Promise<Read> {
  const most = limit === 0 ? Number.POSITIVE_INFINITY : limit
  const [runs, bare, read]: [RunSeries[], RunPlace[], number[][]] = [[], [], []]
  const all = lines.reduce((sum, {length}) => sum + length, 0)
  const isDrawn = (members: readonly number[]) => members.length > 0
  for (let drawn = 0; read.length < lines.length && drawn < most; drawn = read.filter(isDrawn).length) {
    const batch = lines.slice(read.length, read.length + Math.min(BATCH, most - drawn))
    const places = batch.flat()
    const stored = await readRuns(
      ports.objects,
      head.tip,
      places.map(({path}) => path),
    )
    const live = stored.some(isRunning) ? await ports.liveHere() : undefined
    let at = 0
    for (const line of batch) {
      const members: number[] = []
      for (const place of line) {
        const run = stored[at++]!
        ports.progress.step('reading curves', runs.length + bare.length, all)
        const series = await seriesOfRun(ports, head, place, run, live)
        const {id, name} = place
        if (series.curves.size === 0) bare.push(place)
        else members.push(runs.push({id, name, status: String(run.folded['status']), ...series}) - 1)
      }
      read.push(members)
    }
  }
  ports.progress.end()
  return {runs, lines: read, bare, more: lines.length - read.length}
}

const isRunning = ({folded}: StoredRun) => folded['status'] === 'running'

function noCurves(bare: readonly RunPlace[]): ExpError {
  const [first] = bare
  const message =
    bare.length === 1
      ? `${first!.name} (${first!.id}) has no curves; expected metrics that were said with a step`
      : `none of these ${bare.length} runs has curves; expected metrics that were said with a step`
  return new ExpError('FILE_NOT_FOUND', message, {
    hints: ['while it runs: git exp put RUN loss=0.5 --step 100', `what it has: git exp show ${first!.id}`],
    data: {runs: bare.slice(0, 100).map(({id}) => id)},
  })
}

const NAMED = 8

function checkMetric(pattern: string, runs: readonly RunSeries[], input: CurvesInput): void {
  const metrics = candidatesOf(runs).map(({metric}) => metric)
  if (metrics.some(metric => isLike(pattern, metric))) return
  const near = nearest(pattern, metrics) ?? nearestEnding(pattern, metrics)
  throw new ExpError('USAGE', `none of these runs has a curve of "${pattern}"; they have ${someOf(metrics, NAMED)}`, {
    hints:
      near === undefined
        ? [`all of them: ${sameRuns('curves', input)} --metric '*'`]
        : [`${sameRuns('curves', input)} --metric ${shellWord(near)}`],
    data: {metric: pattern, metrics: metrics.slice(0, 100)},
  })
}
