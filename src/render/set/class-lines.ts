import {plural} from '../../base/text'
import type {SetComparison} from '../../compare/set/compare-set'
import {classBranch} from '../../compare/set/metric-kinds'
import type {MetricRow} from '../../compare/set/metric-rows'
import {formatDelta, formatNumber} from '../numbers'

/**
 * A line for each branch of per-class figures, with the figure that moved most: `dev.class_f1: 3 figures; neutral falls most: 0.62 → 0.12
 * (-0.5, emails)`. Precision and recall are counted with the F1 that is made of them.
 */
export function classLines(rows: readonly MetricRow[], comparison: SetComparison): string[] {
  const branches = new Map<string, MetricRow[]>()
  for (const row of rows) {
    const branch = classBranch(row.path)!
    branches.set(branch, [...(branches.get(branch) ?? []), row])
  }
  const parts = [...branches.keys()].filter(branch => f1Of(branch) !== branch && branches.has(f1Of(branch)))
  return [...branches].flatMap(([branch, own]) => {
    if (parts.includes(branch) || own.every(isUnmoved)) return []
    const joined = parts.filter(part => f1Of(part) === branch)
    const count = [branch, ...joined].reduce((sum, part) => sum + branches.get(part)!.length, 0)
    const names = joined.map(part => part.slice(part.lastIndexOf('_') + 1))
    return [`${[branch, ...names].join(', ')}: ${plural(count, 'figure')}${moved(branch, own, comparison)}`]
  })
}

/** What is barred and the same all the same: how many examples there are of each class. */
const isUnmoved = ({cells: [first, ...others]}: MetricRow) => others.every(cell => cell && cell.mean === first?.mean)

const f1Of = (branch: string) => branch.replace(/_(?:precision|recall)$/, '_f1')

/** The figure that got worse most, since a class that collapses hides in an average; where none did, the one that got better most. What is barred counts too: it is not compared, but seen. */
function moved(branch: string, rows: readonly MetricRow[], {rivals, baseline}: SetComparison): string {
  const moves = rows.flatMap(({path, direction, cells}) => {
    const from = cells[baseline]
    return cells.flatMap((cell, rival) => {
      if (!cell || !from || !direction || rival === baseline) return []
      const delta = cell.mean - from.mean
      return [{path, rival, delta, from: from.mean, to: cell.mean, gain: direction === 'higher' ? delta : -delta}]
    })
  })
  const sorted = moves.sort((a, b) => a.gain - b.gain)
  const worst = sorted[0]
  const most = worst && worst.gain < 0 ? worst : sorted.at(-1)
  if (!most || most.gain === 0) return ''
  const {path, rival, from, to, delta, gain} = most
  const name = path.slice(branch.length + 1)
  const whose = rivals.length > 2 ? `, ${rivals[rival]!.label}` : ''
  const how = `${gain > 0 ? 'none is worse, ' : ''}${name} ${delta < 0 ? 'falls' : 'rises'} most`
  return `; ${how}: ${formatNumber(from)} → ${formatNumber(to)} (${formatDelta(delta)}${whose})`
}
