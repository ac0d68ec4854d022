import type {JsonObject} from '../../base/json'
import {readObject} from '../bytes/json-object'
import {numberOf} from '../numbers'
import type {FileSays, SaidMetric} from '../says'
import {baseName} from '../splits'
import {unreadable} from '../unreadable'
import {keyNames} from './key-names'

/** `save_metrics`: all_results.json and the files of single splits. */
export function readResults(bytes: Uint8Array, path: string): FileSays {
  const metrics = flatMetrics(readObject(bytes), splitOfResults(path))
  return metrics.length > 0 ? {source: 'hf-results', metrics} : unreadable('has no numbers')
}

/** The numbers of a flat object; those without a prefix (`perplexity`) are of the split whose file it is. */
export function flatMetrics(values: JsonObject, split?: string): SaidMetric[] {
  const name = keyNames(Object.keys(values))
  return Object.entries(values).flatMap(([key, item]) => {
    const value = numberOf(item)
    if (value === undefined || key === 'epoch' || key === 'step') return []
    return [{...(split !== undefined && {split}), ...name(key), value}]
  })
}

function splitOfResults(path: string): string | undefined {
  return /^(train|eval|test|predict)_results\.json$/.exec(baseName(path))?.[1]
}
