import {at, isObject, type JsonObject} from '../../../base/json'
import {splitNamed} from '../../set/splits'
import {DIGEST, item, listOf, type PlanAction, type PlanStep, textOf} from './step'

export interface RunInput {
  readonly role: string
  readonly path?: string
  readonly uri?: string
  readonly digest?: string
  readonly folder: boolean
  readonly declared: boolean
}

/** Files and addresses that the run read, those of splits by their split; code is none. */
export function inputsOf(record: JsonObject): RunInput[] {
  return listOf(at(record, 'inputs')).flatMap(input => {
    if (!isObject(input)) return []
    const [path, uri, digest] = ['path', 'uri', 'digest'].map(key => textOf(input[key]))
    const role = textOf(input['role']) ?? 'data'
    if (role === 'code' || (path === undefined && uri === undefined)) return []
    const folder = typeof input['files'] === 'number'
    const declared = input['how'] === 'declared'
    return [{role, ...(path && {path}), ...(uri && {uri}), ...(digest && {digest}), folder, declared}]
  })
}

const SPLITS = ['train', 'dev', 'test']
const rank = (split: string) => (SPLITS.indexOf(splitNamed(split)) + SPLITS.length + 1) % (SPLITS.length + 1)

export function dataStep(record: JsonObject): PlanStep {
  const inputs = inputsOf(record).filter(({role}) => role !== 'config')
  const splits = at(record, 'dataset', 'splits')
  const said = (isObject(splits) ? Object.entries(splits) : []).filter(
    ([name]) => !inputs.some(({role}) => role === name),
  )
  said.sort(([a], [b]) => rank(a) - rank(b))
  const name = [at(record, 'dataset', 'name'), at(record, 'dataset', 'version')].flatMap(each => textOf(each) ?? [])
  const items = [
    ...(name.length > 0 ? [item('data set', name.join(' '), 'known')] : []),
    ...said.map(([split, value]) => {
      const hash = textOf(at(value, 'hash')) ?? textOf(value)
      if (hash === undefined) return item(split, undefined, 'missing', 'no hash was recorded')
      return DIGEST.test(hash)
        ? item(split, hash, 'known', 'which file it was is not recorded')
        : item(split, hash, 'assumed', 'a word, which nothing can be checked by')
    }),
    ...inputs.map(({role, path, uri, digest}) =>
      digest && DIGEST.test(digest)
        ? item(`${role} ${path ?? uri}`, digest, 'known')
        : item(`${role} ${path ?? uri}`, digest, 'assumed', 'no digest was recorded: what it held is not known'),
    ),
  ]
  const actions = inputs.flatMap(({path, digest, folder}): PlanAction[] =>
    path === undefined
      ? []
      : [...(digest && DIGEST.test(digest) && !folder ? [{do: 'check-file' as const, path, digest}] : [])],
  )
  return {
    name: 'data',
    items: items.length > 0 ? items : [item('data', undefined, 'missing', 'no data was recorded')],
    actions,
  }
}
