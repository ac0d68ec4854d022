import {largestSize, momentsOf} from './moments'
import {type MeanTest, meanTest} from './welch'

export interface PairedTest extends MeanTest {
  /** Cohen's d_z: the mean of the differences in units of their sd. Cohen 1988, 2.3.5. */
  readonly dz?: number
}

/** Student's t-test of pairs, a[i] with b[i]; undefined unless there are two or more, all finite, and as many on each side. */
export function pairedT(a: readonly number[], b: readonly number[], confidence = 0.95): PairedTest | undefined {
  const moments = a.length === b.length ? momentsOf(differencesOf(a, b)) : undefined
  if (!moments || moments.n < 2) return undefined
  const {n, mean, sd} = moments
  const size = Math.max(largestSize(a), largestSize(b))
  const test = meanTest(mean, sd / Math.sqrt(n), n - 1, {size, confidence})
  return {...test, ...(test.statistic !== undefined && {dz: mean / sd})}
}

/** a[i] - b[i]; both are of one length. */
export const differencesOf = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]!)
