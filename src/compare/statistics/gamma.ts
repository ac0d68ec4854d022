/** From here on Stirling's series with seven terms is exact to 1e-16. */
const LARGE = 10
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]
const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI)

/** ln Γ(x) for x > 0, to about 1e-15 absolute or relative, whichever is larger; throws a RangeError elsewhere. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`the log of the gamma function was asked for ${x}; it takes numbers above 0`)
  let product = 1
  let raised = x
  for (; raised < LARGE; raised++) product *= raised
  return (raised - 0.5) * Math.log(raised) - raised + HALF_LOG_2PI + remainder(raised) - Math.log(product)
}

/** What Stirling's formula leaves of ln Γ(x), x ≥ 10. Abramowitz and Stegun 6.1.41. */
function remainder(x: number): number {
  const square = 1 / (x * x)
  return SERIES.reduceRight((sum, term) => sum * square + term, 0) / x
}

/**
 * ln B(a, b) for a, b > 0. Where one is large, the difference of logs of gamma functions would lose the digits that count, so
 * their large parts are taken out by hand, as SLATEC's DLBETA does.
 */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a]
  const both = small + large
  if (large < LARGE) return logGamma(small) + logGamma(large) - logGamma(both)
  const rest = remainder(large) - remainder(both)
  const log = Math.log1p(-small / both)
  if (small < LARGE) return logGamma(small) + rest + small - small * Math.log(both) + (large - 0.5) * log
  const powers = (small - 0.5) * Math.log(small / both) + large * log
  return HALF_LOG_2PI - 0.5 * Math.log(large) + remainder(small) + rest + powers
}
