import {at, isObject, type JsonObject, leaves, listOf, textOf} from '../../../base/json'
import {hasControl} from '../../../base/text'
import {wordFor} from '../../../base/typed-value'
import {type DataNeed, inputNeeds, placeOf} from '../../../model/data-needs'
import {isRedacted} from './step'

/** What was said of a run besides its command, as `git exp run` takes it. */
export interface Declared {
  /** `key=value`; one that no word means is left out. */
  readonly params: readonly string[]
  readonly inputs: readonly (DataNeed & {readonly split: boolean})[]
}

/**
 * A record from `git exp run` tells the params that were said from those that were heard, which the repetition tells by itself: said again
 * they would hide that another value came out.
 */
export function declaredOf(record: JsonObject): Declared {
  const params = at(record, 'params')
  const heard = at(record, 'heard')
  const names = isObject(heard) ? new Set(listOf(heard['declared']).flatMap(name => textOf(name) ?? [])) : undefined
  const ran = listOf(at(record, 'attempts')).length > 0
  const said = ran && isObject(params) ? [...leaves(params)].filter(([path]) => names?.has(path) ?? true) : []
  const splits = at(record, 'dataset', 'splits')
  return {
    params: said.flatMap(([path, value]) => {
      const word = wordFor(value)
      return word === undefined || isRedacted(word) || !isKey(path) ? [] : [`${path}=${word}`]
    }),
    inputs: inputNeeds(record)
      .filter(need => need.declared && need.role !== 'code' && !need.problem && placeOf(need) !== undefined)
      .map(input => ({...input, split: isObject(splits) && Object.hasOwn(splits, input.role)})),
  }
}

/** `--param` cuts at the first `=`, and at dots. */
const isKey = (path: string) =>
  path.trim() === path &&
  !path.includes('=') &&
  !hasControl(path) &&
  path.split('.').every(part => part !== '' && part !== '__proto__')
