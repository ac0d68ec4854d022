import {generator} from './generator'
import type {Interval} from './moments'
import {differencesOf} from './paired-t'

export interface BootstrapOptions {
  readonly draws?: number
  readonly seed?: string | number
  readonly confidence?: number
}

/** What a statistic of examples would have been on other examples of the same kind. */
export interface Bootstrap {
  /** On the examples themselves. */
  readonly estimate: number
  /** Percentiles of the draws. */
  readonly interval: Interval
  /** Two-sided, that the statistic is 0: twice the smaller share of draws on one side of it; agrees with the interval. */
  readonly p: number
  /** Those whose statistic was a finite number: only they count. */
  readonly draws: number
}

/** Sizes below this part of the largest are 0. */
const NOISE = 1e-12

/**
 * The percentile bootstrap (Efron 1979) of a statistic of n examples, which are told by their indices, each in 0 … n - 1: once all
 * in order, then as they are drawn. The array is used again for each draw. Undefined for n < 2, or where the statistic of all, or
 * of every draw, is not finite. Below some thirty examples intervals come out too narrow: permute instead.
 */
export function bootstrap(
  n: number,
  statistic: (indices: Uint32Array) => number,
  {draws = 10_000, seed = 'bootstrap', confidence = 0.95}: BootstrapOptions = {},
): Bootstrap | undefined {
  if (n < 2 || !(confidence > 0 && confidence < 1)) return undefined
  const estimate = statistic(Uint32Array.from({length: n}, (_, i) => i))
  const values = Number.isFinite(estimate) ? drawn(n, statistic, draws, seed) : new Float64Array()
  return bootstrapOf(estimate, values, confidence)
}

/** What draws of a statistic say, however they were drawn; they need not be sorted. Undefined where the estimate or no draw is finite. */
export function bootstrapOf(estimate: number, draws: Float64Array, confidence = 0.95): Bootstrap | undefined {
  const values = draws.filter(Number.isFinite).sort()
  if (values.length === 0 || !Number.isFinite(estimate)) return undefined
  const interval = [(1 - confidence) / 2, (1 + confidence) / 2].map(share => percentile(values, share))
  return {estimate, interval: interval as unknown as Interval, p: twoSided(values), draws: values.length}
}

/** The mean of a[i] - b[i] over resampled examples; undefined also for sides of two lengths. The order of examples does not matter. */
export function bootstrapPaired(
  a: readonly number[],
  b: readonly number[],
  options?: BootstrapOptions,
): Bootstrap | undefined {
  if (a.length !== b.length) return undefined
  const [differences, sign] = upright(Float64Array.from(differencesOf(a, b)).sort())
  const result = bootstrap(differences.length, indices => meanAt(differences, indices), options)
  if (!result || sign > 0) return result
  const {estimate, interval} = result
  return {...result, estimate: -estimate, interval: [-interval[1], -interval[0]]}
}

/** One spelling of sorted differences and of their negatives, so that a against b says what b against a says. */
function upright(sorted: Float64Array): [Float64Array, 1 | -1] {
  const turned = sorted.map(value => -value).reverse()
  const at = sorted.findIndex((value, i) => value !== turned[i])
  return at === -1 || sorted[at]! > turned[at]! ? [sorted, 1] : [turned, -1]
}

function meanAt(values: Float64Array, indices: Uint32Array): number {
  let sum = 0
  for (let i = 0; i < indices.length; i++) sum += values[indices[i]!]!
  return sum / indices.length
}

function drawn(n: number, statistic: (indices: Uint32Array) => number, draws: number, seed: string | number) {
  const {below} = generator(seed)
  const indices = new Uint32Array(n)
  const values = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < n; i++) indices[i] = below(n)
    values[draw] = statistic(indices)
  }
  return values
}

/** Between the two nearest, as NumPy does it by default (Hyndman and Fan 1996, definition 7). */
function percentile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return below + (above - below) * (place - Math.floor(place))
}

/** With one draw more on each side, since no sample of draws shows that a side is impossible. */
function twoSided(sorted: ArrayLike<number>): number {
  const noise = NOISE * Math.max(Math.abs(sorted[0]!), Math.abs(sorted[sorted.length - 1]!))
  let [low, high] = [1, 1]
  for (let i = 0; i < sorted.length; i++) {
    if (sorted[i]! <= noise) low++
    if (sorted[i]! >= -noise) high++
  }
  return Math.min(1, (2 * Math.min(low, high)) / (sorted.length + 1))
}
