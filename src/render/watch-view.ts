import {at, isObject, type Json, type JsonObject} from '../base/json'
import {plural} from '../base/text'
import {parseTimestamp, timestamp} from '../base/time'
import {styleOf} from './color'
import {toJsonLine} from './json'
import {renderList} from './list-view'
import {type ListedRuns, listingOf, valueAt} from './listing'
import {formatDuration} from './numbers'
import {liveMark} from './run-life'
import {metricText, valueText} from './value-text'
import {cutToWidth} from './width'

/** What goes on, as the use case `watchRuns` tells of it. */
export interface WatchView extends Pick<ListedRuns, 'missing' | 'settings'> {
  /** In ms since 1970: now, and when the watch began. */
  readonly now: number
  readonly since: number
  readonly running: readonly object[]
  readonly ended: readonly object[]
}

export interface WatchOptions {
  readonly color: boolean
  readonly columns: number
  /** Lines at most. */
  readonly rows: number
  /** Dotted paths of what is shown besides. */
  readonly fields: readonly string[]
  /** Runs at most; 0 is all. */
  readonly limit: number
}

/** How old the last sign of life may be before it is told; there is one every 15 s. */
const QUIET_S = 60

/** What runs, then what has ended meanwhile, as the lines of a terminal; what there is no room for is counted. */
export function watchLines(view: WatchView, {color, columns, rows, fields, limit}: WatchOptions): string[] {
  const style = styleOf(color)
  const {now, since, running, ended, missing, settings} = view
  const head = style.dim(cutToWidth(heading(running.length, ended.length, (now - since) / 1000), columns))
  const all = [...running, ...ended]
  const runs = (limit === 0 ? all : all.slice(0, limit)).map(run => withTimes(run as JsonObject, now))
  if (runs.length === 0) return [head]
  const listed = {
    runs,
    total: all.length,
    missing,
    settings,
    columns: ['id', 'name', 'status', 'elapsed', 'step', ...fields],
  }
  const shown = {...listed, columns: listed.columns.filter(path => path !== 'step' || runs.some(run => 'step' in run))}
  const table = renderList(listingOf(shown), 'table', {color, width: columns, now})
  const lines = [head, ...table.trimEnd().split('\n')]
  if (lines.length <= rows) return lines
  const kept = Math.max(1, rows - 1)
  return [...lines.slice(0, kept), style.dim(`… ${plural(lines.length - kept, 'more line')}`)].slice(0, rows)
}

function heading(running: number, ended: number, seconds: number): string {
  const parts = [
    running === 0 ? 'nothing is running; waiting' : `${running} running`,
    ...(ended > 0 ? [`${ended} ended`] : []),
    `watched for ${formatDuration(Math.round(seconds))}`,
    'Ctrl-C ends',
  ]
  return parts.join(' · ')
}

/** The step and how long it took beside the other fields; a sign of life that is as recent as it should be is no news. */
function withTimes(run: JsonObject, now: number): JsonObject {
  const {live, ...rest} = run
  const step = at(live, 'step')
  const age = at(live, 'age')
  const elapsed = elapsedText(run, now)
  const quiet = at(live, 'alive') === 'no' || (typeof age === 'number' && age > QUIET_S)
  return {
    ...rest,
    ...(elapsed !== '' && {elapsed}),
    ...(step !== undefined && {step}),
    ...(isObject(live) && quiet && {live}),
  }
}

/** From its start to its end, or to now. */
function elapsedText(run: JsonObject, now: number): string {
  const [started, finished] = [run['started'] ?? run['created'], run['finished']].map(momentOf)
  const end = run['status'] === 'running' ? now : finished
  return started === undefined || end === undefined
    ? ''
    : formatDuration(Math.max(0, Math.round((end - started) / 1000)))
}

const momentOf = (value: Json | undefined) => (typeof value === 'string' ? parseTimestamp(value) : undefined)

/** A run that began, ended or was left. */
export interface ChangeView {
  readonly was: string | null
  readonly run: object
}

/** One change as a line: when, the status, the run, how long it took, the fields that it has. */
export function changeLine({run}: ChangeView, fields: readonly string[], now: number): string {
  const record = run as JsonObject
  const word = (key: string) => valueText(record[key])
  const live = record['live']
  const status = `${word('status')}${isObject(live) && live['alive'] === 'no' ? liveMark(live) : ''}`
  const values = fields.flatMap(path => {
    const value = valueAt(record, path)
    return value === undefined ? [] : [`${valueText(path.replace(/^(?:metrics|params)\./, ''))} ${metricText(value)}`]
  })
  const took = record['status'] === 'running' ? [] : [elapsedText(record, now)].filter(Boolean)
  const parts = [timestamp(now).replace(/\.\d+Z$/, 'Z'), status, word('id'), word('name'), ...took, ...values]
  return `${parts.join('  ')}\n`
}

/** The same as one line of JSON. */
export function changeJson({was, run}: ChangeView, now: number): string {
  return `${toJsonLine({at: timestamp(now), was, run})}\n`
}
