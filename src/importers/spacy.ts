import {isObject, type Json, type JsonObject} from '../base/json'
import {getOrMake} from '../base/lazy'
import {readObject} from './bytes/json-object'
import {numberOf} from './numbers'
import type {FileSays, SaidMetric, SaidReport, Scores} from './says'
import {unreadable} from './unreadable'

const PER_CLASS = /^(.+?)(?:_(f|auc|las|uas))?_per_(?:type|feat)$/
const NAMES: Readonly<Record<string, string>> = {p: 'precision', r: 'recall', f: 'f1'}

/** meta.json of a pipeline: how its best model did when it was trained. */
export function readSpacyMeta(bytes: Uint8Array): FileSays {
  const {performance} = readObject(bytes)
  if (!isObject(performance)) unreadable('has no "performance"')
  return {source: 'spacy-meta', metrics: metricsOf(performance), reports: reportsOf(performance)}
}

function metricsOf(performance: JsonObject): SaidMetric[] {
  return Object.entries(performance).flatMap(([metric, item]) => {
    const value = numberOf(item)
    return value === undefined ? [] : [{metric, value}]
  })
}

/** `cats_f_per_type` and `cats_auc_per_type` are of the same classes. */
function reportsOf(performance: JsonObject): SaidReport[] {
  const reports = new Map<string, Record<string, Scores>>()
  for (const [key, classes] of Object.entries(performance)) {
    const found = PER_CLASS.exec(key)
    if (!found || !isObject(classes)) continue
    const labels = getOrMake(reports, found[1]!, (): Record<string, Scores> => ({}))
    for (const [label, item] of Object.entries(classes)) labels[label] = {...labels[label], ...scores(item, found[2])}
  }
  return [...reports].map(([name, labels]) => ({name, labels}))
}

function scores(item: Json, measure = 'score'): Scores {
  const parts = isObject(item) ? Object.entries(item) : [[measure, item] as const]
  return Object.fromEntries(
    parts.flatMap(([name, part]) => {
      const value = numberOf(part)
      return value === undefined ? [] : [[Object.hasOwn(NAMES, name) ? NAMES[name]! : name, value]]
    }),
  )
}
