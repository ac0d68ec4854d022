import {ExpError} from '../base/errors'
import {nearest, shellWord} from '../base/text'
import type {Ranking, Trade} from '../compare/set/best'
import type {SetComparison} from '../compare/set/compare-set'
import type {MetricRow} from '../compare/set/metric-rows'
import type {Direction} from '../model/settings'
import {type ComparePorts, type HowCompared, readSet, type WhichRuns} from './compare-set'

export interface BestInput extends WhichRuns {
  /** Absent: the primary metric of the ledger. */
  readonly metric?: string | undefined
  /** Several: the Pareto front over all of them. */
  readonly objectives: readonly string[]
  /** For a metric of which nobody knows it. */
  readonly direction?: Direction | undefined
}

export interface Best {
  readonly comparison: SetComparison
  readonly answer: {readonly ranking: Ranking} | {readonly trade: Trade}
  readonly hints: readonly string[]
}

/**
 * The best of the runs by a metric, or the front over several. Throws as `compareSetOfRuns` does, and USAGE for a metric that no run
 * has, or of which nobody knows which way is better.
 */
export async function bestRuns(ports: ComparePorts, input: BestInput, how: HowCompared): Promise<Best> {
  const {compare, settings, hints} = await readSet(ports, input)
  const {rank, trade} = await import('../compare/set/best')
  const first = compare(how)
  const own = input.metric ?? settings.primary_metric
  const asked = input.objectives.length > 0 ? input.objectives : own === undefined ? [] : [own]
  if (asked.length === 0) throw noMetric(first)
  const objectives = asked.map(name => objectiveOf(first, name, input))
  if (objectives.length > 1) {
    const answer = trade(first, objectives)
    const [lead] = answer.front
    const comparison = compare(leading(first, lead, how, objectives[0]!.row.path))
    return {comparison, answer: {trade: trade(comparison, rowsAgain(comparison, objectives))}, hints}
  }
  const [{row, direction}] = objectives as [Trade['objectives'][number]]
  const [lead] = rank(first, row, direction).order
  const comparison = compare(leading(first, lead, how, row.path))
  const [again] = rowsAgain(comparison, objectives)
  return {comparison, answer: {ranking: rank(comparison, again!.row, direction)}, hints}
}

/** Everything is held against the best. */
function leading({rivals}: SetComparison, lead: number | undefined, how: HowCompared, primary: string) {
  const id = lead === undefined ? undefined : rivals[lead]!.runs[0]!.id
  return {...how, primary, ...(id !== undefined && {baseline: id})}
}

const rowsAgain = ({metrics}: SetComparison, objectives: Trade['objectives']) =>
  objectives.map(({row, direction}) => ({row: metrics.find(({path}) => path === row.path)!, direction}))

function objectiveOf({metrics}: SetComparison, name: string, {direction}: BestInput): Trade['objectives'][number] {
  const row = find(metrics, name.replace(/^metrics\./, ''))
  const way = row.direction ?? direction
  if (way !== undefined) return {row, direction: way}
  throw new ExpError('USAGE', `nobody knows whether higher or lower is better for "${row.path}"; expected to be told`, {
    hints: [`git exp best --metric ${shellWord(row.path)} --direction higher`, 'for good: directions in ledger.yaml'],
    data: {metric: row.path},
  })
}

/** By its whole path, or by an ending of it that only one has. */
function find(metrics: readonly MetricRow[], name: string): MetricRow {
  const whole = metrics.find(({path}) => path === name)
  const ending = metrics.filter(({path}) => path.endsWith(`.${name}`))
  const [only] = ending
  if (whole ?? (ending.length === 1 && only)) return whole ?? only!
  const paths = metrics.map(({path}) => path)
  const near = nearest(name, paths)
  const message =
    ending.length > 1
      ? `"${name}" may be any of ${ending.map(({path}) => path).join(', ')}`
      : `none of these runs has a metric "${name}"`
  const next = ending[0]?.path ?? near
  throw new ExpError('USAGE', message, {
    hints: [
      ...(next === undefined ? [] : [`git exp best --metric ${shellWord(next)}`]),
      'what they have: git exp compare --all',
    ],
    data: {metric: name, metrics: paths.slice(0, 100)},
  })
}

function noMetric({metrics}: SetComparison): ExpError {
  const [some] = metrics
  return new ExpError('USAGE', 'best by which metric? ledger.yaml names no primary_metric', {
    hints: [`git exp best --metric ${shellWord(some?.path ?? 'dev.macro_f1')}`],
  })
}
