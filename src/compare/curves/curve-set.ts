import type {RunId} from '../../model/ids'
import type {Direction} from '../../model/settings'
import {directionOf} from '../directions'
import {isLike} from '../metric-pattern'
import {type Candidate, chosenUnasked, type Ledger, rankMetrics} from './choose-metrics'
import type {Points} from './curve'
import {type MeanFacts, meanCurve} from './mean-curve'

/** Not all of a run's points: the ledger holds as many as fit, and the file of all … */
export interface Thinned {
  /** … is on another machine, is not what was recorded, or is too much to read. */
  readonly why: 'not here' | 'damaged' | 'too big'
  /** Points that the run has, where its record says it. */
  readonly of?: number
}

export interface CurveRun {
  readonly id: RunId
  readonly name: string
  readonly status: string
  readonly thinned?: Thinned
}

/** A run with its curves, by metric. */
export interface RunSeries extends CurveRun {
  readonly curves: ReadonlyMap<string, Points>
}

/** Runs that are drawn as one line, their mean. */
export interface CurveGroup {
  /** As `git exp compare` calls it. */
  readonly label: string
  /** Its runs that have curves. */
  readonly members: readonly {
    /** Index of the run. */
    readonly run: number
    /** As text; undefined: nobody knows it. */
    readonly seed: string | undefined
  }[]
  /** They differ in more than their seed. */
  readonly mixed: boolean
}

export interface ChartCurve {
  /** Index of the group where the set has groups, of the run where it has none. */
  readonly line: number
  readonly points: Points
  /** Of a group. */
  readonly mean?: MeanFacts
}

/** The curves of one metric. */
export interface CurveChart {
  readonly metric: string
  /** undefined: nobody knows which way is better. */
  readonly direction?: Direction
  readonly curves: readonly ChartCurve[]
}

export interface CurveSet {
  readonly runs: readonly CurveRun[]
  /** undefined: each run is a line of its own. */
  readonly groups?: readonly CurveGroup[]
  readonly charts: readonly CurveChart[]
  /** Metrics that the runs have curves of, too, the most telling first. */
  readonly others: readonly string[]
}

/** Every metric, those chosen where nothing else is said, or those that match patterns, in the order of these. */
export type MetricsAsked = 'all' | 'chosen' | readonly string[]

export function curveSet(
  runs: readonly RunSeries[],
  asked: MetricsAsked,
  ledger: Ledger,
  groups?: readonly CurveGroup[],
): CurveSet {
  const ranked = rankMetrics(candidatesOf(runs), ledger)
  const metrics = askedOf(ranked, asked)
  return {
    runs: runs.map(({curves: _, ...run}) => run),
    ...(groups && {groups}),
    charts: metrics.map(metric => {
      const direction = directionOf(metric, ledger.directions)
      const curves = groups ? groupCurves(metric, runs, groups) : runCurves(metric, runs)
      return {metric, ...(direction && {direction}), curves}
    }),
    others: ranked.filter(metric => !metrics.includes(metric)),
  }
}

export function candidatesOf(runs: readonly RunSeries[]): Candidate[] {
  const found = new Map<string, {runs: number; points: number}>()
  for (const {curves} of runs) {
    for (const [metric, {length}] of curves) {
      const known = found.get(metric)
      found.set(metric, {runs: (known?.runs ?? 0) + 1, points: Math.max(known?.points ?? 0, length)})
    }
  }
  return [...found].map(([metric, counts]) => ({metric, ...counts}))
}

function askedOf(ranked: readonly string[], asked: MetricsAsked): readonly string[] {
  if (asked === 'all') return ranked
  if (asked === 'chosen') return chosenUnasked(ranked)
  return [...new Set(asked.flatMap(pattern => ranked.filter(metric => isLike(pattern, metric))))]
}

function runCurves(metric: string, runs: readonly RunSeries[]): ChartCurve[] {
  return runs.flatMap(({curves}, line) => {
    const points = curves.get(metric)
    return points ? [{line, points}] : []
  })
}

function groupCurves(metric: string, runs: readonly RunSeries[], groups: readonly CurveGroup[]): ChartCurve[] {
  return groups.flatMap(({members}, line) => {
    const curves = members.flatMap(({run, seed}) => {
      const points = runs[run]!.curves.get(metric)
      return points ? [{seed, points}] : []
    })
    return curves.length > 0 ? [{line, ...meanCurve(curves, members.length)}] : []
  })
}
