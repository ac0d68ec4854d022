import {type Interval, type Moments, momentsOf, roundingOf} from './moments'
import {tTwoSided} from './student'
import {intervalAround} from './summary'

/** A test that a difference of means, b's from a's, is 0. What a sample without a spread cannot say is absent. */
export interface MeanTest {
  /** mean(a) - mean(b). */
  readonly difference: number
  readonly statistic?: number
  readonly df?: number
  /** Two-sided. Without any spread: 1 where nothing differs, else absent. */
  readonly p?: number
  /** Of the difference. */
  readonly interval?: Interval
}

/** Welch's t-test of unequal variances; undefined unless both have two finite values. Welch 1947, Satterthwaite 1946. */
export function welch(a: readonly number[], b: readonly number[], confidence = 0.95): MeanTest | undefined {
  const [left, right] = [momentsOf(a), momentsOf(b)]
  if (!left || !right || left.n < 2 || right.n < 2) return undefined
  const errors = [left, right].map(({n, sd}) => sd / Math.sqrt(n)) as [number, number]
  const error = Math.hypot(...errors)
  const share = error > 0 ? (errors[0] / error) ** 2 : 0
  // Never below 1 but for rounding.
  const df = Math.max(1, 1 / (share ** 2 / (left.n - 1) + (1 - share) ** 2 / (right.n - 1)))
  return meanTest(left.mean - right.mean, error, df, {size: Math.max(sizeOf(left), sizeOf(right)), confidence})
}

export const sizeOf = ({min, max}: Moments) => Math.max(-min, max)

interface Context {
  /** The largest absolute value that went in: it tells what is only rounding. */
  readonly size: number
  readonly confidence: number
}

export function meanTest(difference: number, error: number, df: number, {size, confidence}: Context): MeanTest {
  const noise = roundingOf(size)
  if (error <= noise) return {difference, ...(Math.abs(difference) <= noise && {p: 1})}
  const statistic = difference / error
  const p = tTwoSided(statistic, df)
  const interval = intervalAround(difference, error, df, confidence)
  return {difference, statistic, df, ...(p !== undefined && {p}), ...(interval && {interval})}
}
