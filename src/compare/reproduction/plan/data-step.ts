import {at, type JsonObject, textOf} from '../../../base/json'
import {type DataNeed, inputNeeds, placeOf, untoldSplits} from '../../../model/data-needs'
import {splitNamed} from '../../../model/split-words'
import {item, type PlanAction, type PlanItem, type PlanStep} from './step'

/** Configs are told with the params, and code is none. */
export const isData = (role: string): boolean => role !== 'config' && role !== 'code'

const SPLITS = ['train', 'dev', 'test']
const rank = (split: string) => (SPLITS.indexOf(splitNamed(split)) + SPLITS.length + 1) % (SPLITS.length + 1)

export function dataStep(record: JsonObject): PlanStep {
  const splits = untoldSplits(record).sort((a, b) => rank(a.role) - rank(b.role))
  const needs = [...splits, ...inputNeeds(record)].filter(({role}) => isData(role))
  const name = [at(record, 'dataset', 'name'), at(record, 'dataset', 'version')].flatMap(each => textOf(each) ?? [])
  const items = [...(name.length > 0 ? [item('data set', name.join(' '), 'known')] : []), ...needs.map(itemOf)]
  return {
    name: 'data',
    items: items.length > 0 ? items : [item('data', undefined, 'missing', 'no data was recorded')],
    actions: needs.flatMap(({path, digest, files}): PlanAction[] =>
      path === undefined || digest === undefined || files !== undefined ? [] : [{do: 'check-file', path, digest}],
    ),
  }
}

function itemOf(need: DataNeed): PlanItem {
  const {role, digest, said} = need
  const place = placeOf(need)
  const what = place === undefined ? role : `${role} ${place}`
  if (digest !== undefined)
    return item(what, digest, 'known', place === undefined ? 'which file it was is not recorded' : undefined)
  if (said !== undefined) return item(what, said, 'assumed', 'a word, which nothing can be checked by')
  return place === undefined
    ? item(what, undefined, 'missing', 'no hash was recorded')
    : item(what, undefined, 'assumed', 'no digest was recorded: what it held is not known')
}
