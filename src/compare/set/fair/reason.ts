/** Why two rivals cannot, or can only with care, be compared. docs/reference/compare.md says what each looks at. */
export const REASONS = [
  'split',
  'examples',
  'definition',
  'scale',
  'split-unknown',
  'evaluation-code',
  'base-model',
  'tokenizer',
  'prompt',
  'hardware',
  'seeds-unknown',
  'seeds-number',
  'seeds-other',
  'selection',
  'budget',
  'resumed',
  'unfinished',
  'not-finite',
  'train-data',
  'environment',
] as const
export type ReasonKind = (typeof REASONS)[number]

export interface Reason {
  readonly kind: ReasonKind
  /** `bars`: what it concerns is shown and not compared. */
  readonly level: 'bars' | 'note'
  /** Without the names of the rivals: `the dev split is sha256:1f2e…, that of the baseline sha256:9a8b…`. */
  readonly text: string
  /** Indexes of the rivals that differ so from the baseline; the baseline's own where it is about itself. */
  readonly rivals: readonly number[]
  /** Paths of the metrics that it concerns; absent: all. */
  readonly metrics?: readonly string[]
}

/** One finding about one rival. */
export type Finding = Omit<Reason, 'rivals'> & {readonly rival: number}

/** Rivals of which the same is to be said share a reason; those that bar come first, then in the order of `REASONS`. */
export function reasonsOf(findings: readonly Finding[]): Reason[] {
  const merged = new Map<string, {reason: Omit<Reason, 'rivals'>; rivals: Set<number>}>()
  for (const {rival, ...reason} of findings) {
    const key = `${reason.kind} ${reason.level} ${reason.text}`
    const known = merged.get(key)
    if (known) known.rivals.add(rival)
    else merged.set(key, {reason, rivals: new Set([rival])})
  }
  return [...merged.values()]
    .map(({reason, rivals}) => ({...reason, rivals: [...rivals]}))
    .sort((a, b) => rank(a) - rank(b))
}

const rank = ({kind, level}: Reason) => (level === 'bars' ? 0 : REASONS.length) + REASONS.indexOf(kind)
