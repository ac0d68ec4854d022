import {isObject, type Json, type JsonObject, leaves} from '../base/json'
import {plural} from '../base/text'
import {parseTimestamp} from '../base/time'
import {linesOf} from './card'
import {formatDuration} from './numbers'
import {pairLines, word} from './run-facts'
import {renderTable} from './table'

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
  const {file, metrics, rows, ...rest} = series
  const points = typeof rows === 'number' ? plural(rows, 'point') : word(rows)
  const line = [word(metrics), points, word(file)].filter(Boolean).join('  ')
  return [
    ...(line === '' ? [] : [line]),
    ...pairLines(Object.fromEntries(leaves(rest as JsonObject)), Number.POSITIVE_INFINITY),
  ]
}
