import type {Direction} from '../../model/settings'
import {summary} from '../statistics/summary'
import type {ComparedAs, PreparedSet, SetComparison} from './compare-set'
import type {MetricRow} from './metric-rows'
import {paretoFront} from './pareto'
import {mainPool, poolsOf} from './pools'
import {splitOfMetric} from './splits'

/** The rivals that have a metric, the best first. */
export interface Ranking {
  readonly row: MetricRow
  readonly direction: Direction
  /** Indexes of rivals; what is not comparable with the best comes after all others. */
  readonly order: readonly number[]
  /** Those that lack it. */
  readonly lacking: readonly number[]
  /** The split it was chosen on, where the metric names one: the figure of what was chosen is too good there. */
  readonly selectedOn?: string
  /** Those of which the seeds do not tell whether they are worse than the best. */
  readonly undecided: readonly number[]
}

export function rank(comparison: SetComparison, row: MetricRow, direction: Direction): Ranking {
  const {rivals} = comparison
  const all = rivals.map((_, i) => i)
  const has = all.filter(i => row.cells[i])
  const sign = direction === 'higher' ? -1 : 1
  const barred = (i: number) => (row.cells[i]!.barred ? 1 : 0)
  const order = has.sort((a, b) => barred(a) - barred(b) || sign * (row.cells[a]!.mean - row.cells[b]!.mean) || a - b)
  const split = splitOfMetric(row.path, new Set())
  return {
    row,
    direction,
    order,
    lacking: all.filter(i => !row.cells[i]),
    ...(split !== undefined && {selectedOn: split}),
    undecided: order.slice(1).filter(i => row.cells[i]!.test && row.cells[i]!.test.verdict !== 'differs'),
  }
}

/** Rivals that none other is as good as in all objectives and better in one. */
export interface Trade {
  readonly objectives: readonly {readonly row: MetricRow; readonly direction: Direction}[]
  /** Indexes, best in the first objective first. */
  readonly front: readonly number[]
  readonly lacking: readonly number[]
  /** Those that are not comparable with the first of the front, and left out. */
  readonly apart: readonly number[]
  /** Splits that the objectives were measured on. */
  readonly selectedOn: readonly string[]
}

export function trade({rivals}: SetComparison, objectives: Trade['objectives']): Trade {
  const all = rivals.map((_, i) => i)
  const apart = all.filter(i => objectives.some(({row}) => row.cells[i]?.barred))
  const means = objectives.map(({row, direction}) => ({
    path: row.path,
    direction,
    means: row.cells.map((cell, i) => (apart.includes(i) ? undefined : cell?.mean)),
  }))
  const {front, lacking} = paretoFront(means, rivals.length)
  const [first] = means
  const sign = first?.direction === 'higher' ? -1 : 1
  const splits = objectives.flatMap(({row}) => splitOfMetric(row.path, new Set()) ?? [])
  return {
    objectives,
    front: [...front].sort((a, b) => sign * (first!.means[a]! - first!.means[b]!) || a - b),
    lacking: lacking.filter(i => !apart.includes(i)),
    apart,
    selectedOn: [...new Set(splits)],
  }
}

/**
 * The rival that the others are held against: of the largest pool of comparable ones that with the best mean in the first
 * objective, ties the earliest. Undefined where no rival has all of them.
 */
export function leadOf(
  prepared: PreparedSet,
  objectives: readonly {readonly path: string; readonly direction: Direction}[],
  across?: ComparedAs['across'],
): number | undefined {
  const paths = objectives.map(({path}) => path)
  const [first] = objectives
  if (!first) return undefined
  const pool = mainPool(prepared, poolsOf(prepared, paths, {primary: first.path, ...(across && {across})}))
  const mean = (i: number) => summary([...prepared.values[i]!.get(first.path)!.values()])!.mean
  const sign = first.direction === 'higher' ? -1 : 1
  return [...pool].sort((a, b) => sign * (mean(a) - mean(b)) || a - b)[0]
}
