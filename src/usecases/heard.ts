import {isObject, type Json, type JsonObject} from '../base/json'
import {type Heard, hear} from '../hearing/hear'
import {type HeardFile, readHeard} from '../hearing/line'
import type {HeardPoint} from '../hearing/metrics'
import {hasResult} from '../hearing/trainings'
import {FILES} from '../hearing/voices'
import type {Point} from '../model/point'
import type {LiveRuns, LiveState} from '../ports/live-runs'

/**
 * What the processes of a run that is not over have told, and what files say that they left (`read`); undefined where there is
 * neither.
 */
export function hearRun(
  live: LiveRuns,
  {id, fields, after}: LiveState,
  read: readonly JsonObject[] = [],
): Heard | undefined {
  const files = live.heard(id).map(({name, text}) => readHeard(name, text))
  if (files.length + read.length === 0) return undefined
  return hear({
    files: withRead(files, read),
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

/** What files say is said by the process that trains; where none was heard, by one of that name. */
export function withRead(files: readonly HeardFile[], read: readonly JsonObject[]): readonly HeardFile[] {
  if (read.length === 0) return files
  // Of other ranks no results are taken.
  const main = ({lines: [first]}: HeardFile) => first?.['kind'] === 'main' && (first['rank'] ?? 0) === 0
  const speaker = files.find(file => main(file) && file.lines.some(hasResult)) ?? files.find(main)
  if (!speaker)
    return [...files, {name: FILES, lines: [{type: 'process', kind: 'main', main: FILES, argv: []}, ...read]}]
  return files.map(file => (file === speaker ? {...file, lines: [...file.lines, ...read]} : file))
}
