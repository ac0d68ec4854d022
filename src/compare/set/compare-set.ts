import {remembered} from '../../base/lazy'
import type {Direction} from '../../model/settings'
import {directionOf, saidDirections} from '../directions'
import {barrier, type Fairness, fairnessOf} from './fair/fairness'
import type {ReasonKind} from './fair/reason'
import {differingFields, type Fields} from './fields'
import {type MetricRow, metricRows} from './metric-rows'
import type {Entrant, Rival} from './rival'
import {oneByOne, rivalsBy, rivalsOf} from './rivals'
import {isReproduction, type SeedValues, seedValues} from './seed-values'

export interface SetOptions {
  readonly directions: Readonly<Record<string, Direction>>
  /** Params that say nothing of what was tried, beside those known. */
  readonly volatile: readonly string[]
  /** Dotted, without `metrics.`. */
  readonly primary?: string
  /** Id of the run whose rival is the baseline; absent: the first. */
  readonly baseline?: string
  /** Field by which runs are put together; `id`: each is by itself; absent: by all but their seed. */
  readonly groupBy?: string
  readonly paired?: boolean
  /** What is meant to differ. */
  readonly across?: readonly ReasonKind[]
}

/** Runs beside one another: whether they may be compared, what differs, what was measured. */
export interface SetComparison extends Fairness {
  readonly rivals: readonly Rival[]
  /** Index of the rival that all others are held against. */
  readonly baseline: number
  readonly primary?: string
  readonly fields: Fields
  /** The primary first, then in the order in which they come. */
  readonly metrics: readonly MetricRow[]
  /** Left out, since they only check another run. */
  readonly reproductions: readonly string[]
}

/** Runs put together into rivals, with what they measured; it may be compared more than once. */
export interface PreparedSet extends Pick<SetOptions, 'volatile'> {
  readonly rivals: readonly Rival[]
  /** What `seedValues` gives for each rival. */
  readonly values: readonly ReadonlyMap<string, SeedValues>[]
  readonly direction: (path: string) => Direction | undefined
  readonly reproductions: readonly string[]
}

/** At least one run; reproductions are left out unless there is nothing else. */
export function prepareSet(
  entrants: readonly Entrant[],
  options: Pick<SetOptions, 'directions' | 'volatile' | 'groupBy'>,
): PreparedSet {
  const {directions, volatile} = options
  const own = entrants.filter(entrant => !isReproduction(entrant))
  const runs = own.length > 0 ? own : entrants
  const rivals = rivalsAmong(runs, options)
  const said = saidDirections(runs.map(({record}) => record))
  return {
    volatile,
    rivals,
    values: rivals.map(seedValues),
    direction: remembered((path: string) => directionOf(`metrics.${path}`, directions, said)),
    reproductions: runs === own ? entrants.filter(isReproduction).map(({id}) => id) : [],
  }
}

export type ComparedAs = Pick<SetOptions, 'primary' | 'baseline' | 'paired' | 'across'>

export function comparedSet(prepared: PreparedSet, options: ComparedAs): SetComparison {
  const {rivals, values, direction, volatile, reproductions} = prepared
  const {primary, paired, across} = options
  const holds = ({runs}: Rival) => runs.some(({id}) => id === options.baseline)
  const baseline = Math.max(0, rivals.findIndex(holds))
  const given = {...(primary !== undefined && {primary}), ...(across && {across})}
  const fairness = fairnessOf(rivals, {baseline, values, direction, ...given})
  const barred = barrier(fairness.reasons)
  const metrics = metricRows(rivals, {baseline, direction, values, barred, ...(paired && {paired})})
  return {
    ...fairness,
    rivals,
    baseline,
    ...(primary !== undefined && {primary}),
    fields: differingFields(rivals, volatile),
    metrics: [...metrics.filter(({path}) => path === primary), ...metrics.filter(({path}) => path !== primary)],
    reproductions,
  }
}

/** Runs that are compared, at least one. */
export const compareSet = (entrants: readonly Entrant[], options: SetOptions): SetComparison =>
  comparedSet(prepareSet(entrants, options), options)

/** Runs of one configuration alone are compared seed by seed. */
function rivalsAmong(runs: readonly Entrant[], {groupBy, volatile}: Pick<SetOptions, 'groupBy' | 'volatile'>): Rival[] {
  if (groupBy === 'id') return oneByOne(runs)
  if (groupBy !== undefined) return rivalsBy(runs, groupBy)
  const rivals = rivalsOf(runs, volatile)
  return rivals.length === 1 ? oneByOne(runs) : rivals
}
