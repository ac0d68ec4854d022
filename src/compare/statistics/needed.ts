import {DRAWS, leastUnpaired} from './permutation'
import {leastSignFlip} from './sign-flip'

export type TestKind = 'unpaired-permutation' | 'sign-flip'

export interface Claim {
  /** Of the whole family of claims. */
  readonly alpha?: number
  /** How many rivals are compared with at once: the smallest p of Holm's has to reach alpha / rivals. */
  readonly rivals?: number
  /** As the test draws them. */
  readonly draws?: number
}

/** From here on both tests draw instead of counting, and more values no longer lower the least p. */
const MOST = 20

/**
 * How many values a side (for sign-flip: pairs) it takes until the test can give a p at that level at all, however clear the
 * difference is. Undefined where no number does: the level is not above 0, or the draws are too few for it.
 */
export function needed(kind: TestKind, {alpha = 0.05, rivals = 1, draws = DRAWS}: Claim = {}): number | undefined {
  for (let n = 1; n <= MOST; n++) {
    const least = kind === 'sign-flip' ? leastSignFlip(n, draws) : leastUnpaired(n, n, draws)
    if (least <= alpha / rivals) return n
  }
  return undefined
}
