import type {Predictions} from '../../model/predictions'
import type {Direction} from '../../model/settings'
import {type Aligned, alignExamples, type NotTheSame} from './align'
import {labelRows} from './kinds'
import {compareLabels, type LabelComparison} from './labels'
import {type Methods, methodsOf} from './methods'
import {type NewlyWrong, newlyWrong} from './newly-wrong'
import {compareNumbers, type NumberComparison} from './numbers'
import {drawOrder} from './order'
import {compareSlices, type SliceComparison, sliceColumns} from './slices'

/** Two runs on the same examples. */
export interface ExamplesComparison {
  /** Examples that both files have. */
  readonly n: number
  /** Absent: examples are paired by their rows. */
  readonly idColumn?: string
  /** Examples in one file only: not compared. */
  readonly onlyBefore: number
  readonly onlyAfter: number
  /** Absent: no gold labels, or no predictions on one side. */
  readonly labels?: LabelComparison
  readonly numbers: readonly NumberComparison[]
  readonly slices: readonly SliceComparison[]
  /** Of labels.onlyBefore, as many as asked for. */
  readonly newlyWrong: readonly NewlyWrong[]
  /** How each kind of answer is got, and what it assumes. */
  readonly methods: Methods
}

export interface ExamplesOptions {
  /** Something of each run that no other has: its id. */
  readonly keys: readonly [string, string]
  readonly directions: Readonly<Record<string, Direction>>
  /** One column of numbers, or of slices, alone: fewer tests, so less correction. */
  readonly metric?: string
  readonly slice?: string
  /** How many newly wrong examples to list. */
  readonly errors?: number
}

/**
 * What the second run does better or worse than the first, example by example. Deterministic; swapped runs answer exactly the
 * opposite. One family of tests each for the accuracy, the classes, the columns of numbers and the slices.
 */
export function compareExamples(
  before: Predictions,
  after: Predictions,
  {keys, directions, metric, slice, errors = 0}: ExamplesOptions,
): ExamplesComparison | NotTheSame {
  const aligned = alignExamples(before, after)
  if ('problem' in aligned) return aligned
  const order = drawOrder(keys)
  const files = [before, after] as const
  const rows = labelRows(aligned, before.predicted, after.predicted)
  const wanted = metric === undefined ? {} : {wanted: metric}
  const answers = {
    ...(rows && {labels: compareLabels(rows, order)}),
    numbers: compareNumbers(aligned, files, {directions, order, ...wanted}),
    slices: rows ? compareSlices(sliceColumns(aligned, files, slice), rows, order) : [],
    newlyWrong: rows ? newlyWrong(aligned, rows, errors) : [],
  }
  return {...countsOf(aligned), ...answers, methods: methodsOf(answers)}
}

function countsOf({ids, idColumn, onlyBefore, onlyAfter}: Aligned) {
  return {n: ids.length, ...(idColumn !== undefined && {idColumn}), onlyBefore, onlyAfter}
}
