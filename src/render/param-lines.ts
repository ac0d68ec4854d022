import {isObject, type Json, type JsonObject, leaves} from '../base/json'
import {safe} from '../base/text'
import {pairLines} from './run-facts'
import {valueText} from './value-text'
import {wrap} from './width'

const INDENT = 2
/** A shorter group is as easily read line by line. */
const SHORT = 2

/**
 * Params, one a line; what a library was set to (`model_config`, `LogisticRegression_config`) comes last, each as one paragraph: it is seldom what
 * the reader looks for, and there is much of it.
 */
export function paramLines(params: JsonObject, room: number): string[] {
  const groups = Object.entries(params).filter((entry): entry is [string, JsonObject] => isLibrary(entry))
  const own = Object.fromEntries(Object.entries(params).filter(entry => !isLibrary(entry)))
  return [...pairLines(Object.fromEntries(leaves(own)), room), ...groups.flatMap(group => groupLines(group, room))]
}

const isLibrary = ([name, value]: [string, Json]) =>
  name.endsWith('_config') && isObject(value) && [...leaves(value)].length > SHORT

function groupLines([name, values]: [string, JsonObject], room: number): string[] {
  const {class: kind, ...rest} = values
  const words = [
    ...(kind === undefined ? [] : [valueText(kind)]),
    ...[...leaves(rest)].map(([key, value]) => `${safe(key)} ${valueText(value)}`),
  ]
  return [safe(name), ...wrap(words.join(' · '), Math.max(20, room - INDENT)).map(line => ' '.repeat(INDENT) + line)]
}
