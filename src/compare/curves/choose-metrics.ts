import {isOfMachine} from '../../model/points'
import type {Direction} from '../../model/settings'
import {directionOf} from '../directions'
import {classBranch} from '../set/metric-kinds'

/** A metric that some of the runs have a curve of. */
export interface Candidate {
  readonly metric: string
  /** How many of the runs. */
  readonly runs: number
  /** Points of its longest curve. */
  readonly points: number
}

export interface Ledger {
  readonly directions: Readonly<Record<string, Direction>>
  /** Without `metrics.` in front. */
  readonly primary?: string
}

/** So many charts are read at a glance. */
export const CHARTS = 4

/**
 * The names in the order in which they are worth looking at: those that at least half as many runs have as the most frequent one, of these
 * the curves of more than one point, of these the primary metric, the losses, what is known to be better higher or lower, the rest, figures
 * of classes; then by the number of runs, then by name.
 */
export function rankMetrics(candidates: readonly Candidate[], ledger: Ledger): string[] {
  const most = Math.max(...candidates.map(({runs}) => runs))
  const keys = new Map(
    candidates.map(({metric, runs, points}) => [
      metric,
      [runs * 2 >= most ? 0 : 1, points > 1 ? 0 : 1, kindOf(metric, ledger), -runs],
    ]),
  )
  const compare = (a: string, b: string) => {
    const [left, right] = [keys.get(a)!, keys.get(b)!]
    const at = left.findIndex((key, i) => key !== right[i])
    return at < 0 ? (a < b ? -1 : 1) : left[at]! - right[at]!
  }
  return candidates.map(({metric}) => metric).sort(compare)
}

/** Of ranked metrics those that are drawn unasked; where there is nothing else, also what is of the machine. */
export function chosenUnasked(ranked: readonly string[]): string[] {
  const ofModel = ranked.filter(metric => !isOfMachine(metric))
  return (ofModel.length > 0 ? ofModel : ranked).slice(0, CHARTS)
}

function kindOf(metric: string, {directions, primary}: Ledger): number {
  if (metric === primary) return 0
  if (isOfMachine(metric)) return 5
  if (classBranch(metric) !== undefined) return 4
  if (/(?:^|[._/])loss$/i.test(metric)) return 1
  return directionOf(metric, directions) ? 2 : 3
}
