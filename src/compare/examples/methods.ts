import type {LabelComparison} from './labels'
import type {NumberComparison} from './numbers'
import type {SliceComparison} from './slices'

/** Name of a method → what it is and assumes, in one sentence. */
export type Methods = Readonly<Record<string, string>>

const MCNEMAR =
  "McNemar's exact test: of the examples that only one run has right, are they as often the one's as the other's? Assumes that examples are independent of each other."
const BOOTSTRAP =
  '95 % intervals are percentiles of a paired bootstrap: the examples are drawn anew, each with both of its answers. One by one, not corrected for their number; too narrow below some 30 examples.'
const SIGN_FLIP =
  'Sign-flip test of the differences: had the runs been swapped in any of the examples, how often would the means lie as far apart? Exact up to 18 examples, else by a sample of draws. Assumes that examples are independent of each other.'
const WILSON = "Wilson's 95 % interval, of the recall of one run by itself."
const HOLM =
  'p is corrected by Holm within a family: the classes, the columns of numbers, the slices. "not enough": with so few examples that differ, no result could have come below 0.05.'
const SCOPE =
  'Says whether these two models differ on examples like these; not whether their recipes would with other seeds.'

/** Of the answers that are there. */
export function methodsOf({
  labels,
  numbers,
  slices,
}: {
  readonly labels?: LabelComparison
  readonly numbers: readonly NumberComparison[]
  readonly slices: readonly SliceComparison[]
}): Methods {
  const classes = labels !== undefined && labels.classes.length > 0
  return {
    ...(labels && {mcnemar: MCNEMAR}),
    ...(numbers.length > 0 && {sign_flip: SIGN_FLIP}),
    ...((labels ?? numbers.length > 0) && {bootstrap: BOOTSTRAP}),
    ...(classes && {wilson: WILSON}),
    ...((classes || numbers.length > 1 || slices.length > 0) && {holm: HOLM}),
    scope: SCOPE,
  }
}
