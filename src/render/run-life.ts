import {at, isObject, type Json, type JsonObject, leaves} from '../base/json'
import {plural} from '../base/text'
import {parseTimestamp} from '../base/time'
import {linesOf} from './card'
import {formatDuration} from './numbers'
import {pairLines, word} from './run-facts'
import {renderTable} from './table'
import {metricText} from './value-text'

/** A line for each start of the command, where there was more than one. */
export function attemptLines(attempts: Json | undefined): string[] {
  if (!Array.isArray(attempts) || attempts.length < 2) return []
  const rows = attempts.map((attempt: Json, i) =>
    [
      String(i + 1),
      word(attempt, 'host'),
      word(attempt, 'job') && `job ${word(attempt, 'job')}`,
      word(attempt, 'started'),
      took(attempt),
      word(attempt, 'exit') && `exit ${word(attempt, 'exit')}`,
    ].map(text => ({text})),
  )
  const columns = ['', 'host', 'job', 'started', 'took', 'exit'].map(label => ({label}))
  return linesOf(renderTable(columns, rows, {width: Number.POSITIVE_INFINITY}).text)
}

function took(attempt: Json): string {
  const [started, ended] = [word(attempt, 'started'), word(attempt, 'ended')].map(parseTimestamp)
  return started === undefined || ended === undefined ? '' : formatDuration((ended - started) / 1000)
}

/** How old what is known of a run that goes on is, and whether anybody still runs it. */
export function liveLines(live: Json | undefined): string[] {
  if (!isObject(live)) return []
  const {points, step, age, alive} = live
  const facts = [
    alive === 'no' ? 'nobody runs it any more: git exp recover' : '',
    typeof age === 'number' ? `last sign of life ${formatDuration(age)} ago` : '',
    alive === 'unknown' ? (age === undefined ? 'no git exp run is around it' : 'on another machine') : '',
    typeof step === 'number' ? `at step ${step}` : '',
    typeof points === 'number' && points > 0 ? `${plural(points, 'value')} not on the ledger yet` : '',
  ]
  const line = facts.filter(Boolean).join(' · ')
  return line === '' ? [] : [line]
}

/** The same in a word, behind the status. */
export function liveMark({age, alive}: JsonObject): string {
  if (alive === 'no') return ' (left)'
  return typeof age === 'number' ? ` (${formatDuration(age)} ago)` : ''
}

/** Which metrics have a curve, how many points in all, and where. */
export function curveLines(series: Json | undefined): string[] {
  if (!isObject(series)) return series === undefined ? [] : [word(series)]
  const {file, metrics, rows, extremes, ...rest} = series
  const points = typeof rows === 'number' ? plural(rows, 'point') : word(rows)
  const line = [word(metrics), points, word(file)].filter(Boolean).join('  ')
  return [
    ...(line === '' ? [] : [line]),
    ...extremeLines(extremes),
    ...pairLines(Object.fromEntries(leaves(rest as JsonObject)), Number.POSITIVE_INFINITY),
  ]
}

/** More than these nobody reads; `git exp curves` draws them. */
const EXTREMES = 8

/** `dev.loss  0.31 at 40 … 0.92 at 1`: the least and the greatest value of a curve, each with its step. */
function extremeLines(extremes: Json | undefined): string[] {
  const all = isObject(extremes) ? Object.entries(extremes) : []
  const point = (value: Json | undefined) => `${metricText(at(value, 'value'))} at ${word(at(value, 'step'))}`
  const pairs = all
    .slice(0, EXTREMES)
    .map(([metric, own]) => [metric, `${point(at(own, 'min'))} … ${point(at(own, 'max'))}`] as const)
  const more = all.length - EXTREMES
  return [
    ...pairLines(Object.fromEntries(pairs), Number.POSITIVE_INFINITY),
    ...(more > 0 ? [`and ${plural(more, 'more curve')}`] : []),
  ]
}
