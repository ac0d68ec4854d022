import {artifactsNamed} from '../artifacts/choose'
import {artifactsOf} from '../artifacts/entries'
import {lookOf} from '../artifacts/look'
import type {JsonObject} from '../base/json'
import {shellWord} from '../base/text'
import type {RunId} from '../model/ids'

/** Commands that open a run's confusion matrix and its list of errors, where the record knows of such; of several the first text. */
export function openingHints(id: RunId, record: JsonObject): string[] {
  const there = artifactsOf(record).filter(({absent}) => !absent)
  return ['confusion_matrix', 'errors'].flatMap(role => {
    const found = artifactsNamed(there, role)
    const one = found.find(artifact => lookOf(artifact) === 'text') ?? found[0]
    return one ? [`git exp artifact open ${id} ${found.length === 1 ? role : shellWord(one.path)}`] : []
  })
}
