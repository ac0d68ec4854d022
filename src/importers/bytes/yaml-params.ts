import {isObject, type Json, type JsonObject} from '../../base/json'
import {readLooseYaml} from '../../format/loose-yaml'
import {unreadable} from '../unreadable'
import {readText} from './json-object'

export interface YamlValue {
  readonly value: Json
  readonly notes: readonly string[]
}

/** The last line counts only with its line break: `lr: 0.0` may have been on its way to 0.01. */
export async function readYamlValue(bytes: Uint8Array): Promise<YamlValue> {
  const text = readText(bytes).replaceAll('\r\n', '\n')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const read = await readLooseYaml(whole)
  if ('problem' in read) unreadable(read.problem)
  return {value: read.value, notes: whole.length < text.length ? ['its last line is cut off, and left out'] : []}
}

/** A file of settings; an empty one has none. */
export async function readParams(bytes: Uint8Array): Promise<{params: JsonObject; notes: readonly string[]}> {
  const {value, notes} = await readYamlValue(bytes)
  if (value === null) return {params: {}, notes}
  return isObject(value) ? {params: value, notes} : unreadable('is no mapping of names to values')
}
