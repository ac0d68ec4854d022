import {getOrMake} from '../base/lazy'
import {GOLD_ONLY} from './labels'

/** One value as a source told it, under the split that it is thought to be of. */
interface Told {
  /** `<split>.<name>` */
  readonly metric: string
  readonly value: number
  readonly source: string
}

/** `f1_score(gold, predicted)` of lists that no variable names. */
const UNNAMED = /^eval(?:#\d+)?\.(.+)$/
/** Fewer digits than these are met by chance. */
const LEAST_DIGITS = 4

/**
 * Without what a metric function was heard to return of an unnamed set where the script itself says the same of a named one: `f1_score(gold, said)` is 0.9293, and
 * `{"dev": {"macro_f1": 0.9293}}` is written. Two splits with that value leave it.
 */
export function withoutTwins<T extends Told>(told: readonly T[]): readonly T[] {
  if (!told.some(isUnnamed)) return told
  const named = told.filter(({metric}) => !UNNAMED.test(metric))
  const twins = new Set(
    [...valuesOf(told.filter(isUnnamed))].flatMap(([metric, values]) =>
      hasTwin(metric, values, named) ? [metric] : [],
    ),
  )
  return twins.size === 0 ? told : told.filter(each => !(isUnnamed(each) && twins.has(each.metric)))
}

const isUnnamed = ({metric, source}: Told) => GOLD_ONLY.test(source) && UNNAMED.test(metric)

/** Each once: a curve says one value many times. */
function valuesOf(told: readonly Told[]): Map<string, Set<number>> {
  const values = new Map<string, Set<number>>()
  for (const {metric, value} of told) getOrMake(values, metric, () => new Set<number>()).add(value)
  return values
}

function hasTwin(metric: string, values: ReadonlySet<number>, named: readonly Told[]): boolean {
  const name = `.${UNNAMED.exec(metric)![1]}`
  const others = valuesOf(
    named.filter(each => each.metric.endsWith(name) && each.metric.indexOf('.') === each.metric.length - name.length),
  )
  const same = [...others.values()].filter(said => {
    const spellings = [...said].map(each => ({each, slack: slackOf(each)}))
    return [...values].every(
      value => said.has(value) || spellings.some(({each, slack}) => Math.abs(each - value) <= slack),
    )
  })
  return same.length === 1
}

/** How far a number may lie from one that was rounded to it. */
function slackOf(said: number): number {
  const digits = /\.(\d+)$/.exec(String(said))?.[1]?.length ?? 0
  return digits >= LEAST_DIGITS ? Math.max(0.5 * 10 ** -digits, Number.EPSILON) : Number.EPSILON
}
