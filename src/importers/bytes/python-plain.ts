import type {Json} from '../../base/json'
import {unreadable} from '../unreadable'
import {numpyScalar} from './numpy-scalar'
import {type Py, PyDict, PyName, PyObject} from './python-values'

const MAX_VALUES = 20_000
const MAX_LEVELS = 32

/** A plain value: an object is its fields, an enumeration member its value, a class its name, bytes are left out. */
export function plain(root: Py): Json {
  let values = 0
  const convert = (py: Py, level: number): Json => {
    if (++values > MAX_VALUES) unreadable(`stands for more than ${MAX_VALUES} values`)
    if (level > MAX_LEVELS) unreadable(`is nested more than ${MAX_LEVELS} levels deep`)
    const next = (child: Py) => convert(child, level + 1)
    if (py instanceof PyObject) return objectValue(py, next)
    if (py instanceof PyName) return `${py.module}.${py.name}`
    if (py instanceof PyDict) return dictValue(py, next)
    if (Array.isArray(py)) return py.map(next)
    return py instanceof Uint8Array ? null : typeof py === 'string' ? py.toWellFormed() : py
  }
  return convert(root, 0)
}

function objectValue({of, args, state, list, dict}: PyObject, next: (py: Py) => Json): Json {
  if (state instanceof PyDict) return dictValue(state, next)
  if (dict.items.length > 0) return dictValue(dict, next)
  if (list.length > 0) return list.map(next)
  const made = Array.isArray(args) ? args : []
  if (isNamed(of, 'OrderedDict', 'dict')) return {}
  if (isNamed(of, 'PosixPath', 'WindowsPath', 'PurePosixPath')) return made.map(next).join('/').replace(/^\/\//, '/')
  // An enumeration by name: getattr(Class, 'MEMBER').
  if (isNamed(of, 'getattr') && made.length === 2) return next(made[1]!)
  if (isNamed(of, 'scalar') && made.length === 2) return numpyScalar(made)
  // Protocol 2 spells bytes as text and its encoding.
  if (isNamed(of, 'encode')) return null
  if (made.length === 0) return next(of)
  return made.length === 1 ? next(made[0]!) : made.map(next)
}

const isNamed = (of: Py, ...names: string[]) => of instanceof PyName && names.includes(of.name)

function dictValue({items}: PyDict, next: (py: Py) => Json): Json {
  const object: Record<string, Json> = {}
  for (const [key, value] of items) {
    const name = typeof key === 'string' ? key.toWellFormed() : JSON.stringify(next(key), spellBig)
    if (name !== '__proto__') object[name] = next(value)
  }
  return object
}

const spellBig = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
