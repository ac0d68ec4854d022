import {readTable} from './bytes/table'
import {readParams} from './bytes/yaml-params'
import type {FileSays} from './says'
import {type Named, splitName} from './splits'
import {tableSays} from './table-says'

export function readUltralyticsCsv(bytes: Uint8Array): FileSays {
  return tableSays('ultralytics-csv', readTable(bytes), {step: 'epoch', name: columnName})
}

export async function readUltralyticsArgs(bytes: Uint8Array): Promise<FileSays> {
  return {source: 'ultralytics-args', ...(await readParams(bytes))}
}

/** `metrics/…` is what its validator measures, on the data of `val/…`. */
function columnName(column: string): Named | undefined {
  if (column === 'time') return undefined
  const measured = /^metrics\/(.+)$/.exec(column)
  return measured ? {split: 'val', metric: measured[1]!} : splitName(column)
}
