import {readObject} from './bytes/json-object'
import {readTable} from './bytes/table'
import {readParams} from './bytes/yaml-params'
import {finite} from './numbers'
import {valuesBelow} from './plain-metrics'
import type {FileSays} from './says'
import {splitName} from './splits'
import {tableSays} from './table-says'
import {unreadable} from './unreadable'

/** dvclive/metrics.json: the latest values, names with slashes as objects in one another. */
export function readDvcliveMetrics(bytes: Uint8Array): FileSays {
  const {step, ...values} = readObject(bytes)
  const metrics = valuesBelow(values, '')
  if (metrics.length === 0) unreadable('has no numbers')
  const last = finite(step)
  return last === undefined
    ? {source: 'dvclive-metrics', metrics}
    : {source: 'dvclive-metrics', points: metrics.map(metric => ({...metric, step: last}))}
}

/** dvclive/plots/metrics/train/loss.tsv: the curve of train/loss. */
export function readDvcliveSeries(bytes: Uint8Array, path: string): FileSays {
  const name = SERIES.exec(path.replaceAll('\\', '/'))![1]!
  const value = name.slice(name.lastIndexOf('/') + 1)
  const columns = {step: 'step', name: (column: string) => (column === value ? splitName(name) : undefined)}
  return tableSays('dvclive-series', readTable(bytes), columns)
}

export async function readDvcliveParams(bytes: Uint8Array): Promise<FileSays> {
  return {source: 'dvclive-params', ...(await readParams(bytes))}
}

export const SERIES = /(?:^|\/)plots\/metrics\/(.+)\.tsv$/
