import {ExpError} from '../base/errors'
import {nearest, shellWord} from '../base/text'
import {type CurveSet, candidatesOf, curveSet, type RunSeries} from '../compare/curves/curve-set'
import {isLike} from '../compare/metric-pattern'
import {type LedgerHead, readHead} from '../ledger/head'
import {readRuns, type StoredRun} from '../ledger/read-run'
import type {LiveRuns} from '../ports/live-runs'
import type {Recorded} from '../ports/recorded'
import type {Clock} from '../ports/world'
import type {BytesPorts} from './artifact-bytes'
import {chooseRuns, isFiltered, type RunsSaid} from './choose-runs'
import type {RunPlace} from './entrants'
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
  /** Runs at most, of those that have curves; 0 is all. */
  readonly limit: number
}

export interface RunsCurves {
  readonly set: CurveSet
  /** Runs that have no curves. */
  readonly bare: readonly RunPlace[]
  /** Runs with or without curves that were not looked at. */
  readonly more: number
  readonly hints: readonly string[]
}

/** Records are read so many at once. */
const BATCH = 64

/**
 * The curves of some runs beside one another; of the newest of this worktree where none is named. Throws RUN_NOT_FOUND, RUN_AMBIGUOUS,
 * BAD_FILTER, FILE_NOT_FOUND where none of them has any, USAGE for a metric of which there is no curve, and DAMAGED_RECORD.
 */
export async function curvesOfRuns(ports: CurvesPorts, input: CurvesInput): Promise<RunsCurves> {
  const head = await readHead(ports.objects, ports.ref)
  const index = await indexAt(ports, head)
  const said = input.runs.length === 0 && !isFiltered(input) ? {...input, runs: ['latest']} : input
  const {places, hints} = await chooseRuns(ports, head, index, said, {command: 'curves', newestFirst: true})
  if (places.length === 0)
    throw new ExpError('RUN_NOT_FOUND', 'no run matches', {hints: ['see what matches: git exp ls']})
  const {runs, bare, more} = await readCurves(ports, head, places, input.limit)
  if (runs.length === 0) throw noCurves(bare)
  for (const pattern of input.metrics) checkMetric(pattern, runs, input)
  const asked = input.metrics.length > 0 ? input.metrics : input.every ? 'all' : 'chosen'
  const {directions, primary_metric} = head.settings
  const primary = primary_metric?.replace(/^metrics\./, '')
  return {set: curveSet(runs, asked, {directions, ...(primary !== undefined && {primary})}), bare, more, hints}
}

interface Read {
  readonly runs: readonly RunSeries[]
  readonly bare: readonly RunPlace[]
  readonly more: number
}

async function readCurves(
  ports: CurvesPorts,
  head: LedgerHead,
  places: readonly RunPlace[],
  limit: number,
): Promise<Read> {
  const most = limit === 0 ? Number.POSITIVE_INFINITY : limit
  const [runs, bare]: [RunSeries[], RunPlace[]] = [[], []]
  let seen = 0
  for (; seen < places.length && runs.length < most; ) {
    const batch = places.slice(seen, seen + Math.min(BATCH, most - runs.length))
    seen += batch.length
    const stored = await readRuns(
      ports.objects,
      head.tip,
      batch.map(({path}) => path),
    )
    const live = stored.some(isRunning) ? await ports.liveHere() : undefined
    for (const [i, place] of batch.entries()) {
      ports.progress.step('reading curves', seen - batch.length + i, places.length)
      const series = await seriesOfRun(ports, head, place, stored[i]!, live)
      const {id, name} = place
      if (series.curves.size > 0) runs.push({id, name, status: String(stored[i]!.folded['status']), ...series})
      else bare.push(place)
    }
  }
  ports.progress.end()
  return {runs, bare, more: places.length - seen}
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

function checkMetric(pattern: string, runs: readonly RunSeries[], {runs: words}: CurvesInput): void {
  const metrics = candidatesOf(runs).map(({metric}) => metric)
  if (metrics.some(metric => isLike(pattern, metric))) return
  const near = nearest(pattern, metrics) ?? nearestEnding(pattern, metrics)
  const again = ['git exp curves', ...words.map(shellWord)].join(' ')
  throw new ExpError('USAGE', `none of these runs has a curve of "${pattern}"; they have ${listed(metrics)}`, {
    hints: near === undefined ? [`all of them: ${again} --metric '*'`] : [`${again} --metric ${shellWord(near)}`],
    data: {metric: pattern, metrics: metrics.slice(0, 100)},
  })
}

/** `macro_f` is near to the end of `dev.macro_f1`. */
function nearestEnding(pattern: string, metrics: readonly string[]): string | undefined {
  const ending = (metric: string) => metric.slice(metric.lastIndexOf('.') + 1)
  const near = nearest(pattern.slice(pattern.lastIndexOf('.') + 1), metrics.map(ending))
  return near === undefined ? undefined : metrics.find(metric => ending(metric) === near)
}

const NAMED = 8

function listed(metrics: readonly string[]): string {
  const more = metrics.length - NAMED
  return `${metrics.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
