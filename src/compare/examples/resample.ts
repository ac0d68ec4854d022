import {type Bootstrap, bootstrapOf} from '../statistics/bootstrap'
import {type Generator, generator} from '../statistics/generator'
import {type DrawOrder, turnedRound} from './order'

const MOST_DRAWS = 10_000
const LEAST_DRAWS = 1_000
/** Draws times examples, and draws times statistics, that take about a second and about 100 MB. */
const MOST_EXAMPLES_DRAWN = 100_000_000
const MOST_VALUES = 10_000_000

/** Writes differences, after less before, into `into`; NaN for one that these counts do not have. */
export type Differences = (counts: Uint32Array, into: Float64Array) => void

/**
 * The percentile bootstrap of `width` differences of n examples that are counted by kind: each draw is a multinomial sample of n over
 * the kinds, which is what resampling the examples gives, at a fraction of the cost. Kinds stand in one order whichever run comes
 * first (see `DrawOrder`). Undefined per difference where `bootstrapOf` is.
 */
export function bootstrapCounts(
  counts: Uint32Array,
  {
    width,
    differences,
    label = '',
  }: {readonly width: number; readonly differences: Differences; readonly label?: string},
  {seed, turned}: DrawOrder,
): (Bootstrap | undefined)[] {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const draws = drawsFor(n, width)
  const resample = resampler(counts, generator(`${seed} ${label}`))
  const [estimates, here] = [new Float64Array(width), new Float64Array(width)]
  const values = Array.from({length: width}, () => new Float64Array(draws))
  differences(counts, estimates)
  if (n < 2) return values.map(() => undefined)
  const sign = turned ? -1 : 1
  for (let draw = 0; draw < draws; draw++) {
    differences(resample(), here)
    for (let at = 0; at < width; at++) values[at]![draw] = sign * here[at]!
  }
  return values.map((drawn, at) => {
    const result = bootstrapOf(sign * estimates[at]!, drawn)
    return result && turned ? turnedRound(result) : result
  })
}

export function drawsFor(n: number, width: number): number {
  const affordable = Math.floor(Math.min(MOST_EXAMPLES_DRAWN / n, MOST_VALUES / width))
  return Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, affordable))
}

/** Where the kinds have fewer examples each, drawing these one by one is faster. */
const WORTH_HALVING = 12

/** Draws as many examples as there are, into an array that is used again: halves the kinds, and the examples between the halves. */
export function resampler(counts: Uint32Array, random: Generator): () => Uint32Array {
  const below = new Float64Array(counts.length + 1)
  for (let i = 0; i < counts.length; i++) below[i + 1] = below[i]! + counts[i]!
  const kinds = new Uint32Array(below.at(-1)!)
  for (let kind = 0; kind < counts.length; kind++) kinds.fill(kind, below[kind], below[kind + 1])
  const drawn = new Uint32Array(counts.length)
  const fill = (from: number, to: number, n: number): void => {
    if (to - from === 1) drawn[from] = n
    else if (n < WORTH_HALVING * (to - from)) pick(from, to, n)
    else {
      const middle = (from + to) >>> 1
      const left = binomial(n, (below[middle]! - below[from]!) / (below[to]! - below[from]!), random)
      fill(from, middle, left)
      fill(middle, to, n - left)
    }
  }
  const pick = (from: number, to: number, n: number): void => {
    drawn.fill(0, from, to)
    const [first, among] = [below[from]!, below[to]! - below[from]!]
    for (let i = 0; i < n; i++) drawn[kinds[first + random.below(among)]!]!++
  }
  return () => {
    fill(0, counts.length, kinds.length)
    return drawn
  }
}

/**
 * How many of n uniform numbers fall below p: compared with p bit by bit, all of them at once, until none is left that agrees with p
 * so far. Exact for the double p, on every machine; about n / 16 random words.
 */
export function binomial(n: number, p: number, {next}: Generator): number {
  if (p >= 1) return n
  let [hits, left, rest] = [0, n, p]
  while (left > 0 && rest > 0) {
    rest *= 2
    const ones = heads(left, next)
    if (rest >= 1) {
      hits += left - ones
      left = ones
      rest -= 1
    } else left -= ones
  }
  return hits
}

/** Of n fair coins. */
function heads(n: number, next: () => number): number {
  let ones = 0
  let left = n
  for (; left >= 32; left -= 32) ones += bitsOf(next())
  return left > 0 ? ones + bitsOf(next() >>> (32 - left)) : ones
}

/** Warren, Hacker's Delight, 5-1. */
function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
