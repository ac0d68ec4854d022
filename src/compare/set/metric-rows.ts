import type {Direction} from '../../model/settings'
import {type Summary, summary} from '../statistics/summary'
import type {Rival} from './rival'
import {type SeedValues, seedValues} from './seed-values'
import {judgeSeeds, type Significance} from './significance'

/** One metric of one rival, over its seeds. `n` counts these. */
export interface MetricCell extends Summary {
  /** It is shown and not compared: a reason bars it. */
  readonly barred?: true
  /** mean - mean of the baseline; absent for the baseline, where that lacks the metric, and where it is barred. */
  readonly delta?: number
  /** Absent where the direction is unknown, nothing changed, or there is no delta. */
  readonly better?: boolean
  readonly test?: Significance
}

export interface MetricRow {
  /** Without `metrics.`: `test.macro_f1`. */
  readonly path: string
  /** Absent: unknown. */
  readonly direction?: Direction
  /** One for each rival; undefined: it lacks the metric. */
  readonly cells: readonly (MetricCell | undefined)[]
  /** Of those not barred, rivals with the best mean, ties all of them; none where the direction is unknown or only one has it. */
  readonly best: readonly number[]
}

export interface MetricOptions {
  /** Index of the rival that deltas are taken from. */
  readonly baseline: number
  readonly direction: (path: string) => Direction | undefined
  /** Seeds that both have are compared in pairs. */
  readonly paired?: boolean
  /** Whether a metric of a rival is shown and not compared. */
  readonly barred?: (rival: number, path: string) => boolean
  /** What `seedValues` gives for each rival, where the caller has it. */
  readonly values?: readonly ReadonlyMap<string, SeedValues>[]
}

/** Every metric that some rival has, in the order in which they come. */
export function metricRows(rivals: readonly Rival[], options: MetricOptions): MetricRow[] {
  const values = options.values ?? rivals.map(seedValues)
  const paths = new Set(values.flatMap(byPath => [...byPath.keys()]))
  return [...paths].map(path =>
    rowOf(
      path,
      values.map(byPath => byPath.get(path)),
      options,
    ),
  )
}

function rowOf(path: string, values: readonly (SeedValues | undefined)[], options: MetricOptions): MetricRow {
  const {baseline, paired = false} = options
  const direction = options.direction(path)
  const summaries = values.map(bySeed => bySeed && summary([...bySeed.values()]))
  const barred = values.map((_, i) => i !== baseline && (options.barred?.(i, path) ?? false))
  const base = values[baseline]
  const rivals = values.map((bySeed, i) => (i === baseline || barred[i] ? undefined : bySeed))
  const tests = base ? judgeSeeds(base, rivals, {paired}) : []
  const from = summaries[baseline]
  const cells = summaries.map((own, i): MetricCell | undefined => {
    if (!own || i === baseline || !from) return own
    return barred[i] ? {...own, barred: true} : changed(own, from, direction, tests[i])
  })
  const fair = cells.map((cell, i) => (barred[i] ? undefined : cell))
  return {path, ...(direction && {direction}), cells, best: bestOf(fair, direction)}
}

/** Written for speed: runs by metrics are many. */
function changed(own: Summary, from: Summary, direction: Direction | undefined, test: Significance | undefined) {
  const delta = own.mean - from.mean
  const cell: {-readonly [K in keyof MetricCell]: MetricCell[K]} = {...own, delta}
  if (direction && delta !== 0) cell.better = delta > 0 === (direction === 'higher')
  if (test) cell.test = test
  return cell
}

function bestOf(cells: readonly (Summary | undefined)[], direction: Direction | undefined): number[] {
  const means = cells.flatMap((cell, i) => (cell ? [{i, mean: cell.mean}] : []))
  if (!direction || means.length < 2) return []
  const best = means.reduce((a, b) => (b.mean > a.mean === (direction === 'higher') && b.mean !== a.mean ? b : a)).mean
  return means.filter(({mean}) => mean === best).map(({i}) => i)
}
