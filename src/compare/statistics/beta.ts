import {logBeta} from './gamma'

const TINY = 1e-300
const PRECISION = 2 ** -52
const MOST_STEPS = 1_000_000

/**
 * I_x(a, b), the regularized incomplete beta function: a, b > 0, 0 ≤ x ≤ 1. `y` is 1 - x, for callers that know it with more digits.
 * The continued fraction of Abramowitz and Stegun 26.5.8; on the side where it converges fast. Throws a RangeError elsewhere.
 */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && y >= 0))
    throw new RangeError(`the incomplete beta function has no value at ${x}; ${a}, ${b}`)
  if (x === 0 || y === 0) return x === 0 ? 0 : 1
  if (x > (a + 1) / (a + b + 2)) return 1 - lowSide(b, a, y, x)
  return lowSide(a, b, x, y)
}

function lowSide(a: number, b: number, x: number, y: number): number {
  return (Math.exp(a * logOf(x, y) + b * logOf(y, x) - logBeta(a, b)) / a) * fraction(a, b, x)
}

/** ln x from x or from 1 - x, whichever has the digits. */
const logOf = (x: number, rest: number) => (x < 0.5 ? Math.log(x) : Math.log1p(-rest))

/** By the method of Lentz, as Thompson and Barnett modified it (1986): two terms of the fraction a step. */
function fraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let factor = 1
    for (const term of [even, odd]) {
      d = 1 / apart(1 + term * d)
      c = apart(1 + term / c)
      factor = c * d
      value *= factor
    }
    if (Math.abs(factor - 1) <= PRECISION) break
  }
  return value
}

/** From 0, by which it would be divided. */
const apart = (value: number) => (Math.abs(value) < TINY ? TINY : value)
