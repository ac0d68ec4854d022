import {plural, safe} from '../../base/text'
import type {SetComparison} from '../../compare/set/compare-set'
import type {Reason} from '../../compare/set/fair/reason'
import type {MetricRow} from '../../compare/set/metric-rows'

const NAMES = 3
const METRICS = 2

/** `tok-char, tok-byte and 4 more: the dev split is …, that of the baseline … (dev.macro_f1 and 3 more metrics)`; control characters made visible. */
export function reasonText({text, rivals: concerned, metrics, level}: Reason, {rivals}: SetComparison): string {
  const everybody = concerned.length === rivals.length && rivals.length > 2
  const names = concerned.slice(0, NAMES).map(rival => rivals[rival]!.label)
  const more = concerned.length > NAMES ? ` and ${concerned.length - NAMES} more` : ''
  const who = everybody ? 'all' : `${names.join(', ')}${more}`
  return safe(`${who}: ${text}${level === 'bars' && metrics ? ` (${listed(metrics)})` : ''}`)
}

function listed(metrics: readonly string[]): string {
  const more = metrics.length - METRICS
  const shown = metrics.slice(0, METRICS).join(', ')
  return more > 0 ? `${shown} and ${plural(more, 'more metric')}` : shown
}

/** What the marks mean, as far as they are used of these metrics. */
export function legend({rivals, baseline}: SetComparison, metrics: readonly MetricRow[]): string[] {
  const cells = metrics.flatMap(row => row.cells).filter(cell => cell !== undefined)
  const tests = cells.flatMap(cell => (cell.test ? [cell.test] : []))
  const few = tests.filter(test => test.verdict === 'not enough')
  const needed = few.flatMap(test => test.needed ?? [])
  const decided = tests.some(test => test.verdict !== 'not enough')
  const paired = tests.some(test => test.method === 'sign-flip')
  const family = Math.max(1, ...metrics.map(row => row.cells.filter((cell, i) => cell?.test && i !== baseline).length))
  return [
    ...(metrics.some(({best}) => best.length > 0 && best.length < rivals.length) ? ['*: best of its row'] : []),
    ...(cells.some(cell => cell.sd !== undefined) ? ['±: standard deviation over seeds'] : []),
    ...(few.length > 0
      ? [
          `better? worse?: too few seeds to tell${needed.length > 0 ? `; ${Math.max(...needed)} ${paired ? 'pairs' : 'a side'} could` : ''}`,
        ]
      : []),
    ...(decided
      ? [
          `p: ${paired ? 'sign-flip test of the pairs' : 'permutation test of the means'}, two-sided${family > 1 ? `, Holm over ${plural(family, 'rival')}` : ''}; claimed below 0.05`,
        ]
      : []),
    ...(metrics.some(({direction, cells}) => direction === undefined && cells.some(cell => cell?.delta))
      ? ['?: whether higher or lower is better is not known; directions in ledger.yaml say it']
      : []),
  ]
}
