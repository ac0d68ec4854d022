import type {Labels, Predictions} from '../../model/predictions'
import type {Aligned} from './align'
import {byValue, type LabelRows} from './kinds'
import {type Change, changeOf, FEW} from './labels'
import type {DrawOrder} from './order'
import {accuracies, bootstrapAccuracy, outcomesOf} from './outcomes'
import {exactMcNemar, judge, type Tested} from './verdict'

/** The examples with one value in a column, such as one language. */
export interface SliceComparison {
  readonly column: string
  readonly value: string
  readonly n: number
  readonly few: boolean
  readonly before: {readonly accuracy: number}
  readonly after: {readonly accuracy: number}
  readonly accuracy: Change
  readonly onlyBefore: number
  readonly onlyAfter: number
  /** McNemar's, among those of all slices. */
  readonly test: Tested
}

/** A column of which each example has one value, whichever run is asked. */
export interface SliceColumn {
  readonly column: string
  /** As long as the aligned examples. */
  readonly values: Labels
}

/** A number with more values names no slices. */
const MOST_VALUES = 50

/** The columns that either file has, where both say the same of each example; or those asked for, of numbers too. */
export function sliceColumns(
  aligned: Aligned,
  files: readonly [Predictions, Predictions],
  wanted?: string,
): SliceColumn[] {
  const names = wanted === undefined ? new Set(files.flatMap(({groups}) => [...groups.keys()])) : [wanted]
  return [...names].sort().flatMap(column => {
    const [one, other] = files.map((file, side) => valuesOf(file, column, aligned.rows[side as 0 | 1]))
    if (one && other && one.some((value, i) => value !== other[i])) return []
    const values = one ?? other
    return values ? [{column, values}] : []
  })
}

function valuesOf({groups, numbers}: Predictions, column: string, rows: Uint32Array): Labels | undefined {
  const group = groups.get(column)
  if (group) return Array.from(rows, row => group[row])
  const values = numbers.get(column)
  if (!values || new Set(values).size > MOST_VALUES) return undefined
  return Array.from(rows, row => (Number.isNaN(values[row]!) ? undefined : String(values[row]!)))
}

export function compareSlices(columns: readonly SliceColumn[], rows: LabelRows, order: DrawOrder): SliceComparison[] {
  const slices = columns.flatMap(({column, values}) =>
    [...byValue(rows.at, values)]
      .map(([value, at]) => ({column, value, outcomes: outcomesOf(rows, at)}))
      .sort((a, b) => (a.value < b.value ? -1 : 1)),
  )
  const tests = judge(slices.map(({outcomes: {onlyBefore, onlyAfter, n}}) => exactMcNemar(onlyBefore, onlyAfter, n)))
  return slices.map(({column, value, outcomes}, i) => {
    const {before, after} = accuracies(outcomes)
    const {n, onlyBefore, onlyAfter} = outcomes
    return {
      column,
      value,
      n,
      few: n < FEW,
      before: {accuracy: before},
      after: {accuracy: after},
      accuracy: changeOf(after - before, bootstrapAccuracy(outcomes, `slice ${column} ${value}`, order)),
      onlyBefore,
      onlyAfter,
      test: tests[i]!,
    }
  })
}
