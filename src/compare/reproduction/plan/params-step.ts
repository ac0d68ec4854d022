import {at, type Json, type JsonObject, textOf} from '../../../base/json'
import {fieldsOf} from '../../flatten'
import {TOKENIZER} from '../../set/fair/measured'
import {isSeed, isVolatile} from '../../set/volatile'
import {item, type PlanStep} from './step'

export function paramsStep(record: JsonObject): PlanStep {
  const params = [...fieldsOf(record, 'params')]
    .map(([path, value]) => [path.replace(/^params\./, ''), value] as const)
    .filter(([path, value]) => !isSeed(path) && !isVolatile(path, [], value))
  const isTokenizer = (path: string) => TOKENIZER.test(path.slice(path.lastIndexOf('.') + 1))
  const tokenizer = params.filter(([path]) => isTokenizer(path))
  const rest = params.filter(([path]) => !isTokenizer(path))
  const known = ([path, value]: readonly [string, Json]) =>
    item(path, typeof value === 'string' ? value : (JSON.stringify(value, plainly) ?? ''), 'known')
  const configs = [at(record, 'code', 'config')].flat().flatMap(path => textOf(path as Json) ?? [])
  const items = [...tokenizer.map(known), ...rest.map(known), ...configs.map(path => item('config', path, 'known'))]
  return {
    name: 'params',
    items: items.length > 0 ? items : [item('params', undefined, 'missing', 'none were recorded')],
    actions: [],
  }
}

const plainly = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
