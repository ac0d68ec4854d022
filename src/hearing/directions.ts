import {isObject, type Json, type JsonObject, objectOf, textOf} from '../base/json'
import {cleaned, metricName} from './names'
import type {Said} from './trainings'

type Direction = 'higher' | 'lower'

/**
 * Metric → which way is better, as the sources say it themselves: results of an evaluation harness, and by what a training chose its
 * best model. By the name without its split; what they do not agree on is left out.
 */
export function directionsHeard(said: readonly Said[], params: JsonObject): JsonObject {
  const found = new Map<string, Set<Direction>>()
  const hear = (name: string, direction: Direction) => found.set(name, (found.get(name) ?? new Set()).add(direction))
  for (const {line} of said) {
    if (line['type'] !== 'metrics') continue
    const split = textOf(line['split'])
    for (const [raw, direction] of Object.entries(objectOf(line['directions']))) {
      if (isDirection(direction)) hear(metricName(raw, split).name, direction)
    }
  }
  const chosen = chosenBy(params)
  if (chosen) hear(chosen.name, chosen.direction)
  return Object.fromEntries([...found].flatMap(([name, all]) => (all.size === 1 ? [[name, [...all][0]!]] : [])).sort())
}

const isDirection = (value: Json | undefined): value is Direction => value === 'higher' || value === 'lower'

/** TrainingArguments of transformers: it sets `greater_is_better` itself where its user has not. */
function chosenBy(params: JsonObject): {readonly name: string; readonly direction: Direction} | undefined {
  const [raw, greater] = [params['metric_for_best_model'], params['greater_is_better']]
  if (typeof raw === 'string' && raw !== '' && typeof greater === 'boolean') {
    return {name: cleaned(metricName(raw, undefined).name), direction: greater ? 'higher' : 'lower'}
  }
  const groups = Object.values(params).filter(isObject)
  return groups.flatMap(group => chosenBy(group) ?? [])[0]
}
