import {exactSum} from './exact-sum'
import {generator} from './generator'
import {largestSize} from './moments'
import {DRAWS, type PermutationTest, type Sampling, tieOf} from './permutation'

/** 2^18 ways of signs are counted. */
const MOST_COUNTED = 18

/**
 * The permutation test of pairs: the share of the ways of giving each difference one sign or the other whose mean is as far from
 * 0. Undefined for no differences, or one that is not finite.
 */
export function signFlip(
  differences: readonly number[],
  {draws = DRAWS, seed = 'sign-flip'}: Sampling = {},
): PermutationTest | undefined {
  const n = differences.length
  if (n === 0 || !differences.every(Number.isFinite)) return undefined
  const sizes = Float64Array.from(differences, Math.abs).sort()
  const threshold = Math.abs(exactSum(differences)) - tieOf(sizes, n * largestSize(differences))
  const least = leastSignFlip(n, draws)
  if (n > MOST_COUNTED) return {p: sampled(sizes, threshold, {draws, seed}), exact: false, least}
  return {p: counted(sizes, threshold) / 2 ** (n - 1), exact: true, least}
}

/** See `PermutationTest.least`: all signs one way, or all the other. */
export function leastSignFlip(n: number, draws = DRAWS): number {
  return n <= MOST_COUNTED ? 2 ** (1 - n) : 1 / (draws + 1)
}

/** With the last one positive: turning all signs makes no difference. */
function counted(sizes: Float64Array, threshold: number): number {
  const from = (at: number, sum: number): number => {
    if (at < 0) return Math.abs(sum) >= threshold ? 1 : 0
    return from(at - 1, sum + sizes[at]!) + from(at - 1, sum - sizes[at]!)
  }
  return from(sizes.length - 2, sizes.at(-1)!)
}

function sampled(sizes: Float64Array, threshold: number, {draws, seed}: Required<Sampling>): number {
  const {next} = generator(seed)
  let hits = 0
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0
    let bits = 0
    for (let i = 0; i < sizes.length; i++) {
      bits = i % 32 === 0 ? next() : bits >>> 1
      sum += (1 - 2 * (bits & 1)) * sizes[i]!
    }
    if (Math.abs(sum) >= threshold) hits++
  }
  return (hits + 1) / (draws + 1)
}
