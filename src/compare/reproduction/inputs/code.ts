import {at, type JsonObject} from '../../../base/json'
import {sameValue} from '../../same-value'
import {digestsOf} from '../artifacts'
import {type Known, known} from './change'
import type {Evidence} from './evidence'

/** Files that are an input of their own, or a config, are told as that. */
export function codeChanges(before: JsonObject, after: JsonObject, {files}: Evidence): Known {
  if (files === undefined) {
    const [a, b] = [before, after].map(record => at(record, 'code', 'tree') ?? at(record, 'code', 'snapshot'))
    return a !== undefined && sameValue(a, b) ? known([]) : known([], true)
  }
  const told = new Set([...filesOf(before), ...filesOf(after)])
  return known(files.filter(path => !told.has(path)).map(what => ({what})))
}

function filesOf(record: JsonObject): string[] {
  const inputs = at(record, 'inputs')
  const paths = (Array.isArray(inputs) ? inputs : []).flatMap(input =>
    at(input, 'digest') === undefined || at(input, 'role') === 'code' ? [] : [at(input, 'path')],
  )
  const configs = digestsOf(record, role => role === 'config')
  return [...paths, ...configs.keys()].filter(path => typeof path === 'string')
}
