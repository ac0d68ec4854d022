import type {Aligned} from './align'
import type {LabelRows} from './kinds'

/** An example that the first run has right and the second wrong. */
export interface NewlyWrong {
  readonly id: string
  readonly gold: string
  readonly before: string
  readonly after: string
}

/** More are a file, not an answer. */
export const MOST_ERRORS = 50

/** The first of them in the order of the first file, at most 50. */
export function newlyWrong({ids}: Aligned, {at, gold, before, after}: LabelRows, wanted: number): NewlyWrong[] {
  const found: NewlyWrong[] = []
  for (const i of at) {
    if (found.length >= Math.min(wanted, MOST_ERRORS)) break
    const [truth, one, other] = [gold[i]!, before[i]!, after[i]!]
    if (one === truth && other !== truth) found.push({id: ids[i]!, gold: truth, before: one, after: other})
  }
  return found
}
