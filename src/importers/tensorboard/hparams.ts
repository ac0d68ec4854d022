import type {Json, JsonObject} from '../../base/json'
import {doubleOf, type Field, fields, textOf} from './fields'

/** `HParamsPluginData`: the hyperparameters where it tells of a session's start, undefined where of anything else. */
export function readHparams(content: Uint8Array): JsonObject | undefined {
  const start = [...fields(content)].find(({id, wire}) => id === 3 && wire === 2)
  if (!start) return undefined
  const entries = [...fields(start.bytes)].filter(({id}) => id === 1).flatMap(({bytes}) => entryOf(bytes))
  return Object.fromEntries<Json>(entries)
}

function entryOf(bytes: Uint8Array): [string, Json][] {
  const parts = [...fields(bytes)]
  const key = parts.find(({id}) => id === 1)
  const [value] = fields(parts.find(({id}) => id === 2)?.bytes ?? new Uint8Array(0))
  const name = key && textOf(key.bytes)
  return name === undefined || name === '__proto__' || !value ? [] : [[name, plainValue(value)]]
}

/** `google.protobuf.Value`; lists and objects are not written by anybody. */
function plainValue({id, number, bytes}: Field): Json {
  if (id === 2) return doubleOf(bytes) ?? null
  if (id === 3) return textOf(bytes)
  return id === 4 ? number !== 0 : null
}
