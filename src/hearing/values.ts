import {type JsonObject, listOf, objectOf, textOf} from '../base/json'
import {numberOf} from './line'
import {reportValues} from './reports'

/** The numbers of a line by the names its source has for them; none for a line that tells of something else. */
export function valuesOf(line: JsonObject): [string, number][] {
  switch (line['type']) {
    case 'metrics':
      return numbersIn(objectOf(line['values']))
    case 'report':
      return reportValues(line)
    case 'latency':
      return latencyValues(line)
    default:
      return []
  }
}

/** Not of the model. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['epoch', 'step', 'global_step', '_step', '_timestamp', '_runtime'])

const numbersIn = (values: JsonObject) =>
  Object.entries(values).flatMap(([name, value]): [string, number][] => {
    const number = numberOf(value)
    return number === undefined || BOOKKEEPING.has(name) ? [] : [[name, number]]
  })

/** Percentiles by the nearest rank. */
function latencyValues(line: JsonObject): [string, number][] {
  const list = listOf(line['samples_ms'])
  const sorted = list.flatMap(value => numberOf(value) ?? []).sort((a, b) => a - b)
  if (sorted.length === 0) return []
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
  const name = textOf(line['name']) ?? 'latency'
  return [
    [`${name}_ms_p50`, at(0.5)],
    [`${name}_ms_p95`, at(0.95)],
  ]
}
