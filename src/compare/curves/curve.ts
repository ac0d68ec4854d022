/** A value of one metric of one run at a step of its training. */
export interface CurvePoint {
  readonly step: number
  /** May be NaN or infinite: that is what was measured. */
  readonly value: number
  /** Which start of the run measured it, counted from 1. */
  readonly attempt: number
}

/** By step, one point a step. */
export type Points = readonly CurvePoint[]

export interface CurveFacts {
  readonly count: number
  /** The last point, whatever its value. */
  readonly last: CurvePoint
  /** Of the values that are finite; undefined where none is. The first of equal ones. */
  readonly least?: CurvePoint
  readonly greatest?: CurvePoint
  readonly notFinite: number
  /** Later attempts, each with the first step that it measured. */
  readonly resumed: readonly {readonly attempt: number; readonly step: number}[]
}

/** What is said of a curve beside its picture; it has one point at least. */
export function curveFacts(points: Points): CurveFacts {
  let [least, greatest]: (CurvePoint | undefined)[] = []
  let notFinite = 0
  const resumed: {attempt: number; step: number}[] = []
  let {attempt: newest} = points[0]!
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
  return {
    count: points.length,
    last: points.at(-1)!,
    ...(least && greatest && {least, greatest}),
    notFinite,
    resumed,
  }
}
