import {isObject, type Json, type JsonObject} from '../base/json'
import type {Point} from './point'

/** Curves: one point for each metric and step, that of the latest attempt, and of one attempt the last; by metric and step. */
export function mergePoints<P extends Omit<Point, 'time'>>(points: readonly P[]): (P & {readonly step: number})[] {
  const kept = new Map<string, P & {readonly step: number}>()
  for (const point of points) {
    if (point.step === undefined) continue
    const key = `${point.metric}\n${point.step}`
    const before = kept.get(key)
    if (before === undefined || before.attempt <= point.attempt) kept.set(key, {...point, step: point.step})
  }
  return [...kept.values()].sort((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : a.step - b.step))
}

/**
 * The least and the greatest value of each curve with the step of each: they stand apart, since the metric of a run is the value
 * at the model that was saved. Curves of one point, and values that are no numbers, have none.
 */
export function extremesOf(points: readonly (Pick<Point, 'metric' | 'value'> & {readonly step: number})[]): JsonObject {
  const found: Record<string, {min: Extreme; max: Extreme; count: number}> = {}
  for (const {metric, value, step} of points) {
    if (Number.isNaN(value) || isOfMachine(metric)) continue
    const here = {value, step}
    const known = Object.hasOwn(found, metric) ? found[metric] : undefined
    if (!known) found[metric] = {min: here, max: here, count: 1}
    else {
      known.count++
      if (value < known.min.value) known.min = here
      if (value > known.max.value) known.max = here
    }
  }
  const several = Object.entries(found).filter(([, {count}]) => count > 1)
  return Object.fromEntries(several.map(([metric, {min, max}]) => [metric, {min, max} as unknown as JsonObject]))
}

/** Says how the training went on, not how good the model is: a learning rate, an epoch, examples a second. */
export const isOfMachine = (metric: string): boolean => THROUGHPUT.test(metric)

const THROUGHPUT = /(?:^|[._])(?:runtime|\w+_per_second|total_flos|learning_rate|lr|epoch)$/

interface Extreme {
  readonly value: number
  readonly step: number
}

/**
 * The metrics as they stand after these points: of each metric what the latest attempt said last, laid over `before`. A name that
 * is both a value and a group keeps its value as `value` in the group.
 */
export function metricsOf(points: readonly Point[], before: JsonObject = {}): JsonObject {
  const latest = new Map<string, Point>()
  for (const point of points) {
    const known = latest.get(point.metric)
    if (known === undefined || later(point, known)) latest.set(point.metric, point)
  }
  let metrics = before
  for (const {metric, value} of latest.values()) metrics = placed(metrics, metric.split('.'), value)
  return metrics
}

/** Steps decide where both have one: a log that is written late is no later value. */
function later(a: Point, b: Point): boolean {
  if (a.attempt !== b.attempt) return a.attempt > b.attempt
  if (a.step !== undefined && b.step !== undefined && a.step !== b.step) return a.step > b.step
  return a.time >= b.time
}

function placed(into: JsonObject, [key, ...rest]: string[], value: number): JsonObject {
  const there = Object.hasOwn(into, key!) ? into[key!] : undefined
  return {...into, [key!]: rest.length === 0 ? withValue(there, value) : placed(group(there), rest, value)}
}

const withValue = (there: Json | undefined, value: number): Json => (isObject(there) ? {...there, value} : value)
const group = (there: Json | undefined): JsonObject =>
  isObject(there) ? there : there === undefined ? {} : {value: there}

/** Why a word cannot name a metric, or undefined. */
export function metricNameProblem(name: string): string | undefined {
  if (name === '') return 'is empty'
  if (name.length > 200) return 'has more than 200 characters'
  if (!/^[^\s.,:="'`{}[\]\\]+(?:\.[^\s.,:="'`{}[\]\\]+)*$/u.test(name)) return 'is no name of a metric'
  if (name.split('.').some(part => part === '__proto__')) return 'is a name that programs misread'
  return undefined
}
