import type {Bootstrap} from '../statistics/bootstrap'

/**
 * Which of two runs comes first when random numbers are drawn, so that B against A draws the same as A against B, and says exactly
 * the opposite.
 */
export interface DrawOrder {
  /** The same for A, B and B, A. */
  readonly seed: string
  /** The second comes first. */
  readonly turned: boolean
}

/** `keys`: something of each run that no other has, such as its id. */
export function drawOrder([before, after]: readonly [string, string]): DrawOrder {
  const turned = before > after
  return {seed: (turned ? [after, before] : [before, after]).join(' '), turned}
}

/** A bootstrap of the difference the other way round; never -0. */
export function turnedRound({estimate, interval: [low, high], ...rest}: Bootstrap): Bootstrap {
  return {...rest, estimate: 0 - estimate, interval: [0 - high, 0 - low]}
}
