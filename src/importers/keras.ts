import {at, isObject, type Json, type JsonObject} from '../base/json'
import {readObject} from './bytes/json-object'
import {readTable} from './bytes/table'
import {Curves, pointOf} from './curves'
import {finite, numberOf} from './numbers'
import type {FileSays, SaidPoint} from './says'
import {type Named, splitName} from './splits'
import {tableSays} from './table-says'
import {unreadable} from './unreadable'

/** CSVLogger's file, or any table that counts epochs in its first column. */
export function readKerasCsv(bytes: Uint8Array): FileSays {
  const table = readTable(bytes)
  return tableSays('keras-csv', table, {step: 'epoch', name: namesBeside(table.header)})
}

/** `{params, epoch, history}`, or what `History.history` holds alone. */
export function readKerasHistory(bytes: Uint8Array): FileSays {
  const file = readObject(bytes)
  const history = isObject(file['history']) ? file['history'] : file
  const epochs = history === file ? undefined : file['epoch']
  const points = historyPoints(history, Array.isArray(epochs) ? epochs : [])
  if (points.length === 0) unreadable('has no lists of numbers')
  const params = history === file ? undefined : at(file, 'params')
  return {source: 'keras-history', points, ...(isObject(params) && {params})}
}

function historyPoints(history: JsonObject, epochs: readonly Json[]): SaidPoint[] {
  const curves = new Curves()
  const name = namesBeside(Object.keys(history))
  for (const [key, list] of Object.entries(history)) {
    if (!Array.isArray(list)) continue
    list.forEach((item: Json, i) => {
      const value = numberOf(item)
      const step = finite(epochs[i]) ?? i
      if (value !== undefined) curves.add(pointOf(name(key), value, step, step))
    })
  }
  return curves.points()
}

/** What has a `val_` twin is Keras's training value; a name alone may be of any split. */
function namesBeside(all: readonly string[]): (name: string) => Named {
  const known = new Set(all)
  return name => {
    const named = splitName(name)
    return named.split === undefined && known.has(`val_${name}`) ? {split: 'train', ...named} : named
  }
}
