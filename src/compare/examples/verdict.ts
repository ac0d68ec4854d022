import type {Direction} from '../../model/settings'
import {holm} from '../statistics/adjusted'
import {evenSplit} from '../statistics/binomial'

/** Of a family of claims, the chance of even one false one. */
export const ALPHA = 0.05

/** `differs`: the direction is unknown. `not enough`: no result of examples like these could have decided it. */
export type Verdict = 'better' | 'worse' | 'differs' | 'undecided' | 'not enough'

/** A test among the others of its family. */
export interface Tested {
  /** Two-sided. */
  readonly p: number
  /** By Holm, for all tests of the family. */
  readonly adjusted: number
  /** The smallest p that this test could have given. */
  readonly least: number
  readonly verdict: Verdict
}

export interface Untested {
  readonly p: number
  readonly least: number
  /** After less before. */
  readonly delta: number
  readonly direction: Direction | undefined
}

/** The tests of one family, in their order. */
export function judge(family: readonly Untested[]): Tested[] {
  const adjusted = holm(family.map(({p}) => p))
  return family.map((test, i) => {
    const {p, least} = test
    return {p, adjusted: adjusted[i]!, least, verdict: verdictOf(test, adjusted[i]!, family.length)}
  })
}

function verdictOf({least, delta, direction}: Untested, adjusted: number, tests: number): Verdict {
  if (adjusted > ALPHA) return least * tests > ALPHA ? 'not enough' : 'undecided'
  if (!direction) return 'differs'
  return delta > 0 === (direction === 'higher') ? 'better' : 'worse'
}

/** McNemar's test, exact whatever the counts: `b` examples only the first has right, `c` only the second. */
export function exactMcNemar(b: number, c: number, n: number): Untested {
  return {p: evenSplit(b, b + c), least: evenSplit(0, b + c), delta: (c - b) / n, direction: 'higher'}
}
