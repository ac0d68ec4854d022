import {incompleteBeta} from './beta'

/** P(X ≤ k) of n trials that each succeed with probability p. Whole k and n ≥ 0; 0 ≤ p ≤ 1. Abramowitz and Stegun 26.5.24. */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0
  return k >= n ? 1 : incompleteBeta(n - k, k + 1, 1 - p, p)
}

/** P(X ≥ k); see `binomialAtMost`. */
export function binomialAtLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  return k > n ? 0 : incompleteBeta(k, n - k + 1, p, 1 - p)
}

/** How probable a result at least as far from even as k of n is where each side is equally probable. */
export function evenSplit(k: number, n: number): number {
  return Math.min(1, 2 * binomialAtMost(Math.min(k, n - k), n, 0.5))
}

/** C(n, k), exact up to 2^53. */
export function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = (ways * (n - i + 1)) / i
  return ways
}
