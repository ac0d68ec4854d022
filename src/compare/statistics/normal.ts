const SERIES_BELOW = 2
/** At 2 the fraction needs about sixty. */
const FRACTION_TERMS = 120

/** The complementary error function, to about 1e-13 relative also far out. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x)
  return x < SERIES_BELOW ? 1 - erfBySeries(x) : erfcByFraction(x)
}

/** Abramowitz and Stegun 7.1.6: all terms are positive, so none takes digits from another. */
function erfBySeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 2 ** -54; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** Abramowitz and Stegun 7.1.14, from the inside out. */
function erfcByFraction(x: number): number {
  let below = x
  for (let n = FRACTION_TERMS; n > 0; n--) below = x + n / 2 / below
  return Math.exp(-x * x) / (below * Math.sqrt(Math.PI))
}

/** P(Z ≤ z) of the standard normal distribution. */
export const normalCdf = (z: number) => 0.5 * erfc(-z / Math.SQRT2)

/** P(X ≥ x) of the chi-square distribution with one degree of freedom: that of a squared normal variable. */
export const chiSquareTail = (x: number) => (x > 0 ? erfc(Math.sqrt(x / 2)) : 1)

/** The z with P(Z ≤ z) = p; undefined unless 0 < p < 1. */
export function normalQuantile(p: number): number | undefined {
  if (!(p > 0 && p < 1)) return undefined
  return p > 0.5 ? -lowerQuantile(1 - p) : lowerQuantile(p)
}

/** Abramowitz and Stegun 26.2.23, good to 4.5e-4, then three steps of Halley, each of which triples the digits. */
function lowerQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  let z = above / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let step = 0; step < 3; step++) {
    const off = ((normalCdf(z) - p) * Math.sqrt(2 * Math.PI)) / Math.exp((-z * z) / 2)
    z -= off / (1 + (z * off) / 2)
  }
  return z
}
