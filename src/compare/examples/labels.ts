import type {Interval} from '../statistics/moments'
import {wilson} from '../statistics/wilson'
import {byValue, type Kinds, kindsOf, type LabelRows, labelsOf} from './kinds'
import type {DrawOrder} from './order'
import {accuracies, bootstrapAccuracy, type Outcomes, outcomesOf} from './outcomes'
import {bootstrapCounts} from './resample'
import {type BothScores, f1Of, macroF1Of, recallOf, type Scores, scoresOf} from './scores'
import {exactMcNemar, judge, type Tested} from './verdict'

/** After less before, over the same examples. */
export interface Change {
  readonly delta: number
  /** 95 %, by bootstrap; absent where it says nothing, as for one example. */
  readonly interval?: Interval
}

/** How two runs do on the same labelled examples. */
export interface LabelComparison {
  readonly n: number
  /** Examples without a gold label, left out. */
  readonly unlabelled: number
  readonly before: Overall
  readonly after: Overall
  readonly accuracy: Change
  /** Absent where there are more labels than classes: `noClasses` says so. */
  readonly macroF1?: Change
  /** Examples that only the first run has right, and only the second. */
  readonly onlyBefore: number
  readonly onlyAfter: number
  /** McNemar's, of the accuracies. */
  readonly test: Tested
  /** By label; those tests are one family. */
  readonly classes: readonly ClassComparison[]
  /** Why there are none, in one clause. */
  readonly noClasses?: string
}

export interface Overall {
  readonly accuracy: number
  readonly macroF1?: number
}

export interface ClassComparison {
  readonly label: string
  /** Examples whose gold label it is. */
  readonly support: number
  /** Fewer than 30 of them: intervals by bootstrap are too narrow. */
  readonly few: boolean
  readonly before: ClassScores
  readonly after: ClassScores
  /** Absent without support. */
  readonly recall?: Change
  readonly f1: Change
  /** Of its examples, how many only the first run has right, and only the second. */
  readonly onlyBefore: number
  readonly onlyAfter: number
  /** McNemar's, of the recalls; absent without support. */
  readonly test?: Tested
}

export interface ClassScores {
  readonly f1: number
  readonly recall?: number
  /** Of the recall, 95 %, by Wilson. */
  readonly interval?: Interval
}

export const FEW = 30
/** Beyond them labels are texts rather than classes. */
const MOST_CLASSES = 1_000
const SURELY_CLASSES = 20

export function compareLabels(rows: LabelRows, order: DrawOrder): LabelComparison {
  const outcomes = outcomesOf(rows, rows.at)
  const labels = labelsOf(rows)
  const noClasses = classProblem(labels.length, outcomes.n)
  const found = noClasses === undefined ? classesOf(kindsOf(rows, labels, order), rows, order) : undefined
  const {before, after} = accuracies(outcomes)
  const {n, onlyBefore, onlyAfter} = outcomes
  return {
    n,
    unlabelled: rows.gold.length - n,
    before: {accuracy: before, ...(found && {macroF1: found.before})},
    after: {accuracy: after, ...(found && {macroF1: found.after})},
    accuracy: changeOf(after - before, bootstrapAccuracy(outcomes, 'accuracy', order)),
    ...(found && {macroF1: found.macroF1}),
    onlyBefore,
    onlyAfter,
    test: judge([exactMcNemar(onlyBefore, onlyAfter, n)])[0]!,
    classes: found?.classes ?? [],
    ...(noClasses !== undefined && {noClasses}),
  }
}

function classProblem(labels: number, n: number): string | undefined {
  if (labels > MOST_CLASSES) return `${labels} labels, more than ${MOST_CLASSES}: compared as texts, right where equal`
  return labels > SURELY_CLASSES && labels > n / 2
    ? `${labels} labels among ${n} examples: compared as texts, right where equal`
    : undefined
}

export function changeOf(delta: number, bootstrap: {readonly interval: Interval} | undefined): Change {
  return {delta, ...(bootstrap && {interval: bootstrap.interval})}
}

function classesOf(kinds: Kinds, rows: LabelRows, order: DrawOrder) {
  const {labels, counts} = kinds
  const width = 1 + 2 * labels.length
  const differences = (drawn: Uint32Array, into: Float64Array) => writeDifferences(scoresOf(kinds, drawn), into)
  const [macro, ...each] = bootstrapCounts(counts, {width, differences, label: 'classes'}, order)
  const {before, after} = scoresOf(kinds, counts)
  const untested = labels.map((label, i) => ({
    label,
    support: before.support[i]!,
    few: before.support[i]! < FEW,
    before: classScores(before, i),
    after: classScores(after, i),
    ...(before.support[i]! > 0 && {recall: changeOf(recallOf(after, i) - recallOf(before, i), each[2 * i])}),
    f1: changeOf(f1Of(after, i) - f1Of(before, i), each[2 * i + 1]),
  }))
  const [first, last] = [macroF1Of(before), macroF1Of(after)]
  return {before: first, after: last, macroF1: changeOf(last - first, macro), classes: tested(untested, rows)}
}

function writeDifferences({before, after}: BothScores, into: Float64Array): void {
  into[0] = macroF1Of(after) - macroF1Of(before)
  for (let label = 0; label < before.support.length; label++) {
    into[1 + 2 * label] = recallOf(after, label) - recallOf(before, label)
    into[2 + 2 * label] = f1Of(after, label) - f1Of(before, label)
  }
}

function classScores(scores: Scores, label: number): ClassScores {
  const [support, hits] = [scores.support[label]!, scores.hits[label]!]
  const interval = wilson(hits, support)
  const f1 = f1Of(scores, label)
  return support === 0 ? {f1} : {f1, recall: hits / support, ...(interval && {interval})}
}

function tested(
  classes: readonly Omit<ClassComparison, 'onlyBefore' | 'onlyAfter'>[],
  rows: LabelRows,
): ClassComparison[] {
  const byLabel = byValue(rows.at, rows.gold)
  const outcomes = classes.map(({label}) => outcomesOf(rows, byLabel.get(label) ?? []))
  const tests = judge(
    outcomes.filter(({n}) => n > 0).map(({onlyBefore, onlyAfter, n}) => exactMcNemar(onlyBefore, onlyAfter, n)),
  )
  let next = 0
  return classes.map((one, i) => {
    const {n, onlyBefore, onlyAfter}: Outcomes = outcomes[i]!
    return {...one, onlyBefore, onlyAfter, ...(n > 0 && {test: tests[next++]!})}
  })
}
