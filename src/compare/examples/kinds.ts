import type {Labels} from '../../model/predictions'
import type {Aligned} from './align'
import type {DrawOrder} from './order'

/** Labelled examples of which both runs are right or wrong. */
export interface LabelRows {
  /** Indices into the aligned examples: those with a gold label. */
  readonly at: readonly number[]
  /** As long as the aligned examples. A prediction that is missing is the empty text. */
  readonly gold: Labels
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** Undefined where there is no gold, or a run has no predictions. */
export function labelRows(
  {gold, rows: [left, right]}: Aligned,
  before: Labels | undefined,
  after: Labels | undefined,
): LabelRows | undefined {
  if (!gold || !before || !after) return undefined
  const at = [...gold.keys()].filter(i => gold[i] !== undefined)
  const [one, other] = [Array.from(left, row => before[row] ?? ''), Array.from(right, row => after[row] ?? '')]
  return at.length > 0 ? {at, gold, before: one, after: other} : undefined
}

/** Indices by the value that an example has there; those without one are left out. */
export function byValue(at: readonly number[], values: Labels): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const i of at) {
    const value = values[i]
    if (value === undefined) continue
    const group = groups.get(value)
    if (group) group.push(i)
    else groups.set(value, [i])
  }
  return groups
}

/** Examples counted by gold label and both predictions; labels are indices. */
export interface Kinds {
  readonly labels: readonly string[]
  readonly gold: Uint32Array
  readonly before: Uint32Array
  readonly after: Uint32Array
  readonly counts: Uint32Array
}

/** The labels that occur in gold or predictions, sorted: by value where all are numbers. */
export function labelsOf({at, gold, before, after}: LabelRows): string[] {
  const labels = new Set<string>()
  for (const i of at) labels.add(gold[i]!).add(before[i]!).add(after[i]!)
  const all = [...labels].sort()
  return all.every(label => /^-?\d+$/.test(label)) ? all.sort((a, b) => Number(a) - Number(b)) : all
}

/** In an order that does not depend on which run comes first. At most 200,000 labels. */
export function kindsOf({at, gold, before, after}: LabelRows, labels: readonly string[], {turned}: DrawOrder): Kinds {
  const index = new Map(labels.map((label, i) => [label, i]))
  const k = labels.length
  const found = new Map<number, number>()
  for (const i of at) {
    const [one, other] = [index.get(before[i]!)!, index.get(after[i]!)!]
    const kind = (index.get(gold[i]!)! * k + (turned ? other : one)) * k + (turned ? one : other)
    found.set(kind, (found.get(kind) ?? 0) + 1)
  }
  const kinds = [...found.keys()].sort((a, b) => a - b)
  const first = Uint32Array.from(kinds, kind => Math.floor(kind / k) % k)
  const second = Uint32Array.from(kinds, kind => kind % k)
  return {
    labels,
    gold: Uint32Array.from(kinds, kind => Math.floor(kind / k / k)),
    before: turned ? second : first,
    after: turned ? first : second,
    counts: Uint32Array.from(kinds, kind => found.get(kind)!),
  }
}
