import {at, isObject, type Json, type JsonObject, leaves} from '../../../base/json'
import {isExampleCount} from '../metric-kinds'
import type {Entrant, Rival} from '../rival'
import {spell} from '../rivals'
import {metricsOf, notFinite} from '../seed-values'
import {rowsOf, splitsOf} from '../splits'
import {type Said, saidByName, saidOf} from './said'

/** What a rival's runs say of all that decides whether it may be compared. By name: of a param, split, library, file or metric. */
export interface Profile {
  readonly rival: Rival
  readonly params: ReadonlyMap<string, Said>
  /** Name and version of the data set. */
  readonly dataset: Said
  /** Split → what it holds. */
  readonly splits: ReadonlyMap<string, Said>
  /** How many examples: rows of a split as `rows of dev`, and metrics that count them by their path. */
  readonly examples: ReadonlyMap<string, Said>
  readonly libs: ReadonlyMap<string, Said>
  /** Role → what identifies the inputs of that role. */
  readonly inputs: ReadonlyMap<string, Said>
  /** File that measures → its content, where the code's files are known. */
  readonly evaluation: ReadonlyMap<string, Said> | undefined
  /** Python, CUDA and cuDNN. */
  readonly platform: ReadonlyMap<string, Said>
  readonly hardware: ReadonlyMap<string, Said>
  readonly unfinished: readonly string[]
  readonly resumed: number
  /** Metric → how many runs have it as NaN or infinite. */
  readonly notFinite: ReadonlyMap<string, number>
}

export function profileOf(rival: Rival): Profile {
  const {runs} = rival
  const named = (read: (record: JsonObject) => ReadonlyMap<string, string>) =>
    saidByName(runs.map(({record}) => read(record)))
  const evaluation = runs.map(run => run.evaluation)
  return {
    rival,
    params: named(record => textsAt(record, 'params')),
    dataset: saidOf(runs.map(({record}) => datasetOf(record))),
    splits: named(splitsOf),
    examples: saidByName(runs.map(examplesOf)),
    libs: named(record => textsAt(record, 'env', 'libs')),
    inputs: named(inputsOf),
    evaluation: evaluation.every(files => files !== undefined) ? saidByName(evaluation) : undefined,
    platform: named(record => pick(record, ['python', 'cuda', 'cudnn', 'rocm'])),
    hardware: named(record => pick(record, ['gpu', 'cpu'])),
    unfinished: runs.flatMap(({record}) => {
      const status = at(record, 'status')
      return typeof status === 'string' && status !== 'finished' ? [status] : []
    }),
    resumed: runs.filter(({record}) => lengthOf(at(record, 'attempts')) > 1).length,
    notFinite: countsOf(runs.flatMap(notFinite)),
  }
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

const lengthOf = (value: Json | undefined) => (Array.isArray(value) ? value.length : 0)
const textOf = (value: Json) => (typeof value === 'string' ? value : spell(value))

function textsAt(record: JsonObject, ...path: readonly string[]): Map<string, string> {
  const value = at(record, ...path)
  const known = (isObject(value) ? [...leaves(value)] : []).filter(([, leaf]) => leaf !== null && leaf !== '')
  return new Map(known.map(([name, leaf]) => [name, textOf(leaf)]))
}

function pick(record: JsonObject, keys: readonly string[]): Map<string, string> {
  return new Map(
    keys.flatMap(key => {
      const value = at(record, 'env', key)
      return value === undefined || value === null ? [] : [[key, textOf(value)] as const]
    }),
  )
}

function datasetOf(record: JsonObject): string | undefined {
  const words = ['name', 'version'].flatMap(key => {
    const word = at(record, 'dataset', key)
    return typeof word === 'string' || typeof word === 'number' ? [String(word)] : []
  })
  return words.length === 0 ? undefined : words.join(' ')
}

function examplesOf(run: Entrant): Map<string, string> {
  const counts = [...metricsOf(run)].filter(([path]) => isExampleCount(path))
  const rows = [...rowsOf(run.record)].map(([split, rows]) => [`rows of ${split}`, rows] as const)
  return new Map([...counts, ...rows].map(([name, count]) => [name, String(count)]))
}

function inputsOf(record: JsonObject): Map<string, string> {
  const found = new Map<string, string[]>()
  const inputs = at(record, 'inputs')
  for (const input of Array.isArray(inputs) ? inputs : []) {
    const role = at(input, 'role')
    const what = at(input, 'digest') ?? at(input, 'revision') ?? at(input, 'uri') ?? at(input, 'path')
    if (typeof role === 'string' && typeof what === 'string') found.set(role, [...(found.get(role) ?? []), what])
  }
  return new Map([...found].map(([role, all]) => [role, [...new Set(all)].sort().join(' ')]))
}
