import type {Bootstrap} from '../statistics/bootstrap'
import type {LabelRows} from './kinds'
import type {DrawOrder} from './order'
import {bootstrapCounts} from './resample'

/** Which of two runs has how many of the same examples right. */
export interface Outcomes {
  readonly n: number
  readonly both: number
  readonly onlyBefore: number
  readonly onlyAfter: number
}

export function outcomesOf({gold, before, after}: LabelRows, at: readonly number[]): Outcomes {
  let [both, onlyBefore, onlyAfter] = [0, 0, 0]
  for (const i of at) {
    const [one, other] = [before[i] === gold[i], after[i] === gold[i]]
    if (one && other) both++
    else if (one) onlyBefore++
    else if (other) onlyAfter++
  }
  return {n: at.length, both, onlyBefore, onlyAfter}
}

export const accuracies = ({n, both, onlyBefore, onlyAfter}: Outcomes) => ({
  before: (both + onlyBefore) / n,
  after: (both + onlyAfter) / n,
})

/** Of the difference of accuracies. `label` tells one such bootstrap from another between the same runs. */
export function bootstrapAccuracy(outcomes: Outcomes, label: string, order: DrawOrder): Bootstrap | undefined {
  const {n, onlyBefore, onlyAfter} = outcomes
  const [first, second] = order.turned ? [1, 0] : [0, 1]
  const counts = Uint32Array.of(0, 0, n - onlyBefore - onlyAfter)
  counts[first] = onlyBefore
  counts[second] = onlyAfter
  const differences = (drawn: Uint32Array, into: Float64Array) => {
    into[0] = (drawn[second]! - drawn[first]!) / n
  }
  return bootstrapCounts(counts, {width: 1, differences, label}, order)[0]
}
