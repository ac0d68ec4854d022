import {ExpError} from '../base/errors'
import {nearest, shellWord} from '../base/text'
import type {Ranking, Trade} from '../compare/set/best'
import type {PreparedSet, SetComparison} from '../compare/set/compare-set'
import type {Direction} from '../model/settings'
import {type ComparePorts, checkGrouping, type HowCompared, readSet, type WhichRuns} from './compare-set'

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
  const [{entrants, options, settings, hints}, {rank, trade, leadOf}, {prepareSet, comparedSet}] = await Promise.all([
    readSet(ports, input),
    import('../compare/set/best'),
    import('../compare/set/compare-set'),
  ])
  await checkGrouping('best', input, how, entrants)
  const prepared = prepareSet(entrants, {...options, ...how})
  const objectives = objectivesOf(prepared, input, settings.primary_metric)
  const [first] = objectives as [Aim]
  const lead = leadOf(prepared, objectives, how.across)
  const baseline = prepared.rivals[lead ?? 0]!.runs[0]!.id
  const comparison = comparedSet(prepared, {...how, primary: first.path, baseline})
  const rows = objectives.map(({path, direction}) => ({row: rowOf(comparison, path), direction}))
  const [only] = rows as [Trade['objectives'][number]]
  const answer =
    rows.length > 1 ? {trade: trade(comparison, rows)} : {ranking: rank(comparison, only.row, only.direction)}
  return {comparison, answer, hints}
}

const rowOf = ({metrics}: SetComparison, path: string) => metrics.find(row => row.path === path)!

interface Aim {
  readonly path: string
  readonly direction: Direction
}

/** What to choose by, at least one. */
function objectivesOf(prepared: PreparedSet, input: BestInput, primary: string | undefined): Aim[] {
  const paths = [...new Set(prepared.values.flatMap(own => [...own.keys()]))]
  const own = input.metric ?? primary
  const asked = input.objectives.length > 0 ? input.objectives : own === undefined ? [] : [own]
  if (asked.length === 0) throw noMetric(paths)
  return asked.map(name => {
    const path = find(paths, name.replace(/^metrics\./, ''))
    const direction = prepared.direction(path) ?? input.direction
    if (direction === undefined) throw noDirection(path)
    return {path, direction}
  })
}

function noDirection(path: string): ExpError {
  return new ExpError('USAGE', `nobody knows whether higher or lower is better for "${path}"; expected to be told`, {
    hints: [`git exp best --metric ${shellWord(path)} --direction higher`, 'for good: directions in ledger.yaml'],
    data: {metric: path},
  })
}

/** By its whole path, or by an ending of it that only one has. */
function find(paths: readonly string[], name: string): string {
  if (paths.includes(name)) return name
  const ending = paths.filter(path => path.endsWith(`.${name}`))
  const [next = nearest(name, paths)] = ending
  if (ending.length === 1) return next!
  const message =
    ending.length > 1 ? `"${name}" may be any of ${ending.join(', ')}` : `none of these runs has a metric "${name}"`
  throw new ExpError('USAGE', message, {
    hints: [
      ...(next === undefined ? [] : [`git exp best --metric ${shellWord(next)}`]),
      'what they have: git exp compare --where true --all',
    ],
    data: {metric: name, metrics: paths.slice(0, 100)},
  })
}

function noMetric([some]: readonly string[]): ExpError {
  return new ExpError('USAGE', 'best by which metric? ledger.yaml names no primary_metric', {
    hints: [`git exp best --metric ${shellWord(some ?? 'dev.macro_f1')}`],
  })
}
