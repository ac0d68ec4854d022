import {isObject, type JsonObject} from '../base/json'
import {readObject} from './bytes/json-object'
import {numberOf} from './numbers'
import type {FileSays, SaidMetric} from './says'
import {splitName, splitOfFile} from './splits'
import {unreadable} from './unreadable'

/** What scripts call the file that they write their numbers into. */
export const PLAIN_METRICS = /(?:^|[_.-])(?:metrics|scores)\.json$/i

/** `metrics.json` of a script of one's own: numbers, in groups or not; a split may stand in the names or in the file's. */
export function readPlainMetrics(bytes: Uint8Array, path: string): FileSays {
  const split = splitOfFile(path)
  const metrics = valuesBelow(readObject(bytes), '').map(said =>
    said.split === undefined && split !== undefined ? {...said, split} : said,
  )
  return metrics.length === 0 ? unreadable('has no numbers') : {source: 'metrics-json', metrics}
}

/** Each number below an object, its keys joined by slashes. */
export function valuesBelow(values: JsonObject, above: string): SaidMetric[] {
  return Object.entries(values).flatMap(([key, item]) => {
    const value = numberOf(item)
    if (isObject(item)) return valuesBelow(item, `${above}${key}/`)
    return value === undefined ? [] : [{...splitName(above + key), value}]
  })
}
