import {incompleteBeta} from './beta'
import {logBeta} from './gamma'
import {erfc, normalQuantile} from './normal'

/** Newton's method needs about six; each is guarded by a bisection. */
const MOST_STEPS = 200
/** From here on the fraction of the beta function loses digits, and Hill's series needs two terms. */
const NEARLY_NORMAL = 1e5
/** The square of a larger t overflows. */
const LARGEST = 1e150

/** P(T ≤ t) of Student's t with `df` degrees of freedom, whole or not; undefined unless df ≥ 1, or where t is NaN. */
export function tCdf(t: number, df: number): number | undefined {
  const tails = tTwoSided(t, df)
  if (tails === undefined) return undefined
  return t < 0 ? tails / 2 : 1 - tails / 2
}

/** P(|T| ≥ |t|), exact to about 1e-12 relative also far out; undefined as `tCdf` is. Abramowitz and Stegun 26.7.1. */
export function tTwoSided(t: number, df: number): number | undefined {
  return df >= 1 && Number.isFinite(df) && !Number.isNaN(t) ? bothTails(t, df) : undefined
}

function bothTails(t: number, df: number): number {
  const ratio = (t / df) * t
  if (df > NEARLY_NORMAL) return erfc(normalLike(ratio, df) / Math.SQRT2)
  return incompleteBeta(df / 2, 0.5, 1 / (1 + ratio), 1 / (1 + 1 / ratio))
}

/** The z that is as far out as the t with t² / df = ratio. Hill 1970, CACM algorithm 395. */
function normalLike(ratio: number, df: number): number {
  const a = df - 0.5
  const w = Math.sqrt(a * Math.log1p(ratio))
  return w * (1 + (w * w + 3) / 48 / a / a)
}

/** The t with P(T ≤ t) = p; undefined unless 0 < p < 1 and df ≥ 1, and beyond 1e150. */
export function tQuantile(p: number, df: number): number | undefined {
  if (!(p > 0 && p < 1 && df >= 1 && Number.isFinite(df))) return undefined
  const t = upper(2 * Math.min(p, 1 - p), df)
  return t !== undefined && p < 0.5 ? -t : t
}

/** The t ≥ 0 whose two tails hold `tails`: Newton on the log of them, which is nearly straight, between bounds that close in. */
function upper(tails: number, df: number): number | undefined {
  if (tails >= 1) return 0
  let [low, high] = bounds(tails, df)
  if (high > LARGEST) return undefined
  let t = (low + high) / 2
  for (let step = 0; step < MOST_STEPS; step++) {
    const now = bothTails(t, df)
    if (now > tails) low = t
    else high = t
    const newton = t + (Math.log(now / tails) * now) / (2 * density(t, df))
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - t) <= 2 ** -52 * t) return next
    t = next
  }
  return t
}

/** The tails of t are heavier than those of the normal distribution. */
function bounds(tails: number, df: number): [low: number, high: number] {
  let low = -normalQuantile(tails / 2)! * (1 - 1e-9)
  let high = 2 * low + 1
  while (bothTails(high, df) > tails && high <= LARGEST) [low, high] = [high, 4 * high]
  return [low, high]
}

function density(t: number, df: number): number {
  return Math.exp((-(df + 1) / 2) * Math.log1p((t / df) * t) - logBeta(df / 2, 0.5)) / Math.sqrt(df)
}
