import {at, isObject, type Json, type JsonObject, listOf, textOf} from '../../../base/json'
import {isPin} from '../../../model/pins'
import {item, type PlanAction, type PlanFacts, type PlanItem, type PlanStep} from './step'

export function environmentStep(record: JsonObject, {packages}: PlanFacts): PlanStep {
  const env = (key: string) => textOf(at(record, 'env', key))
  const libs = at(record, 'env', 'libs')
  const pins = (isObject(libs) ? Object.entries(libs) : []).map(([name, version]) => `${name}==${String(version)}`)
  const optional = (['cuda', 'cudnn', 'driver'] as const).flatMap(key => {
    const value = env(key)
    return value === undefined
      ? []
      : [item(key === 'cuda' ? 'CUDA' : key === 'cudnn' ? 'cuDNN' : key, value, 'known' as const)]
  })
  const items = [
    env('python')
      ? item('python', env('python'), 'known')
      : item('python', undefined, 'missing', 'any that the libraries run on'),
    ...pins.map(pin =>
      item(
        'library',
        pin.replace('==', ' '),
        isPin(pin) ? 'known' : 'assumed',
        isPin(pin) ? undefined : 'no version that pip knows',
      ),
    ),
    packages
      ? item('all packages', packages, 'known')
      : item('other packages', undefined, 'missing', 'only these versions were recorded'),
    ...optional,
    ...imageItem(record),
    ...((textOf(at(record, 'env', 'gpu')) ?? at(record, 'env', 'gpu'))
      ? [item('GPU', spelled(at(record, 'env', 'gpu')), 'known')]
      : []),
  ]
  const sound = pins.filter(isPin)
  const actions: PlanAction[] = packages
    ? [{do: 'packages', list: packages}]
    : sound.length > 0
      ? [{do: 'install', pins: sound}]
      : []
  return {name: 'environment', items, actions}
}

/** A tag may name another image by now. */
function imageItem(record: JsonObject): PlanItem[] {
  const container = at(record, 'env', 'container')
  const image = textOf(at(container, 'image'))
  if (image === undefined) return []
  const digest = textOf(at(container, 'digest'))
  return [
    digest
      ? item('image', `${image} ${digest}`, 'known')
      : item('image', image, 'assumed', 'which one is not recorded'),
  ]
}

const spelled = (value: Json | undefined) =>
  typeof value === 'string'
    ? value
    : listOf(value).length > 0
      ? listOf(value).map(String).join(', ')
      : isObject(value)
        ? Object.values(value).map(String).join(' ')
        : undefined
