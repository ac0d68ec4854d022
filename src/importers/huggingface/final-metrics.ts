import type {JsonObject} from '../../base/json'
import {getOrMake} from '../../base/lazy'
import type {SaidMetric} from '../says'
import {isSpeed} from './key-names'
import {flatMetrics} from './results'

/** Evaluations in the order in which they were made. A second of one name with other values is of other data: it becomes `eval#2`. */
export function finalMetrics(entries: readonly JsonObject[]): {metrics: SaidMetric[]; notes: string[]} {
  const named = new Map<string, SaidMetric[][]>()
  for (const metrics of entries.flatMap(entry => [...bySplit(flatMetrics(entry)).values()])) {
    const known = getOrMake(named, metrics[0]!.split ?? '', () => [])
    if (!known.some(each => says(each) === says(metrics))) known.push(metrics)
  }
  const twice = [...named].filter(([, evaluations]) => evaluations.length > 1)
  return {
    metrics: [...named.values()].flatMap(evaluations => evaluations.flatMap(numbered)),
    notes: twice.map(([split, {length}]) => `${split} was evaluated ${length} times after the training, not alike`),
  }
}

function bySplit(metrics: readonly SaidMetric[]): Map<string, SaidMetric[]> {
  const splits = new Map<string, SaidMetric[]>()
  for (const metric of metrics) getOrMake(splits, metric.split ?? '', () => []).push(metric)
  return splits
}

function says(metrics: readonly SaidMetric[]): string {
  const values = metrics.filter(({metric}) => !isSpeed(metric)).map(({metric, value}) => `${metric} ${value}`)
  return values.sort().join('\n')
}

const numbered = (metrics: readonly SaidMetric[], before: number): SaidMetric[] =>
  before === 0 ? [...metrics] : metrics.map(each => ({...each, split: `${each.split ?? ''}#${before + 1}`}))
