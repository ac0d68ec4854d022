import type {Kinds} from './kinds'

/** Per label: how many examples have it, were said to have it, and both. */
export interface Scores {
  readonly n: number
  readonly right: number
  readonly support: Float64Array
  readonly said: Float64Array
  readonly hits: Float64Array
}

export interface BothScores {
  readonly before: Scores
  readonly after: Scores
}

/** Of examples counted by kind; `counts` may be others than those of `kinds`. */
export function scoresOf({labels, gold, before, after}: Kinds, counts: Uint32Array): BothScores {
  const support = new Float64Array(labels.length)
  const sides = [before, after].map(said => ({
    said,
    total: new Float64Array(labels.length),
    hits: new Float64Array(labels.length),
  }))
  let n = 0
  for (let kind = 0; kind < counts.length; kind++) {
    const count = counts[kind]!
    const label = gold[kind]!
    n += count
    support[label]! += count
    for (const {said, total, hits} of sides) {
      total[said[kind]!]! += count
      if (said[kind] === label) hits[label]! += count
    }
  }
  const [one, other] = sides.map(({total, hits}) => ({n, right: sum(hits), support, said: total, hits}))
  return {before: one!, after: other!}
}

function sum(values: Float64Array): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]!
  return total
}

export const accuracyOf = ({right, n}: Scores) => right / n

/** NaN without an example of that label. */
export const recallOf = ({hits, support}: Scores, label: number) => hits[label]! / support[label]!

/** 0 where it is undefined, as scikit-learn has it. */
export function f1Of({hits, support, said}: Scores, label: number): number {
  const all = support[label]! + said[label]!
  return all > 0 ? (2 * hits[label]!) / all : 0
}

/** The mean over the labels that occur in gold or in these predictions, as scikit-learn's `f1_score(average='macro')`. */
export function macroF1Of(scores: Scores): number {
  let [total, labels] = [0, 0]
  for (let label = 0; label < scores.support.length; label++) {
    if (scores.support[label]! + scores.said[label]! === 0) continue
    total += f1Of(scores, label)
    labels++
  }
  return total / labels
}
