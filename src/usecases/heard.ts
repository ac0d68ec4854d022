import {isObject, type Json, type JsonObject} from '../base/json'
import {type Heard, hear} from '../hearing/hear'
import {readHeard} from '../hearing/line'
import type {HeardPoint} from '../hearing/metrics'
import type {Point} from '../model/point'
import type {LiveRuns, LiveState} from '../ports/live-runs'

/** What the processes of a run that is not over have told; undefined where none has said a word. */
export function hearRun(live: LiveRuns, {id, fields, after}: LiveState): Heard | undefined {
  const files = live.heard(id)
  if (files.length === 0) return undefined
  return hear({
    files: files.map(({name, text}) => readHeard(name, text)),
    params: isObject(fields['params']) ? fields['params'] : {},
    seed: fields['seed'],
    splits: after.splits ?? {},
    packages: name => jsonIn(live.heardFile(id, name)),
  })
}

/** Every value that was said of a run or heard of it so far. */
export function pointsOf(live: LiveRuns, state: LiveState, heard = hearRun(live, state)): readonly Point[] {
  return [...(heard ? ofAttempts(heard.run.points, state.fields) : []), ...live.points(state.id)]
}

/** Each point with the attempt that was going on when it was told, counted from 1. */
export function ofAttempts(points: readonly HeardPoint[], fields: JsonObject): Point[] {
  const attempts = Array.isArray(fields['attempts']) ? fields['attempts'] : []
  const starts = attempts.map(attempt => Date.parse(String(isObject(attempt) ? attempt['started'] : '')))
  return points.map(point => ({...point, attempt: Math.max(1, starts.filter(start => start <= point.time).length)}))
}

function jsonIn(text: string | undefined): JsonObject | undefined {
  try {
    const value = JSON.parse(text ?? '') as Json
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
