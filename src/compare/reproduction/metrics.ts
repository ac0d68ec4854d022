import type {Json, JsonObject} from '../../base/json'
import {fieldsOf} from '../flatten'
import {isNumeric, sameValue} from '../same-value'
import {isCost} from '../set/metric-kinds'
import {isWithin, type Tolerance, toleranceOf} from './tolerance'

/** `cost`: how long or how much it took, which never decides; `new`: only the reproduction has it. */
export type MetricVerdict = 'same' | 'within' | 'beyond' | 'missing' | 'new' | 'cost'

/** One metric of a run and of its reproduction. */
export interface MetricRow {
  /** Dotted: `dev.macro_f1`. */
  readonly metric: string
  readonly before?: Json
  readonly after?: Json
  /** after - before, where both are finite. */
  readonly difference?: number
  /** The one that applied, as typed; absent: they must be equal. */
  readonly tolerance?: string
  readonly verdict: MetricVerdict
}

/** Every metric of either, as the original has them in order. */
export function compareMetrics(before: JsonObject, after: JsonObject, tolerances: readonly Tolerance[]): MetricRow[] {
  const [old, now] = [metricsOf(before), metricsOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])].map(metric =>
    rowOf(metric, old.get(metric), now.get(metric), tolerances),
  )
}

/** Path → value, without `metrics.`. */
export function metricsOf(record: JsonObject): Map<string, Json> {
  return new Map([...fieldsOf(record, 'metrics')].map(([path, value]) => [path.replace(/^metrics\./, ''), value]))
}

function rowOf(
  metric: string,
  before: Json | undefined,
  after: Json | undefined,
  tolerances: readonly Tolerance[],
): MetricRow {
  const [a, b] = [isNumeric(before) ? Number(before) : undefined, isNumeric(after) ? Number(after) : undefined]
  const difference = a !== undefined && b !== undefined && Number.isFinite(b - a) ? b - a : undefined
  const tolerance = toleranceOf(metric, tolerances)
  const same = sameValue(before, after)
  const verdict = (): MetricVerdict => {
    if (isCost(metric)) return 'cost'
    if (before === undefined) return 'new'
    if (after === undefined) return 'missing'
    if (same) return 'same'
    return a !== undefined && b !== undefined && isWithin(a, b, tolerance) ? 'within' : 'beyond'
  }
  const found = verdict()
  return {
    metric,
    ...(before !== undefined && {before}),
    ...(after !== undefined && {after}),
    ...(difference !== undefined && {difference}),
    ...((found === 'within' || found === 'beyond') && tolerance && {tolerance: tolerance.said}),
    verdict: found,
  }
}
