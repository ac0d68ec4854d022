import {type Interval, type Moments, momentsOf} from './moments'
import {tQuantile} from './student'

/** A group of values, such as one metric over the seeds. */
export interface Summary {
  readonly n: number
  readonly mean: number
  /** Of the sample, with n - 1 below the line; absent for n = 1. */
  readonly sd?: number
  readonly min: number
  readonly max: number
  /** Of the mean, by Student's t; absent for n = 1, and for a constant list, whose spread nobody knows. */
  readonly interval?: Interval
}

/** Undefined for no values, or one that is not finite. See `momentsOf` for how exact it is. */
export function summary(values: readonly number[], confidence = 0.95): Summary | undefined {
  const [only] = values
  if (values.length === 1) return Number.isFinite(only) ? {n: 1, mean: only!, min: only!, max: only!} : undefined
  const moments = momentsOf(values)
  if (!moments) return undefined
  const {n, mean, sd, min, max} = moments
  const interval = meanInterval(moments, confidence)
  return {n, mean, sd, min, max, ...(interval && {interval})}
}

function meanInterval({n, mean, sd}: Moments, confidence: number): Interval | undefined {
  return sd > 0 ? intervalAround(mean, sd / Math.sqrt(n), n - 1, confidence) : undefined
}

/** Many groups have the same few sizes. */
const quantiles = new Map<string, number | undefined>()
function quantile(p: number, df: number): number | undefined {
  if (!Number.isInteger(df)) return tQuantile(p, df)
  const key = `${p} ${df}`
  if (!quantiles.has(key)) quantiles.set(key, tQuantile(p, df))
  return quantiles.get(key)
}

/** `centre` ± t · `error`; undefined unless 0 < confidence < 1. */
export function intervalAround(centre: number, error: number, df: number, confidence: number): Interval | undefined {
  const t = confidence > 0 ? quantile((1 + confidence) / 2, df) : undefined
  return t === undefined ? undefined : [centre - t * error, centre + t * error]
}
