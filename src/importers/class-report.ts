import {isObject, type Json, type JsonObject} from '../base/json'
import {readObject} from './bytes/json-object'
import {numberOf} from './numbers'
import type {FileSays, SaidReport, Scores} from './says'
import {isSplit, splitOfFile} from './splits'
import {unreadable} from './unreadable'

const AVERAGE = /^(macro|micro|weighted|samples)[ _]avg$/
const OVERALL = /^overall_(precision|recall|f1)$/
const NAMES: Readonly<Record<string, string>> = {'f1-score': 'f1', f1_score: 'f1', number: 'support'}

/** scikit-learn's or seqeval's `classification_report(output_dict=True)`, or an object that has some among its values. */
export function readClassReports(bytes: Uint8Array, path: string): FileSays {
  const file = readObject(bytes)
  const split = splitOfFile(path)
  const reports = isReport(file)
    ? [{...(split !== undefined && {split}), ...reportOf(file)}]
    : Object.entries<Json>(file).flatMap(([key, value]) =>
        isReport(value) ? [{...placeOf(key, split), ...reportOf(value)}] : [],
      )
  return reports.length > 0 ? {source: 'class-report', reports} : unreadable('has no scores by class')
}

/** A key that is no split is the report's name. */
function placeOf(key: string, split: string | undefined): Pick<SaidReport, 'name' | 'split'> {
  if (isSplit(key)) return {split: key}
  return split === undefined ? {name: key} : {name: key, split}
}

/** Scores of several splits look alike, but have no averages. */
function isReport(value: Json | undefined): value is JsonObject {
  if (!isObject(value) || !Object.values<Json>(value).some(isScores)) return false
  return Object.keys(value).some(key => AVERAGE.test(key) || OVERALL.test(key))
}

const isScores = (value: Json | undefined): value is JsonObject =>
  isObject(value) && ['precision', 'recall'].every(name => numberOf(value[name]) !== undefined)

function reportOf(report: JsonObject): SaidReport {
  const scored = Object.entries<Json>(report).flatMap(([name, value]) =>
    isScores(value) ? [[name, scoresOf(value)] as const] : [],
  )
  const labels = scored.filter(([name]) => !AVERAGE.test(name))
  const averages = scored.flatMap(([name, value]) => (AVERAGE.test(name) ? [[AVERAGE.exec(name)![1]!, value]] : []))
  const overall = overallOf(report)
  // A class may be called `accuracy`, too: that one has scores.
  const accuracy = numberOf(report['accuracy']) ?? numberOf(report['overall_accuracy'])
  return {
    labels: Object.fromEntries(labels),
    averages: {...(Object.keys(overall).length > 0 && {micro: overall}), ...Object.fromEntries(averages)},
    ...(accuracy !== undefined && {accuracy}),
  }
}

/** Through evaluate, seqeval's averages over all entities are `overall_precision` and so on. */
function overallOf(report: JsonObject): Scores {
  return scoresOf(
    Object.fromEntries(
      Object.entries(report).flatMap(([key, value]) => {
        const name = OVERALL.exec(key)?.[1]
        return name === undefined ? [] : [[name, value]]
      }),
    ),
  )
}

function scoresOf(scores: JsonObject): Scores {
  return Object.fromEntries(
    Object.entries(scores).flatMap(([name, item]) => {
      const value = numberOf(item)
      return value === undefined ? [] : [[Object.hasOwn(NAMES, name) ? NAMES[name]! : name, value]]
    }),
  )
}
