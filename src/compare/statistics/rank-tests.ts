import {largestSize, roundingOf} from './moments'
import {differencesOf} from './paired-t'
import {type PermutationTest, permutationUnpaired, type Sampling} from './permutation'
import {signFlip} from './sign-flip'

/**
 * Mann and Whitney's test: the permutation test on ranks, so it is exact with ties too. `statistic` is U of a: in how many pairs a
 * is above b, ties as half. Undefined where a side is empty or a value is not finite.
 */
export function mannWhitney(a: readonly number[], b: readonly number[], sampling?: Sampling): RankTest | undefined {
  const ranks = ranksOf([...a, ...b])
  const [left, right] = [ranks.slice(0, a.length), ranks.slice(a.length)]
  const test = [...a, ...b].every(Number.isFinite) ? permutationUnpaired(left, right, sampling) : undefined
  return test && {...test, statistic: total(left) - (a.length * (a.length + 1)) / 2}
}

/**
 * Wilcoxon's signed-rank test of pairs: the sign-flip test on ranks. Pairs without a difference are left out, as he did; where none
 * is left p is 1. `statistic` is the smaller sum of ranks. Undefined for no pairs, sides of two lengths, or a value not finite.
 */
export function wilcoxon(a: readonly number[], b: readonly number[], sampling?: Sampling): RankTest | undefined {
  if (a.length !== b.length || a.length === 0 || ![...a, ...b].every(Number.isFinite)) return undefined
  const noise = roundingOf(Math.max(largestSize(a), largestSize(b)))
  const differences = differencesOf(a, b).filter(each => Math.abs(each) > noise)
  if (differences.length === 0) return {statistic: 0, p: 1, exact: true, least: 1}
  const ranks = ranksOf(differences.map(Math.abs), noise)
  const above = total(ranks.filter((_, i) => differences[i]! > 0))
  const test = signFlip(
    ranks.map((rank, i) => (differences[i]! > 0 ? rank : -rank)),
    sampling,
  )
  return test && {...test, statistic: Math.min(above, total(ranks) - above)}
}

export interface RankTest extends PermutationTest {
  readonly statistic: number
}

const total = (ranks: readonly number[]) => ranks.reduce((sum, rank) => sum + rank, 0)

/** From 1; those that lie no further apart than rounding (of numbers of their size, if none is given) share the mean of theirs. */
export function ranksOf(values: readonly number[], noise = roundingOf(largestSize(values))): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!)
  const ranks = new Array<number>(values.length)
  for (let start = 0, end = 1; start < order.length; start = end++) {
    while (end < order.length && values[order[end]!]! - values[order[end - 1]!]! <= noise) end++
    for (let at = start; at < end; at++) ranks[order[at]!] = (start + 1 + end) / 2
  }
  return ranks
}
