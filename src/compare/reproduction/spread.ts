import {isNumeric} from '../same-value'
import {isCost} from '../set/metric-kinds'
import {momentsOf} from '../statistics/moments'
import {metricsOf} from './metrics'
import type {Outcome} from './outcome'

/** A metric over several reproductions of one run. */
export interface SpreadRow {
  readonly metric: string
  readonly original: number
  readonly n: number
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Of the sample, with n - 1 below the line. */
  readonly sd: number
  /** The original lies between `min` and `max`. */
  readonly covers: boolean
}

/** Metrics that are finite numbers in all of them; none for fewer than two reproductions. Costs are left out. */
export function spreadOf(original: Outcome, reproductions: readonly Outcome[]): SpreadRow[] {
  if (reproductions.length < 2) return []
  const all = reproductions.map(({record}) => metricsOf(record))
  return [...metricsOf(original.record)].flatMap(([metric, value]) => {
    if (isCost(metric) || !isNumeric(value)) return []
    const values = all.flatMap(metrics => {
      const found = metrics.get(metric)
      return isNumeric(found) ? [Number(found)] : []
    })
    const moments = values.length === all.length ? momentsOf(values) : undefined
    if (!moments) return []
    const {n, min, max, mean, sd} = moments
    const recorded = Number(value)
    return [{metric, original: recorded, n, min, max, mean, sd, covers: min <= recorded && recorded <= max}]
  })
}
