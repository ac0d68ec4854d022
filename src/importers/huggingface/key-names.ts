import type {Named} from '../splits'
import {unreadable} from '../unreadable'

/** Each key is tried against each. */
const MAX_EVALUATIONS = 300
const KNOWN = ['eval', 'test', 'predict', 'train']

/**
 * How keys of one flat object split into evaluation and metric. Each evaluation writes its runtime and its speed under its own prefix,
 * which tells the data set `dev_small` of `eval_dev_small_f1` from a metric.
 */
export function keyNames(keys: readonly string[]): (key: string) => Named {
  const found = prefixesOf(keys)
  if (found.length > MAX_EVALUATIONS) unreadable(`tells of ${found.length} evaluations at once`)
  const prefixes = [...found, ...KNOWN]
  return key => {
    const prefix = prefixes.find(each => key.startsWith(`${each}_`))
    if (prefix === undefined) return {metric: key}
    const metric = key.slice(prefix.length + 1)
    // The mean over all the training, and no point of the curve `loss`.
    if (prefix === 'train' && metric === 'loss') return {split: 'train', metric: key}
    return {split: splitOf(prefix), metric}
  }
}

function prefixesOf(keys: readonly string[]): string[] {
  const all = new Set(keys)
  return keys
    .map(key => /^(.+)_runtime$/.exec(key)?.[1] ?? '')
    .filter(each => each !== '' && (all.has(`${each}_samples_per_second`) || all.has(`${each}_steps_per_second`)))
    .sort((a, b) => b.length - a.length)
}

/** A data set that its caller calls `train` is evaluated, and no training. */
function splitOf(prefix: string): string {
  const name = /^eval_(.+)$/.exec(prefix)?.[1]
  return name === undefined || name === 'train' ? prefix : name
}

/** How long it took, and no property of the model. */
export const isSpeed = (metric: string): boolean =>
  /(?:^|_)(?:runtime|samples_per_second|steps_per_second|preparation_time)$/.test(metric)
