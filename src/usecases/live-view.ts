import {isObject, type Json, type JsonObject} from '../base/json'
import type {RunId} from '../model/ids'
import {metricsOf} from '../model/points'
import type {LiveRuns} from '../ports/live-runs'
import {pointsOf} from './heard'

/** What a run that goes on has said since its record was written. */
export interface LiveView {
  /** Laid over the record's own. */
  readonly metrics: JsonObject
  readonly points: number
  /** Seconds since its last sign of life; undefined: none is known. */
  readonly age?: number
  /** Whether its wrapper is there, as far as this machine can tell. */
  readonly alive: 'yes' | 'no' | 'unknown'
}

/** undefined for a run that nothing is kept of here, or that is over. */
export function liveView(live: LiveRuns, id: RunId, metrics: Json | undefined): LiveView | undefined {
  const state = live.read(id)
  if (state?.fields['status'] !== 'running') return undefined
  const points = pointsOf(live, state)
  const age = live.age(id)
  return {
    metrics: metricsOf(points, isObject(metrics) ? metrics : {}),
    points: points.length,
    ...(age !== undefined && {age: Math.round(age / 1000)}),
    alive: state.holder ? live.alive(state.holder) : 'unknown',
  }
}

/** The record with what its run has said since, and `live`: how old that is. */
export function withLive<T extends JsonObject>(live: LiveRuns, id: RunId, record: T): T {
  const view = liveView(live, id, record['metrics'])
  if (!view) return record
  const {metrics, ...facts} = view
  return {...record, ...(Object.keys(metrics).length > 0 && {metrics}), live: facts as unknown as JsonObject}
}
