import {writePointer} from '../../artifacts/pointer'
import {blobOid} from '../../base/digest'
import type {JsonObject} from '../../base/json'
import {formatBytes} from '../../base/units'
import {readSeries, writeSeries} from '../../format/series'
import type {Oid} from '../../model/ids'
import {ARTIFACTS_FOLDER, SERIES_FILE} from '../../model/paths'
import {mergePoints} from '../../model/points'
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
export async function curvesOf(ports: LookPorts, state: LiveState, cap: number): Promise<Curves> {
  const points = mergePoints([...(await committed(ports, state)), ...ports.live.points(state.id)])
  if (points.length === 0) return {fields: {}, puts: [], oid: state.series, warnings: []}
  const bytes = writeSeries(points)
  const facts = {rows: points.length, metrics: [...new Set(points.map(({metric}) => metric))]}
  if (bytes.length > cap) return oversize(ports, state, bytes, facts, cap)
  return {
    fields: {series: {file: SERIES_FILE, ...facts}},
    puts: [{path: SERIES_FILE, bytes, ...(state.series && {expect: state.series})}],
    oid: blobOid(bytes, ports.objectFormat) as Oid,
    warnings: [],
  }
}

async function oversize(
  ports: LookPorts,
  state: LiveState,
  bytes: Uint8Array,
  facts: {readonly rows: number; readonly metrics: string[]},
  cap: number,
): Promise<Curves> {
  const stored = await ports.store.put(ports.live.save(state.id, SERIES_FILE, bytes))
  const had = Array.isArray(state.fields['artifacts']) ? state.fields['artifacts'] : []
  const entry = {path: SERIES_FILE, role: 'series', ...stored, media_type: 'text/csv'}
  return {
    fields: {series: {artifact: SERIES_FILE, ...facts}, artifacts: [...had, entry]},
    puts: [{path: `${ARTIFACTS_FOLDER}/${SERIES_FILE}`, bytes: writePointer(stored, ports.store.pointer)}],
    oid: state.series,
    warnings: [
      `the curves have ${formatBytes(bytes.length)}, over the ledger's cap of ${formatBytes(cap)}; they are in the artifact store`,
    ],
  }
}

/** Curves of earlier attempts that are on the ledger; what is also in the spool of this machine is merged. */
async function committed({objects}: LookPorts, {series}: LiveState): Promise<ReturnType<typeof readSeries>> {
  if (series === undefined) return []
  const [blob] = await objects.find([series])
  return blob ? readSeries(blob.bytes) : []
}
