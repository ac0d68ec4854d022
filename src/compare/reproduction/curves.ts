import type {Points} from '../curves/curve'
import {isCost} from '../set/metric-kinds'

/** One curve of a run and of its reproduction. */
export interface CurveRow {
  readonly metric: string
  /** How many points each has. */
  readonly before: number
  readonly after: number
  /** Where the values first part, of the steps that both have; absent: nowhere. */
  readonly parts?: {readonly step: number; readonly before: number; readonly after: number}
  readonly same: boolean
}

type Curves = ReadonlyMap<string, Points>

/** Every curve of either but those of costs; two points are one where step and value are. */
export function compareCurves(before: Curves, after: Curves): CurveRow[] {
  const metrics = new Set([...before.keys(), ...after.keys()])
  return [...metrics]
    .filter(metric => !isCost(metric))
    .map(metric => rowOf(metric, before.get(metric) ?? [], after.get(metric) ?? []))
}

function rowOf(metric: string, before: Points, after: Points): CurveRow {
  const values = new Map(after.map(({step, value}) => [step, value]))
  const apart = before.find(({step, value}) => values.has(step) && !alike(value, values.get(step)!))
  const steps = before.length === after.length && before.every(({step}) => values.has(step))
  return {
    metric,
    before: before.length,
    after: after.length,
    ...(apart && {parts: {step: apart.step, before: apart.value, after: values.get(apart.step)!}}),
    same: steps && !apart,
  }
}

const alike = (a: number, b: number) => a === b || Object.is(a, b)
