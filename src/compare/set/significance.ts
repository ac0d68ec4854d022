import {holm} from '../statistics/adjusted'
import {needed} from '../statistics/needed'
import {permutationUnpaired} from '../statistics/permutation'
import {signFlip} from '../statistics/sign-flip'
import {welch} from '../statistics/welch'
import type {SeedValues} from './seed-values'

/** Of all claims about one metric, the chance of even one false one. */
export const ALPHA = 0.05

/** Whether the seeds at hand can tell a rival from the baseline, and do. */
export interface Significance {
  /** `not enough`: so few seeds cannot decide it among so many rivals, however clear the difference. */
  readonly verdict: 'differs' | 'undecided' | 'not enough'
  /** Permutation of the means of unpaired seeds; of the signs of the differences of paired ones. */
  readonly method: 'permutation' | 'sign-flip'
  /** Two-sided. */
  readonly p: number
  /** By Holm, over all rivals that have the metric. */
  readonly adjusted: number
  /** The smallest p that so many seeds can give, before correction. */
  readonly least: number
  /** Welch's p; absent where it is paired, or a side has no spread that one could know. */
  readonly welch?: number
  /** Seeds a side, or pairs, with which the test could decide; absent: no number would do. */
  readonly needed?: number
}

/**
 * Each rival against the baseline, in their order; undefined for one that has no value, or no seed in common where they are paired.
 * Which values were drawn where there are too many to count depends on nothing but `seed`.
 */
export function judgeSeeds(
  baseline: SeedValues,
  rivals: readonly (SeedValues | undefined)[],
  {paired = false, alpha = ALPHA}: {readonly paired?: boolean; readonly alpha?: number} = {},
): (Significance | undefined)[] {
  const tests = rivals.map(rival => rival && (paired ? pairedTest(baseline, rival) : unpairedTest(baseline, rival)))
  const family = tests.filter(test => test !== undefined)
  const adjusted = holm(family.map(({p}) => p))
  const enough = needed(paired ? 'sign-flip' : 'unpaired-permutation', {alpha, rivals: family.length})
  let at = 0
  return tests.map(test => {
    if (!test) return undefined
    const own = adjusted[at++]!
    const decidable = test.least * family.length <= alpha
    const judged: {-readonly [K in keyof Significance]: Significance[K]} = {
      verdict: own <= alpha ? 'differs' : decidable ? 'undecided' : 'not enough',
      method: paired ? 'sign-flip' : 'permutation',
      p: test.p,
      adjusted: own,
      least: test.least,
    }
    if (test.welch !== undefined) judged.welch = test.welch
    if (enough !== undefined) judged.needed = enough
    return judged
  })
}

type Test = Pick<Significance, 'p' | 'least' | 'welch'>

/** One value against one: both arrangements are as far apart, and no spread is known. */
const ONE_AGAINST_ONE: Test = {p: 1, least: 1}

function unpairedTest(baseline: SeedValues, rival: SeedValues): Test | undefined {
  if (baseline.size === 1 && rival.size === 1) return ONE_AGAINST_ONE
  const [a, b] = [[...rival.values()], [...baseline.values()]]
  const test = permutationUnpaired(a, b)
  // Its interval is nobody's here.
  const t = welch(a, b, 0)?.p
  return test && {p: test.p, least: test.least, ...(t !== undefined && {welch: t})}
}

function pairedTest(baseline: SeedValues, rival: SeedValues): Test | undefined {
  const shared = [...rival.keys()].filter(seed => seed !== undefined && baseline.has(seed))
  const test = signFlip(shared.map(seed => rival.get(seed)! - baseline.get(seed)!))
  return test && {p: test.p, least: test.least}
}
