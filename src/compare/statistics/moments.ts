import {exactSum} from './exact-sum'

/** What the tests on means need of a sample. */
export interface Moments {
  readonly n: number
  readonly mean: number
  /** With n - 1 below the line; 0 for n = 1. */
  readonly sd: number
  readonly min: number
  readonly max: number
}

/** From … to. */
export type Interval = readonly [low: number, high: number]

/**
 * In two passes, the second with the correction for the rounded mean (Chan, Golub and LeVeque 1983), so that an offset costs no
 * digits; a constant list has its value as the mean and 0 as the sd, exactly. The order of the values does not matter.
 * Undefined for no values, one that is not finite, or a sum that overflows.
 */
export function momentsOf(values: readonly number[]): Moments | undefined {
  const n = values.length
  const sum = exactSum(values)
  if (n === 0 || !values.every(Number.isFinite) || !Number.isFinite(sum)) return undefined
  const [min, max] = [smallest(values), -smallest(values.map(value => -value))]
  const mean = Math.min(max, Math.max(min, sum / n))
  const sd = n > 1 ? spread(values.map(value => value - mean)) : 0
  return Number.isFinite(sd) ? {n, mean, sd, min, max} : undefined
}

/** Of deviations from nearly their mean; scaled by the widest, so that no square overflows or vanishes. */
function spread(deviations: readonly number[]): number {
  const widest = largestSize(deviations)
  if (widest === 0) return 0
  const scaled = deviations.map(each => each / widest)
  const squares = exactSum(scaled.map(each => each * each)) - exactSum(scaled) ** 2 / scaled.length
  return widest * Math.sqrt(Math.max(0, squares) / (scaled.length - 1))
}

const smallest = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)

/** The largest absolute value; 0 for none. */
export const largestSize = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, Math.abs(b)), 0)

/** How far numbers of this size may lie apart only because each was rounded: a few units in the last place. */
export const roundingOf = (size: number) => size * 2 ** -49
