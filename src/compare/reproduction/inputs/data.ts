import {at, type Json, type JsonObject} from '../../../base/json'
import {dataFields} from '../../set/data-fields'
import {type Fields, fieldChanges, type Known, known} from './change'
import type {Evidence} from './evidence'

const CONFIG_INPUT = /^(?:config|code) /

export function dataChanges(before: JsonObject, after: JsonObject, {data = []}: Evidence): Known {
  const [a, b] = [before, after].map(record => dataOf(record)) as [Fields, Fields]
  const silent = [before, after].some(record => at(record, 'env', 'unverified') !== undefined)
  // Where nobody listened inside, an input that one run alone names may have been read by both.
  const changes = fieldChanges(a, b, silent || a.size === 0 || b.size === 0).filter(
    ({before: x, after: y}) => !isOpen(x) && !isOpen(y),
  )
  const open = [...a, ...b].some(([, value]) => isOpen(value))
  const more = data.filter(
    ({what}) => !changes.some(change => change.what === what || String(change.what).endsWith(` ${what}`)),
  )
  return known(changes.length > 0 ? changes : more, a.size === 0 || b.size === 0 || open)
}

const isOpen = (value: Json | undefined) => value === 'not hashed'

function dataOf(record: JsonObject): Fields {
  const fields = dataFields(record).filter(([path]) => !CONFIG_INPUT.test(path))
  return new Map(fields.map(([path, value, knownAs]) => [knownAs ? `${path} ${knownAs}` : path, value]))
}
