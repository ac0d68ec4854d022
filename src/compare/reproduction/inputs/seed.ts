import {at, type Json, type JsonObject} from '../../../base/json'
import {fieldsOf} from '../../flatten'
import {isSeed} from '../../set/volatile'
import {envOf, type Fields, fieldChanges, type InputChange} from './change'

/** Those that each library was given are looked at where the run's own say nothing. */
export function seedChanges(before: JsonObject, after: JsonObject): InputChange[] {
  const own = fieldChanges(seedsOf(before), seedsOf(after))
  return own.length > 0 ? own : fieldChanges(seedsGiven(before), seedsGiven(after), true)
}

const seedsGiven = (record: JsonObject) => envOf(record, /^env\.determinism\.seeds(?:\.|$)/)
export const hasSeed = (record: JsonObject) => seedsOf(record).size + seedsGiven(record).size > 0

function seedsOf(record: JsonObject): Fields {
  const seed = at(record, 'seed')
  const params = [...fieldsOf(record, 'params')].filter(([path]) => isSeed(path))
  return new Map<string, Json>([...(seed === undefined ? [] : [['seed', seed] as const]), ...params])
}
