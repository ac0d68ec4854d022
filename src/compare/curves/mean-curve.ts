import {getOrMake} from '../../base/lazy'
import {momentsOf} from '../statistics/moments'
import type {CurvePoint, Points} from './curve'

/** The curve of one run of a group. */
export interface SeedCurve {
  /** As text; undefined: nobody knows it. */
  readonly seed: string | undefined
  readonly points: Points
}

/** What is to be known of a mean beside its values. */
export interface MeanFacts {
  /** Seeds that it is over; those that nobody knows are one. */
  readonly seeds: number
  /** Steps that some of them measured and others did not: they are left out. */
  readonly left: number
  /** Where steps are left out: the seed with the fewest. */
  readonly fewest?: {readonly seed: string | undefined; readonly steps: number}
  /** Values that came out as NaN or infinite, which no mean counts. */
  readonly notFinite?: {readonly values: number; readonly runs: number; readonly from: number}
  /** Runs that have the curve. */
  readonly runs: number
  /** Runs of the group that lack it. */
  readonly without: number
  /** Runs that stopped and went on later. */
  readonly resumed: number
}

export interface MeanCurve {
  /** With their spread; those of a run that is alone are its own, as they are. None: no step was measured by all seeds. */
  readonly points: Points
  readonly mean: MeanFacts
}

/**
 * The mean over seeds at each step that all of them measured; nothing is interpolated. Reruns of one seed are averaged first, at the steps
 * that any of them measured. The order of the curves does not matter; there is one at least, of so
 * many members of the group.
 */
export function meanCurve(curves: readonly SeedCurve[], members = curves.length): MeanCurve {
  const bySeed = new Map<string | undefined, Points[]>()
  for (const {seed, points} of curves) getOrMake(bySeed, seed, () => []).push(points)
  const seeds = [...bySeed].map(([seed, own]) => ({seed, points: own.length === 1 ? own[0]! : ofOneSeed(own)}))
  const points: CurvePoint[] = []
  let left = 0
  if (curves.length > 1) {
    const ofSeeds = seeds.map(own => own.points)
    walkSteps(ofSeeds, (step, values) => {
      if (values.length < seeds.length) left++
      else points.push(meanPoint(step, values))
    })
  }
  return {
    points: curves.length > 1 ? points : curves[0]!.points,
    mean: {...factsOf(curves, seeds, left), without: members - curves.length},
  }
}

function ofOneSeed(reruns: readonly Points[]): Points {
  const points: CurvePoint[] = []
  walkSteps(reruns, (step, values) => {
    const value = momentsOf(values.filter(Number.isFinite))?.mean ?? Number.NaN
    points.push({step, value, attempt: 1})
  })
  return points
}

function meanPoint(step: number, values: readonly number[]): CurvePoint {
  const finite = values.every(Number.isFinite) ? values : values.filter(Number.isFinite)
  const moments = momentsOf(finite)
  if (!moments) return {step, value: Number.NaN, attempt: 1, spread: {n: finite.length}}
  const {n, mean, sd, min: least, max: greatest} = moments
  return {step, value: mean, attempt: 1, spread: n > 1 ? {n, sd, least, greatest} : {n, least, greatest}}
}

/**
 * Each step that any of the curves has, rising, with the values of those that have it, in a list that is used again; of one step said
 * twice the last.
 */
function walkSteps(curves: readonly Points[], visit: (step: number, values: readonly number[]) => void): void {
  const at = new Int32Array(curves.length)
  const values: number[] = []
  for (;;) {
    let step = Number.POSITIVE_INFINITY
    for (let i = 0; i < curves.length; i++) {
      const next = curves[i]![at[i]!]
      if (next !== undefined && next.step < step) step = next.step
    }
    if (step === Number.POSITIVE_INFINITY) return
    values.length = 0
    for (let i = 0; i < curves.length; i++) {
      const points = curves[i]!
      let last: CurvePoint | undefined
      for (let next = points[at[i]!]; next?.step === step; next = points[++at[i]!]) last = next
      if (last !== undefined) values.push(last.value)
    }
    visit(step, values)
  }
}

function factsOf(curves: readonly SeedCurve[], seeds: readonly SeedCurve[], left: number) {
  const odd = curves.flatMap(({points}) => oddOf(points) ?? [])
  const [fewest] = [...seeds].sort((a, b) => a.points.length - b.points.length || (`${a.seed}` < `${b.seed}` ? -1 : 1))
  return {
    seeds: seeds.length,
    runs: curves.length,
    left,
    ...(left > 0 && {fewest: {seed: fewest!.seed, steps: fewest!.points.length}}),
    ...(odd.length > 0 && {
      notFinite: {
        values: odd.reduce((sum, {values}) => sum + values, 0),
        runs: odd.length,
        from: Math.min(...odd.map(({from}) => from)),
      },
    }),
    resumed: curves.filter(({points}) => points.some(({attempt}) => attempt > points[0]!.attempt)).length,
  }
}

/** How many values are not finite, and where they begin; undefined where all are finite. */
function oddOf(points: Points): {readonly values: number; readonly from: number} | undefined {
  let [values, from] = [0, 0]
  for (const {step, value} of points) {
    if (Number.isFinite(value)) continue
    if (values === 0) from = step
    values++
  }
  return values === 0 ? undefined : {values, from}
}
