import {at, isObject, type Json} from '../../base/json'
import {RECORDED_VARIABLES} from '../../capture/env/variables'

/** The environment of a run, as its record says. */
export interface EnvNeed {
  readonly python?: string
  /** Text of `requirements.txt` beside the record. */
  readonly requirements?: string
  readonly platform?: string
  readonly cuda?: string
  readonly cudnn?: string
  readonly driver?: string
  readonly gpu?: string
  readonly container?: string
  /** Lock file at the top of the repository → its digest. */
  readonly locks: Readonly<Record<string, string>>
  /** Variables that decide how it computes. */
  readonly vars: Readonly<Record<string, string>>
  readonly editable: readonly EditableNeed[]
}

/** A package that ran from a folder. `here`: of this repository. */
export interface EditableNeed {
  readonly name: string
  readonly version?: string
  readonly commit?: string
  readonly dirty: boolean
  readonly here: boolean
}

/** Reads `env` of a record. Pure. */
export function envNeed(env: Json | undefined, requirements: string | undefined): EnvNeed {
  const word = (...path: string[]) => {
    const value = at(env, ...path)
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
    return text === '' ? undefined : text
  }
  const image = word('container', 'image') ?? word('container', 'kind')
  const named = ['platform', 'cuda', 'cudnn', 'driver', 'gpu'].flatMap(key => {
    const value = word(key)
    return value === undefined ? [] : [[key, value] as const]
  })
  const python = word('python')
  const editable = at(env, 'editable')
  return {
    ...(python !== undefined && {python}),
    ...(requirements !== undefined && {requirements}),
    ...Object.fromEntries(named),
    ...(image !== undefined && {container: image}),
    locks: texts(at(env, 'locks')),
    vars: known(texts(at(env, 'vars'))),
    editable: (Array.isArray(editable) ? editable : []).flatMap(editableNeed),
  }
}

/** Others are never recorded by us, and `LD_PRELOAD` before a command would start what a stranger wrote. */
const known = (vars: Readonly<Record<string, string>>) =>
  Object.fromEntries(RECORDED_VARIABLES.flatMap(name => (vars[name] === undefined ? [] : [[name, vars[name]]])))

function texts(value: Json | undefined): Record<string, string> {
  const entries = Object.entries(isObject(value) ? value : {})
  return Object.fromEntries(
    entries.flatMap(([key, each]) =>
      typeof each === 'string' || typeof each === 'number' ? [[key, String(each)]] : [],
    ),
  )
}

function editableNeed(item: Json): EditableNeed[] {
  const text = (key: string) => {
    const value = at(item, key)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const [name, version, commit] = [text('name'), text('version'), text('commit')]
  if (name === undefined) return []
  return [
    {
      name,
      ...(version !== undefined && {version}),
      ...(commit !== undefined && {commit}),
      dirty: at(item, 'dirty') === true,
      here: at(item, 'here') === true,
    },
  ]
}
