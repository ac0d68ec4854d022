import {isObject, type Json, type JsonObject} from '../base/json'
import type {RunId} from '../model/ids'
import type {Point} from '../model/point'
import {metricsOf} from '../model/points'
import type {Holder, LiveRuns} from '../ports/live-runs'
import {pointsOf} from './heard'

/** What a run that goes on has said since its record was written. */
export interface LiveView {
  /** Laid over the record's own. */
  readonly metrics: JsonObject
  readonly points: number
  /** The last step that it spoke of. */
  readonly step?: number
  /** Seconds since its last sign of life; undefined: none is known. */
  readonly age?: number
  /** Whether its wrapper is there, as far as this machine can tell. */
  readonly alive: 'yes' | 'no' | 'unknown'
}

/** undefined for a run that nothing is kept of here, or that is over. */
export function liveView(live: LiveRuns, id: RunId, metrics: Json | undefined): LiveView | undefined {
  const said = whatItSaid(live, id, metrics)
  return said && {...said.view, ...lifeOf(live, id, said.holder)}
}

interface Said {
  readonly view: Pick<LiveView, 'metrics' | 'points' | 'step'>
  readonly holder: Holder | undefined
}

function whatItSaid(live: LiveRuns, id: RunId, metrics: Json | undefined): Said | undefined {
  const state = live.read(id)
  if (state?.fields['status'] !== 'running') return undefined
  const points = pointsOf(live, state)
  const step = lastStep(points)
  const view = {
    metrics: metricsOf(points, isObject(metrics) ? metrics : {}),
    points: points.length,
    ...(step !== undefined && {step}),
  }
  return {view, holder: state.holder}
}

/** Of its latest attempt. */
function lastStep(points: readonly Point[]): number | undefined {
  const attempt = points.reduce((latest, point) => Math.max(latest, point.attempt), 0)
  return points.reduce<number | undefined>(
    (last, {step, attempt: of}) => (step === undefined || of < attempt ? last : Math.max(last ?? step, step)),
    undefined,
  )
}

function lifeOf(live: LiveRuns, id: RunId, holder: Holder | undefined): Pick<LiveView, 'age' | 'alive'> {
  const age = live.age(id)
  return {...(age !== undefined && {age: Math.round(age / 1000)}), alive: holder ? live.alive(holder) : 'unknown'}
}

interface Looked extends Partial<Said> {
  readonly stamp: string
  readonly metrics: Json | undefined
}

/** `withLive` for one who looks at these runs again and again: what one has said is read anew once it, or its record, has said more. */
export function liveLooks<T extends JsonObject>(live: LiveRuns): (records: readonly T[]) => T[] {
  let known = new Map<RunId, Looked>()
  return records => {
    const looks = records.map(record => {
      const id = record['id'] as RunId
      const [stamp, metrics, before] = [live.stamp(id), record['metrics'], known.get(id)]
      const same = before?.stamp === stamp && before.metrics === metrics
      return [id, same ? before : {stamp, metrics, ...whatItSaid(live, id, metrics)}] as const
    })
    // Those of runs that are over are let go.
    known = new Map(looks)
    return records.map((record, i) => {
      const [id, {view, holder}] = looks[i]!
      return laidOver(record, view && {...view, ...lifeOf(live, id, holder)})
    })
  }
}

/** The record with what its run has said since, and `live`: how old that is. */
export function withLive<T extends JsonObject>(live: LiveRuns, id: RunId, record: T): T {
  return laidOver(record, liveView(live, id, record['metrics']))
}

function laidOver<T extends JsonObject>(record: T, view: LiveView | undefined): T {
  if (!view) return record
  const {metrics, ...facts} = view
  return {...record, ...(Object.keys(metrics).length > 0 && {metrics}), live: facts as unknown as JsonObject}
}
