import {at, isObject, type Json, type JsonObject, leaves} from '../../../base/json'
import {fieldsOf} from '../../flatten'
import {isSeed} from '../../set/volatile'
import {item, type PlanAction, type PlanFacts, type PlanStep} from './step'

/** Variables of the record that may be set: on our list, and plain text. */
export function variablesOf(
  record: JsonObject,
  allowed: ReadonlySet<string>,
): {set: [string, string][]; refused: string[]} {
  const vars = at(record, 'env', 'vars')
  const all = isObject(vars) ? Object.entries(vars) : []
  const mayBeSet = ([name, value]: [string, Json]): boolean =>
    allowed.has(name) && typeof value === 'string' && !/[\u0000-\u001f\u007f]/.test(value)
  return {
    set: all.filter(mayBeSet) as [string, string][],
    refused: all.filter(each => !mayBeSet(each)).map(([name]) => name),
  }
}

/** The seed as the record has it, at its top or among the params. */
export function seedOf(record: JsonObject): string | undefined {
  const seed = at(record, 'seed') ?? [...fieldsOf(record, 'params')].find(([path]) => isSeed(path))?.[1]
  return seed === undefined || seed === null || typeof seed === 'object' ? undefined : String(seed)
}

export function settingsStep(record: JsonObject, {variables}: PlanFacts): PlanStep {
  const seed = seedOf(record)
  const {set, refused} = variablesOf(record, variables)
  const determinism = at(record, 'env', 'determinism')
  const switches = (isObject(determinism) ? [...leaves(determinism)] : []).filter(
    ([name]) => !name.startsWith('seeds') && !set.some(([own]) => own === name),
  )
  return {
    name: 'settings',
    items: [
      seed === undefined
        ? item('seed', undefined, 'missing', 'no seed was recorded: another outcome is likely')
        : item('seed', seed, 'known'),
      ...set.map(([name, value]) => item(name, value, 'known')),
      ...switches.map(([name, value]) => item(name, String(value), 'known', 'set by the script')),
      ...refused.map(name => item(name, undefined, 'assumed', 'no variable that is set from a record')),
      ...(set.length + switches.length === 0
        ? [
            item(
              'determinism',
              undefined,
              'missing',
              'no setting of threads or of deterministic algorithms was recorded',
            ),
          ]
        : []),
    ],
    actions: set.map(([name, value]): PlanAction => ({do: 'set', name, value})),
  }
}
