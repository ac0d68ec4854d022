import {evenSplit} from './binomial'
import {chiSquareTail} from './normal'

export interface McNemarTest {
  readonly method: 'exact binomial' | 'chi-square with continuity correction'
  /** The smaller count; chi-square, for the other method. */
  readonly statistic: number
  readonly p: number
}

/** With fewer examples on which the two differ, chi-square is too rough. */
const EXACT_BELOW = 25

/**
 * Of two classifiers on the same examples: `b` is how many only the first has right, `c` only the second. Undefined unless both
 * are whole and not negative. McNemar 1947, corrected by Edwards 1948. (Hugging Face's `mcnemar` leaves the correction out.)
 */
export function mcnemar(b: number, c: number): McNemarTest | undefined {
  const n = b + c
  if (![b, c].every(count => Number.isSafeInteger(count) && count >= 0)) return undefined
  if (n < EXACT_BELOW) return {method: 'exact binomial', statistic: Math.min(b, c), p: evenSplit(b, n)}
  const statistic = Math.max(0, Math.abs(b - c) - 1) ** 2 / n
  return {method: 'chi-square with continuity correction', statistic, p: chiSquareTail(statistic)}
}
