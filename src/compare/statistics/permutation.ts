import {choose} from './binomial'
import {exactSum} from './exact-sum'
import {generator} from './generator'
import {momentsOf, roundingOf} from './moments'

/** Two-sided, of all the ways in which the labels could have fallen, or of a sample of them. */
export interface PermutationTest {
  readonly p: number
  /** All ways were counted; else some were drawn, and p is (hits + 1) / (draws + 1) (Phipson and Smyth 2010). */
  readonly exact: boolean
  /** The smallest p that samples of these sizes can ever give, whatever their values. */
  readonly least: number
}

export interface Sampling {
  /** Where there are too many ways to count. */
  readonly draws?: number
  readonly seed?: string | number
}

export const DRAWS = 20_000
const MOST_DIVISIONS = 200_000
/** Of the sum of sizes: sums that are nearer to each other than this are tied. */
const TIE = 1e-10

/**
 * Fisher and Pitman's test on the difference of means: the share of the divisions of all values into groups of these sizes whose
 * means lie as far apart, either way. Undefined where a side is empty or a value is not finite.
 */
export function permutationUnpaired(
  a: readonly number[],
  b: readonly number[],
  {draws = DRAWS, seed = 'permutation'}: Sampling = {},
): PermutationTest | undefined {
  const [pool, [n, m]] = [momentsOf([...a, ...b]), [a.length, b.length]]
  if (!pool || n === 0 || m === 0) return undefined
  const centred = (values: readonly number[]) => values.map(value => value - pool.mean)
  const all = Float64Array.from(centred([...a, ...b])).sort()
  // Of values around their common mean, the sum of one side alone tells how far the two means lie apart.
  const slack = tieOf(all, (n + m) * Math.max(-pool.min, pool.max))
  const [fewer, threshold] = [Math.min(n, m), Math.abs(exactSum(centred(n <= m ? a : b))) - slack]
  const least = leastUnpaired(n, m, draws)
  if (!divisible(n, m)) return {p: sampled(all, fewer, threshold, {draws, seed}), exact: false, least}
  return {p: counted(all, fewer, threshold) / choose(n + m, n), exact: true, least}
}

/** See `PermutationTest.least`. Of two sides of one size, each division has a mirror image that is as extreme. */
export function leastUnpaired(n: number, m: number, draws = DRAWS): number {
  return divisible(n, m) ? (n === m ? 2 : 1) / choose(n + m, n) : 1 / (draws + 1)
}

const divisible = (n: number, m: number) => choose(n + m, n) <= MOST_DIVISIONS

/** How far apart two sums of these values may lie and be one; `total` is the sum of the sizes of the numbers they come from. */
export function tieOf(values: Iterable<number>, total: number): number {
  let spread = 0
  for (const value of values) spread += Math.abs(value)
  return TIE * spread + roundingOf(total)
}

/** How many of the choices of `size` values have a sum of that size or more. */
function counted(values: Float64Array, size: number, threshold: number): number {
  const from = (start: number, left: number, sum: number): number => {
    if (left === 0) return Math.abs(sum) >= threshold ? 1 : 0
    let hits = 0
    for (let i = start; i <= values.length - left; i++) hits += from(i + 1, left - 1, sum + values[i]!)
    return hits
  }
  return from(0, size, 0)
}

/** By the first steps of a shuffle (Fisher and Yates). */
function sampled(values: Float64Array, size: number, threshold: number, {draws, seed}: Required<Sampling>): number {
  const {below} = generator(seed)
  let hits = 0
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0
    for (let i = 0; i < size; i++) {
      const other = i + below(values.length - i)
      const value = values[other]!
      values[other] = values[i]!
      values[i] = value
      sum += value
    }
    if (Math.abs(sum) >= threshold) hits++
  }
  return (hits + 1) / (draws + 1)
}
