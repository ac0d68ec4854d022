import type {JsonObject} from '../base/json'
import type {Direction} from '../model/settings'
import {prepareSet} from './set/compare-set'
import {barrier, fairnessOf} from './set/fair/fairness'

export interface Unfair {
  /** Whether the change of a metric says nothing, by its path without `metrics.`. */
  readonly barred: (path: string) => boolean
  /** Why, each in a clause. */
  readonly reasons: readonly string[]
}

/** Which metrics of two runs cannot be compared, as `compare` has it. */
export function unfairMetrics(
  before: JsonObject,
  after: JsonObject,
  directions: Readonly<Record<string, Direction>>,
): Unfair {
  const entrants = [before, after].map((record, i) => ({id: String(i), name: String(i), record}))
  const {rivals, values, direction} = prepareSet(entrants, {directions, volatile: [], groupBy: 'id'})
  if (rivals.length < 2) return {barred: () => false, reasons: []}
  const bars = fairnessOf(rivals, {baseline: 0, values, direction}).reasons.filter(({level}) => level === 'bars')
  const barred = barrier(bars)
  return {barred: path => barred(1, path), reasons: bars.map(({text}) => text)}
}
