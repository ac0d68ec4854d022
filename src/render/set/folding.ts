import {plural} from '../../base/text'
import {isLike} from '../../compare/metric-pattern'
import type {SetComparison} from '../../compare/set/compare-set'
import {classBranch} from '../../compare/set/metric-kinds'
import type {MetricRow} from '../../compare/set/metric-rows'
import {formatDelta, formatNumber} from '../numbers'

export interface Folding {
  /** Metrics to show, `*` for any text; none: all. */
  readonly metrics: readonly string[]
  /** Per-class figures, too. */
  readonly classes: boolean
  /** Also metrics that are the same everywhere. */
  readonly all: boolean
}

export interface Folded {
  readonly shown: readonly MetricRow[]
  /** One line for each branch of per-class figures that is folded. */
  readonly branches: readonly string[]
  /** Metrics that all rivals have alike. */
  readonly same: number
}

/** What is shown of the metrics; what is left out is counted. */
export function foldMetrics(comparison: SetComparison, {metrics, classes, all}: Folding): Folded {
  const asked = metrics.length > 0
  const wanted = comparison.metrics.filter(({path}) => !asked || metrics.some(pattern => isLike(pattern, path)))
  const isFolded = ({path}: MetricRow) => !asked && !classes && classBranch(path) !== undefined
  const folded = wanted.filter(isFolded)
  const rest = wanted.filter(row => !isFolded(row))
  const shown = asked || all ? rest : rest.filter(row => row.path === comparison.primary || !isSame(row))
  return {shown, branches: branchLines(folded, comparison), same: rest.length - shown.length}
}

function isSame({cells}: MetricRow): boolean {
  const [first] = cells
  return cells.every(cell => cell && first && cell.mean === first.mean && !cell.barred)
}

/** `dev.class_f1: 3 classes, neutral falls most: 0.62 → 0.12 (-0.5), emails`. */
function branchLines(rows: readonly MetricRow[], comparison: SetComparison): string[] {
  const branches = new Map<string, MetricRow[]>()
  for (const row of rows) {
    const branch = classBranch(row.path)!
    branches.set(branch, [...(branches.get(branch) ?? []), row])
  }
  return [...branches].map(
    ([branch, own]) => `${branch}: ${plural(own.length, 'figure')}${worst(branch, own, comparison)}`,
  )
}

/** The figure that got worse most, since a class that collapses hides in an average. What is barred counts too: it is not compared, but seen. */
function worst(branch: string, rows: readonly MetricRow[], {rivals, baseline}: SetComparison): string {
  const falls = rows.flatMap(({path, direction, cells}) => {
    const from = cells[baseline]
    return cells.flatMap((cell, rival) => {
      if (!cell || !from || !direction || rival === baseline) return []
      const delta = cell.mean - from.mean
      return [{path, rival, delta, from: from.mean, to: cell.mean, fall: direction === 'higher' ? -delta : delta}]
    })
  })
  const [most] = falls.sort((a, b) => b.fall - a.fall)
  if (!most || most.fall <= 0) return ''
  const {path, rival, from, to, delta} = most
  const name = path.slice(branch.length + 1)
  const whose = rivals.length > 2 ? `, ${rivals[rival]!.label}` : ''
  return `; ${name} falls most: ${formatNumber(from)} → ${formatNumber(to)} (${formatDelta(delta)}${whose})`
}
