import {writePointer} from '../../artifacts/pointer'
import {blobOid} from '../../base/digest'
import type {JsonObject} from '../../base/json'
import {formatBytes} from '../../base/units'
import {readSeries, writeSeries} from '../../format/series'
import type {Oid} from '../../model/ids'
import {ARTIFACTS_FOLDER, SERIES_FILE} from '../../model/paths'
import type {Point} from '../../model/point'
import {extremesOf, mergePoints} from '../../model/points'
import type {LiveState} from '../../ports/live-runs'
import type {LookPorts} from './running'

/** The curves of a run as they go into its folder. */
export interface Curves {
  /** `series` of the record, and an artifact where they are too large for the ledger. */
  readonly fields: JsonObject
  readonly puts: readonly {readonly path: string; readonly bytes: Uint8Array; readonly expect?: Oid}[]
  /** Blob of `series.csv`. */
  readonly oid: Oid | undefined
  readonly warnings: readonly string[]
}

/** Every point with a step, of this attempt and those before it: `series.csv`, or over the cap an artifact in the store. */
export async function curvesOf(
  ports: LookPorts,
  state: LiveState,
  said: readonly Point[],
  cap: number,
): Promise<Curves> {
  const points = mergePoints([...(await committed(ports, state)), ...said])
  if (points.length === 0) return {fields: {}, puts: [], oid: state.series, warnings: []}
  const bytes = writeSeries(points)
  const extremes = extremesOf(points)
  const facts: JsonObject = {
    rows: points.length,
    metrics: [...new Set(points.map(({metric}) => metric))],
    ...(Object.keys(extremes).length > 0 && {extremes}),
  }
  if (bytes.length > cap) return oversize(ports, state, points, facts, cap)
  return {
    fields: {series: {file: SERIES_FILE, ...facts}},
    puts: [{path: SERIES_FILE, bytes, ...(state.series && {expect: state.series})}],
    oid: blobOid(bytes, ports.objectFormat) as Oid,
    warnings: [],
  }
}

/** Every point in the store; beside the record as many as fit. */
async function oversize(
  ports: LookPorts,
  state: LiveState,
  points: readonly SeriesPoint[],
  facts: JsonObject,
  cap: number,
): Promise<Curves> {
  const bytes = writeSeries(points)
  const stored = await ports.store.put(ports.live.save(state.id, SERIES_FILE, bytes))
  const had = Array.isArray(state.fields['artifacts']) ? state.fields['artifacts'] : []
  const entry = {path: SERIES_FILE, role: 'series', ...stored, media_type: 'text/csv'}
  const thin = thinned(points, cap)
  const put = {path: SERIES_FILE, bytes: thin.bytes, ...(state.series && {expect: state.series})}
  return {
    fields: {
      series: {file: SERIES_FILE, artifact: SERIES_FILE, ...facts, shown: thin.rows},
      artifacts: [...had, entry],
    },
    puts: [put, {path: `${ARTIFACTS_FOLDER}/${SERIES_FILE}`, bytes: writePointer(stored, ports.store.pointer)}],
    oid: blobOid(thin.bytes, ports.objectFormat) as Oid,
    warnings: [
      `the curves have ${formatBytes(bytes.length)}, over the ledger's cap of ${formatBytes(cap)}; the run shows ${thin.rows} of ${points.length} points, and all of them are in the artifact store`,
    ],
  }
}

type SeriesPoint = Parameters<typeof writeSeries>[0][number]

/** Of each curve every second, fourth, … point and its last, until they fit. */
function thinned(points: readonly SeriesPoint[], cap: number): {bytes: Uint8Array; rows: number} {
  let place = 0
  const places = points.map((point, i) => {
    place = points[i - 1]?.metric === point.metric ? place + 1 : 0
    return place
  })
  const last = (i: number) => points[i + 1]?.metric !== points[i]!.metric
  for (let nth = 2; ; nth *= 2) {
    const kept = points.filter((_, i) => places[i]! % nth === 0 || last(i))
    const bytes = writeSeries(kept)
    if (bytes.length <= cap || nth > points.length) return {bytes, rows: kept.length}
  }
}

/** Curves of earlier attempts that are on the ledger; what is also in the spool of this machine is merged. */
async function committed({objects}: LookPorts, {series}: LiveState): Promise<ReturnType<typeof readSeries>> {
  if (series === undefined) return []
  const [blob] = await objects.find([series])
  return blob ? readSeries(blob.bytes) : []
}
