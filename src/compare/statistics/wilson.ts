import type {Interval} from './moments'
import {normalQuantile} from './normal'

/** Of a share, k of n; undefined unless 0 ≤ k ≤ n, n > 0 and 0 < confidence < 1. Wilson 1927. */
export function wilson(k: number, n: number, confidence = 0.95): Interval | undefined {
  const z = confidence > 0 ? normalQuantile((1 + confidence) / 2) : undefined
  if (z === undefined || !(k >= 0 && k <= n && n > 0 && Number.isFinite(n))) return undefined
  const centre = (k + z ** 2 / 2) / (n + z ** 2)
  const half = (z / (n + z ** 2)) * Math.sqrt((k * (n - k)) / n + z ** 2 / 4)
  // At the ends the formula gives them but for rounding.
  return [k === 0 ? 0 : centre - half, k === n ? 1 : centre + half]
}
