import {ExpError, isExpError} from '../base/errors'
import {at, isObject, type JsonObject} from '../base/json'
import {getOrMake} from '../base/lazy'
import type {CurvePoint, Points} from '../compare/curves/curve'
import type {Thinned} from '../compare/curves/curve-set'
import {readSeries, type SeriesPoint} from '../format/series'
import type {LedgerHead} from '../ledger/head'
import type {StoredRun} from '../ledger/read-run'
import {SERIES_FILE} from '../model/paths'
import {mergePoints} from '../model/points'
import type {ArtifactEntry} from '../model/record'
import type {LiveRuns} from '../ports/live-runs'
import {artifactBytes, type BytesPorts} from './artifact-bytes'
import type {RunPlace} from './entrants'
import {pointsOf} from './heard'

export interface Series {
  /** By metric; none: the run has no curves. */
  readonly curves: ReadonlyMap<string, Points>
  readonly thinned?: Thinned
}

/** Some ten million points. */
const SERIES_MAX = 256 * 1024 * 1024

/**
 * The curves of a run: all of its points where the store has them, else those beside the record, and what it has said since, where it goes
 * on here. Throws DAMAGED_RECORD for a blob that is missing.
 */
export async function seriesOfRun(
  ports: BytesPorts,
  head: LedgerHead,
  place: RunPlace,
  run: StoredRun,
  live: LiveRuns | undefined,
): Promise<Series> {
  const {bytes, thinned} = await storedSeries(ports, head, place, run)
  const state = run.folded['status'] === 'running' ? live?.read(place.id) : undefined
  const said = live && state?.fields['status'] === 'running' ? pointsOf(live, state) : []
  const stored = bytes ? readSeries(bytes) : []
  const points = said.length > 0 ? mergePoints([...stored, ...said]) : stored
  return {curves: byMetric(points), ...(thinned && {thinned})}
}

interface Stored {
  readonly bytes?: Uint8Array
  readonly thinned?: Thinned
}

async function storedSeries(
  ports: BytesPorts,
  head: LedgerHead,
  {id, name, path}: RunPlace,
  run: StoredRun,
): Promise<Stored> {
  const series = run.folded['series']
  const entry = isObject(series) ? entryOf(run.folded, series) : undefined
  const shown = {id, name, path, record: run.folded, run, head, hints: []}
  const whole = entry && (await wholeSeries(ports, shown, entry))
  if (whole instanceof Uint8Array) return {bytes: whole}
  const file = run.files.find(each => each.path === SERIES_FILE)
  if (!file) return {}
  const rows = at(series, 'rows')
  const thinned = whole && {why: whole, ...(typeof rows === 'number' && {of: rows})}
  for await (const {bytes} of ports.objects.blobs([file.oid])) return {bytes, ...(thinned && {thinned})}
  return {}
}

function entryOf({artifacts}: JsonObject, {artifact}: JsonObject): ArtifactEntry | undefined {
  const entries = Array.isArray(artifacts) ? artifacts.filter(isObject) : []
  return entries.find(({path}) => typeof path === 'string' && path === artifact) as ArtifactEntry | undefined
}

/** The bytes, or why they cannot be had. */
async function wholeSeries(
  ports: BytesPorts,
  run: Parameters<typeof artifactBytes>[1],
  entry: ArtifactEntry,
): Promise<Uint8Array | Thinned['why']> {
  try {
    return await artifactBytes(ports, run, entry, SERIES_MAX)
  } catch (error) {
    if (!(error instanceof ExpError)) throw error
    if (isExpError(error, 'DAMAGED_RECORD')) return 'damaged'
    return isExpError(error, 'TOO_BIG') ? 'too big' : 'not here'
  }
}

/** Written by us, the points of a metric follow one another, by step; a file that somebody edited may be in any order. */
function byMetric(points: readonly SeriesPoint[]): ReadonlyMap<string, Points> {
  const curves = new Map<string, CurvePoint[]>()
  const mixed = new Set<CurvePoint[]>()
  let [name, here]: [string | undefined, CurvePoint[]] = [undefined, []]
  for (const point of points) {
    if (!hasStep(point)) continue
    if (point.metric !== name) {
      name = point.metric
      here = getOrMake(curves, name, () => [])
    }
    if (here.length > 0 && here.at(-1)!.step > point.step) mixed.add(here)
    here.push(point)
  }
  for (const curve of mixed) curve.sort((a, b) => a.step - b.step)
  return curves
}

const hasStep = (point: SeriesPoint): point is SeriesPoint & CurvePoint => Number.isFinite(point.step)
