import {at, isObject, type JsonObject} from '../../../base/json'
import {envOf, type Fields, fieldChanges, type Known, known} from './change'
import type {Evidence} from './evidence'

export function packageChanges(before: JsonObject, after: JsonObject, {packages}: Evidence): Known {
  const editable = fieldChanges(editables(before), editables(after))
  if (packages === undefined || packages === 'same') {
    const libs =
      packages === 'same' ? [] : fieldChanges(envOf(before, /^env\.libs\./), envOf(after, /^env\.libs\./), true)
    const named = libs.map(change => ({...change, what: change.what.replace(/^libs\./, '')}))
    return known([...named, ...editable], packages === undefined)
  }
  const {moved, added, removed} = packages
  return known([
    ...moved.map(({name, before: a, after: b}) => ({what: name, before: a, after: b})),
    ...removed.map(({name, version}) => ({what: name, before: version})),
    ...added.map(({name, version}) => ({what: name, after: version})),
    ...editable,
  ])
}

/** Packages that run from a folder outside of the repository: by their commit. */
function editables(record: JsonObject): Fields {
  const entries = at(record, 'env', 'editable')
  return new Map(
    (Array.isArray(entries) ? entries.filter(isObject) : []).flatMap(entry => {
      const {name, commit, dirty, here} = entry
      if (typeof name !== 'string' || here === true || typeof commit !== 'string') return []
      return [[`${name} (from its folder)`, dirty === true ? `${commit} and changes` : commit] as const]
    }),
  )
}
