import {plural} from '../../base/text'
import {isLike} from '../../compare/metric-pattern'
import type {SetComparison} from '../../compare/set/compare-set'
import {classBranch, isUpkeep} from '../../compare/set/metric-kinds'
import type {MetricRow} from '../../compare/set/metric-rows'
import {classLines} from './class-lines'

export interface Folding {
  /** Metrics to show, `*` for any text; none: all. */
  readonly metrics: readonly string[]
  /** Per-class figures, too. */
  readonly classes: boolean
  /** Also metrics that are the same everywhere, and those of runtime and schedule. */
  readonly all: boolean
}

export interface Folded {
  readonly shown: readonly MetricRow[]
  /** What of the metrics that differ is left out, a line each, with the flag that shows it. */
  readonly lines: readonly string[]
  /** Metrics that all rivals have alike. */
  readonly same: number
}

/** What is shown of the metrics; what is left out is counted. */
export function foldMetrics(comparison: SetComparison, {metrics, classes, all}: Folding): Folded {
  if (metrics.length > 0) {
    const shown = comparison.metrics.filter(({path}) => metrics.some(pattern => isLike(pattern, path)))
    return {shown, lines: [], same: 0}
  }
  const isPrimary = ({path}: MetricRow) => path === comparison.primary
  const told = comparison.metrics.filter(row => all || isPrimary(row) || !isSame(row))
  const ofClass = ({path}: MetricRow) => !classes && classBranch(path) !== undefined
  const upkeep = told.filter(row => !all && !isPrimary(row) && isUpkeep(row.path))
  const shown = told.filter(row => !ofClass(row) && !upkeep.includes(row))
  // Where nothing else was measured, it is the news.
  const folded = shown.length > 0 ? upkeep : []
  return {
    shown: shown.length > 0 ? shown : upkeep,
    lines: [...classLines(told.filter(ofClass), comparison).map(line => `${line} (--classes)`), ...upkeepLine(folded)],
    same: comparison.metrics.length - told.length,
  }
}

function isSame({cells}: MetricRow): boolean {
  const [first] = cells
  return cells.every(cell => cell && first && cell.mean === first.mean && !cell.barred)
}

function upkeepLine(rows: readonly MetricRow[]): string[] {
  const [first] = rows
  return first ? [`${plural(rows.length, 'figure')} of runtime and schedule, as ${first.path} (--all)`] : []
}
