import {at} from '../../base/json'
import {sameValue} from '../same-value'
import {type ArtifactRow, compareArtifacts} from './artifacts'
import {type CurveRow, compareCurves} from './curves'
import type {InputDifferences, InputKind} from './inputs'
import {compareMetrics, type MetricRow} from './metrics'
import type {Outcome} from './outcome'
import {type SpreadRow, spreadOf} from './spread'
import type {Tolerance} from './tolerance'

/** `undecided`: nothing of what came out can be compared. */
export const VERDICTS = ['exact', 'within tolerance', 'drifted', 'undecided'] as const
export type Verdict = (typeof VERDICTS)[number]

/** One reproduction beside its original. */
export interface Compared {
  readonly verdict: Verdict
  /** Why, in a clause each; of an exact one, none. */
  readonly reasons: readonly string[]
  readonly metrics: readonly MetricRow[]
  readonly curves: readonly CurveRow[]
  readonly artifacts: readonly ArtifactRow[]
}

export type CauseKind = InputKind | 'non-determinism'

/** What may have moved the outcome. */
export interface Cause {
  readonly kind: CauseKind
  /** For `non-determinism`: in words. */
  readonly text?: string
  readonly changes: InputDifferences['changes'][number]['changes']
}

/** The answer of `git exp reproduce`. */
export interface Judgement {
  /** The worst of the reproductions. */
  readonly verdict: Verdict
  readonly reproductions: readonly Compared[]
  /** Of several reproductions; empty for one. */
  readonly spread: readonly SpreadRow[]
  /** What differed in what went in, whether it mattered or not; for what drifted the likeliest first. */
  readonly causes: readonly Cause[]
  /** Kinds of inputs that nobody can compare: the records say nothing of them. */
  readonly unknown: readonly InputKind[]
}

export interface Reproduced extends Outcome {
  /** Against the original. */
  readonly inputs: InputDifferences
}

/**
 * Judges reproductions of one run. Metrics decide between within tolerance and drifted; curves and artifacts between exact and
 * within tolerance, and alone where there are no metrics; costs decide nothing. Pure.
 */
export function judge(
  original: Outcome,
  reproductions: readonly Reproduced[],
  tolerances: readonly Tolerance[],
): Judgement {
  const compared = reproductions.map(each => compareOutcomes(original, each, tolerances))
  const verdict = worst(compared.map(each => each.verdict))
  const spread = spreadOf(original, reproductions)
  const unknown = [...new Set(reproductions.flatMap(({inputs}) => inputs.unknown))]
  return {
    verdict,
    reproductions: compared,
    spread,
    causes: causesOf({original, reproductions, verdict, spread, unknown}),
    unknown,
  }
}

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('drifted')
    ? 'drifted'
    : verdicts.includes('undecided') || verdicts.length === 0
      ? 'undecided'
      : verdicts.includes('within tolerance')
        ? 'within tolerance'
        : 'exact'

/** One reproduction beside its original. Pure. */
export function compareOutcomes(original: Outcome, other: Outcome, tolerances: readonly Tolerance[]): Compared {
  const metrics = compareMetrics(original.record, other.record, tolerances)
  const curves = compareCurves(original.curves, other.curves)
  const artifacts = compareArtifacts(original.record, other.record)
  return {...verdictOf(original, other, {metrics, curves, artifacts}), metrics, curves, artifacts}
}

type Parts = Pick<Compared, 'metrics' | 'curves' | 'artifacts'>

function verdictOf(
  original: Outcome,
  other: Outcome,
  {metrics, curves, artifacts}: Parts,
): Pick<Compared, 'verdict' | 'reasons'> {
  const [was, is] = [at(original.record, 'status'), at(other.record, 'status')]
  const cut = stopped(is) ? `it ${ended(is)}` : stopped(was) ? `the original ${ended(was)}` : undefined
  if (cut !== undefined) return {verdict: 'undecided', reasons: [`${cut}: what it would have come to nobody knows`]}
  if (!sameValue(was, is)) return {verdict: 'drifted', reasons: [`it ${ended(is)}, the original ${ended(was)}`]}
  const deciding = metrics.filter(({verdict}) => verdict !== 'cost' && verdict !== 'new')
  const bad = deciding.filter(({verdict}) => verdict === 'beyond' || verdict === 'missing')
  const near = deciding.filter(({verdict}) => verdict === 'within')
  const bent = curves.filter(({same, before}) => !same && before > 0)
  const files = artifacts.filter(({state}) => state === 'other' || state === 'missing')
  const decidable =
    deciding.length +
    curves.filter(({before}) => before > 0).length +
    artifacts.filter(({state}) => state !== 'unknown').length
  if (decidable === 0)
    return {verdict: 'undecided', reasons: ['no metric, curve or digest of a file was recorded to compare with']}
  const beside = [
    ...said(bent.length, 'curve differs', 'curves differ'),
    ...said(files.length, 'file differs', 'files differ'),
  ]
  const reasons = [
    ...said(bad.length, 'metric differs by more than it may', 'metrics differ by more than they may'),
    ...said(near.length, 'metric is within its tolerance', 'metrics are within their tolerance'),
    ...(deciding.length > 0 && bad.length + near.length === 0 && beside.length > 0 ? ['all metrics are equal'] : []),
    ...beside,
  ]
  if (bad.length > 0 || (deciding.length === 0 && beside.length > 0)) return {verdict: 'drifted', reasons}
  return {verdict: reasons.length > 0 ? 'within tolerance' : 'exact', reasons}
}

const said = (count: number, one: string, many: string) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`])
/** Somebody ended it, which says nothing of what it computes; one that failed did so by itself. */
const stopped = (status: unknown) => status === 'aborted' || status === 'lost'
const ended = (status: unknown) => (typeof status === 'string' ? `is ${status}` : 'has no status')

interface Seen {
  readonly original: Outcome
  readonly reproductions: readonly Reproduced[]
  readonly verdict: Verdict
  readonly spread: readonly SpreadRow[]
  readonly unknown: readonly InputKind[]
}

/**
 * Inputs that differ, the surest first. Reproductions that differ among themselves are not deterministic: where the original lies in
 * their midst that alone explains it. Where nothing differs and the outcome does, nothing else is left.
 */
function causesOf({reproductions, verdict, spread, unknown}: Seen): Cause[] {
  const inputs = merged(reproductions)
  if (verdict === 'exact' || verdict === 'undecided') return inputs
  const moving = spread.filter(({min, max}) => min < max)
  if (moving.length > 0) {
    const unseeded = unknown.includes('seed') ? '; no seed is recorded' : ''
    const text = `${reproductions.length} reproductions with the same inputs differ among themselves${unseeded}`
    const cause: Cause = {kind: 'non-determinism', text, changes: []}
    return spread.every(({covers}) => covers) ? [cause, ...inputs] : [...inputs, cause]
  }
  if (inputs.length > 0) return inputs
  const left = unknown.length > 0 ? ` that are known; nothing is known of ${unknown.join(', ')}` : ''
  return [{kind: 'non-determinism', text: `another outcome from the same inputs${left}`, changes: []}]
}

function merged(reproductions: readonly Reproduced[]): Cause[] {
  const found = new Map<InputKind, Cause>()
  for (const {inputs} of reproductions) {
    for (const {kind, changes} of inputs.changes) {
      const had = found.get(kind)?.changes ?? []
      const fresh = changes.filter(({what}) => !had.some(each => each.what === what))
      found.set(kind, {kind, changes: [...had, ...fresh]})
    }
  }
  return [...found.values()]
}
