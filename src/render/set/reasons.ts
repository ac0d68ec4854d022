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

/** What the marks of these rows mean, as far as they are used; `changed`: those whose changes are shown. */
export function legend(rows: readonly MetricRow[], rivals: number, changed = rows): string[] {
  const marked = rows.flatMap(({best}) => (best.length > 0 && best.length < rivals ? best : []))
  const cells = rows.flatMap(row => row.cells)
  const unknown = changed.some(row => row.direction === undefined && row.cells.some(cell => cell?.delta))
  return [
    ...(marked.length > 0 ? ['*: best of its row'] : []),
    ...(cells.some(cell => cell?.sd !== undefined) ? ['±: standard deviation over seeds'] : []),
    ...testLegend(changed),
    ...(unknown ? ['?: whether higher or lower is better is not known; directions in ledger.yaml say it'] : []),
  ]
}

function testLegend(rows: readonly MetricRow[]): string[] {
  const families = rows.map(({cells}) => cells.filter(cell => cell?.test))
  const told = families.flat().flatMap(cell => (cell?.test && cell.delta !== 0 ? [{...cell.test, ...cell}] : []))
  const few = told.filter(({verdict, better}) => verdict === 'not enough' && better !== undefined)
  const needed = few.flatMap(test => test.needed ?? [])
  const paired = told.some(({method}) => method === 'sign-flip')
  const could = needed.length > 0 ? `; ${Math.max(...needed)} ${paired ? 'pairs' : 'a side'} could` : ''
  const method = paired ? 'sign-flip test of the pairs' : 'permutation test of the means'
  return [
    ...(few.length > 0 ? [`better? worse?: too few seeds to tell${could}`] : []),
    ...(told.some(({verdict}) => verdict !== 'not enough')
      ? [`p: ${method}, two-sided${holm(families)}; claimed below 0.05`]
      : []),
  ]
}

function holm(families: readonly (readonly unknown[])[]): string {
  const sizes = families.map(({length}) => length).filter(size => size > 0)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  if (most < 2) return ''
  return `, Holm over ${least < most ? 'up to ' : ''}${plural(most, 'rival')}`
}
