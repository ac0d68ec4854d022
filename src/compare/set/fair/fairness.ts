import type {Direction} from '../../../model/settings'
import {isCost} from '../metric-kinds'
import type {Rival} from '../rival'
import {circumstances, ofItself} from './circumstances'
import {type Found, measuredOtherwise, type Scope, scopeOf} from './measured'
import {profileOf} from './profile'
import {type Finding, type Reason, type ReasonKind, reasonsOf} from './reason'
import {betrayed, type Values} from './values'

export const VERDICTS = ['comparable', 'comparable with notes', 'not comparable'] as const

export interface Fairness {
  readonly verdict: (typeof VERDICTS)[number]
  readonly reasons: readonly Reason[]
}

export interface FairnessOptions {
  /** Index of the rival that all others are held against. */
  readonly baseline: number
  /** What each rival measured, in their order. */
  readonly values: readonly Values[]
  readonly direction: (path: string) => Direction | undefined
  readonly primary?: string
  /** What is meant to differ: such a reason is a note. */
  readonly across?: readonly ReasonKind[]
}

/**
 * Whether these rivals may be compared, before any number is looked at. Not comparable: something bars the primary metric, or
 * without one any metric that is no cost.
 */
export function fairnessOf(rivals: readonly Rival[], options: FairnessOptions): Fairness {
  const {baseline, values, direction, primary, across = []} = options
  const profiles = rivals.map(profileOf)
  const known = new Set(profiles.flatMap(({splits}) => [...splits.keys()]))
  const scope = scopeOf([...new Set(values.flatMap(own => [...own.keys()]))], known, primary)
  const base = profiles[baseline]!
  const findings = profiles.flatMap((own, rival): Finding[] => {
    const found: Found[] =
      rival === baseline
        ? ofItself(own)
        : [
            ...measuredOtherwise(own, base, scope),
            ...betrayed(values[rival]!, values[baseline]!, direction),
            ...circumstances(own, base),
          ]
    return found.map(each => ({...each, rival, ...(across.includes(each.kind) && {level: 'note' as const})}))
  })
  const reasons = reasonsOf([...findings, ...selection(rivals, scope)])
  return {verdict: verdictOf(reasons, scope), reasons}
}

function verdictOf(reasons: readonly Reason[], {primary, metrics}: Scope): Fairness['verdict'] {
  const telling = primary !== undefined && metrics.includes(primary) ? [primary] : metrics.filter(path => !isCost(path))
  const barred = reasons.some(
    ({level, metrics: concerned}) => level === 'bars' && (!concerned || telling.some(path => concerned.includes(path))),
  )
  if (barred) return 'not comparable'
  return reasons.length > 0 ? 'comparable with notes' : 'comparable'
}

/** From so many on the best of them owes something to the choice. */
const CHOICE = 3

/** What is chosen on the test split is not tested any more. */
function selection(rivals: readonly Rival[], {metrics, splits, primary}: Scope): Finding[] {
  if (rivals.length < CHOICE) return []
  const evaluated = (primary === undefined ? metrics : [primary]).filter(path => !isCost(path))
  const onTest = evaluated.filter(path => splits.get(path) === 'test')
  if (onTest.length === 0 || evaluated.some(path => splits.get(path) === 'dev')) return []
  const text = `who picks the best of ${rivals.length} on the test split has no figure left that was not picked by`
  return rivals.map((_, rival) => ({kind: 'selection', level: 'note', text, rival}))
}

/** Whether a metric of a rival is shown and not compared. */
export function barrier(reasons: readonly Reason[]): (rival: number, path: string) => boolean {
  const barring = reasons
    .filter(({level}) => level === 'bars')
    .map(({rivals, metrics}) => ({rivals: new Set(rivals), metrics: metrics && new Set(metrics)}))
  return (rival, path) =>
    barring.some(({rivals, metrics}) => rivals.has(rival) && (metrics === undefined || metrics.has(path)))
}
