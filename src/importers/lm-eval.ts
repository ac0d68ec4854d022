import {at, isObject, type JsonObject} from '../base/json'
import type {Direction} from '../model/settings'
import {readObject} from './bytes/json-object'
import {numberOf} from './numbers'
import type {FileSays, SaidMetric} from './says'
import {unreadable} from './unreadable'

/** lm-evaluation-harness: each task, and each group of tasks, is a split. */
export function readLmEval(bytes: Uint8Array): FileSays {
  const file = readObject(bytes)
  const {results, groups, config} = file
  if (!isObject(results)) unreadable('has no "results"')
  const tasks = {...(isObject(groups) && groups), ...results}
  const metrics = Object.entries(tasks).flatMap(([task, values]) => taskMetrics(file, task, values))
  if (metrics.length === 0) unreadable('has no results with numbers')
  const shots = file['n-shot']
  const params = {...(isObject(config) && config), ...(isObject(shots) && {'n-shot': shots})}
  return {source: 'lm-eval', metrics, params, notes: limitNote(config)}
}

function taskMetrics(file: JsonObject, task: string, values: unknown): SaidMetric[] {
  return Object.entries(isObject(values as JsonObject) ? (values as JsonObject) : {}).flatMap(([key, item]) => {
    const value = numberOf(item)
    const [name, filter] = key.split(',', 2)
    if (value === undefined || filter === undefined) return []
    const metric = filter === 'none' ? name! : key
    const direction = directionOf(file, task, name!)
    return [{split: task, metric, value, ...(direction && {direction})}]
  })
}

function directionOf(file: JsonObject, task: string, metric: string): Direction | undefined {
  const better = at(file, 'higher_is_better', task, metric)
  return better === true ? 'higher' : better === false ? 'lower' : undefined
}

function limitNote(config: unknown): string[] {
  const limit = at(config as JsonObject | undefined, 'limit')
  return typeof limit === 'number' ? [`measured on a part of each task only: limit ${limit}`] : []
}
