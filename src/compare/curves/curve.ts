/** Values of several seeds at one step. */
export interface Spread {
  /** Of seeds whose value is finite. */
  readonly n: number
  /** Of the sample, with n - 1 below the line; absent for fewer than two. */
  readonly sd?: number
  readonly least?: number
  readonly greatest?: number
}

/** A value of one metric at a step of the training: of one run, or the mean over seeds. */
export interface CurvePoint {
  readonly step: number
  /** May be NaN or infinite: that is what was measured. */
  readonly value: number
  /** Which start of the run measured it, counted from 1. */
  readonly attempt: number
  /** Of what the value is the mean; absent for the value of one run. */
  readonly spread?: Spread
}

/** By step, one point a step. */
export type Points = readonly CurvePoint[]

export interface CurveFacts {
  readonly count: number
  /** The last point, whatever its value; undefined where there is none: seeds that have no step in common. */
  readonly last?: CurvePoint
  /** Of the values that are finite; undefined where none is. The first of equal ones. */
  readonly least?: CurvePoint
  readonly greatest?: CurvePoint
  readonly notFinite: number
  /** Later attempts, each with the first step that it measured. */
  readonly resumed: readonly {readonly attempt: number; readonly step: number}[]
}

/** What is said of a curve beside its picture. */
export function curveFacts(points: Points): CurveFacts {
  let [least, greatest]: (CurvePoint | undefined)[] = []
  let notFinite = 0
  const resumed: {attempt: number; step: number}[] = []
  let newest = points[0]?.attempt ?? 1
  for (const point of points) {
    const {value, step, attempt} = point
    if (attempt > newest) resumed.push({attempt, step})
    newest = Math.max(newest, attempt)
    if (!Number.isFinite(value)) notFinite++
    else {
      if (least === undefined || value < least.value) least = point
      if (greatest === undefined || value > greatest.value) greatest = point
    }
  }
  const last = points.at(-1)
  return {
    count: points.length,
    ...(last && {last}),
    ...(least && greatest && {least, greatest}),
    notFinite,
    resumed,
  }
}
