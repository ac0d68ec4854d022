import {at, isObject, type Json, type JsonObject} from '../../base/json'
import {fieldsOf} from '../flatten'
import {sameValue} from '../same-value'
import type {Entrant, Rival} from './rival'
import {isSeed, isVolatile} from './volatile'

export const FIELD_SECTIONS = ['params', 'data', 'code', 'env'] as const
export type FieldSection = (typeof FIELD_SECTIONS)[number]

/** What the runs of a rival have in one field; an empty one: none of them has it. */
export interface FieldCell {
  /** Where all of them have the same. */
  readonly value?: Json
  /** How many different values they have, where it is more than one; lacking it is one. */
  readonly values?: number
}

/** A field in which not all rivals are the same. */
export interface FieldRow {
  readonly section: FieldSection
  /** Dotted, as in a filter: `params.lr`. */
  readonly path: string
  readonly cells: readonly FieldCell[]
}

export interface Fields {
  /** By section, then by name. */
  readonly differing: readonly FieldRow[]
  /** How many fields are the same in all runs. */
  readonly same: number
}

/** What differs between rivals in what was tried: params, data, code and environment. Seeds and volatile params are left out. */
export function differingFields(rivals: readonly Rival[], volatile: readonly string[]): Fields {
  const read = rivals.map(({runs}) => runs.map(run => fieldsTried(run, volatile)))
  const sections = new Map<string, FieldSection>()
  for (const fields of read.flat()) for (const [path, {section}] of fields) sections.set(path, section)
  const differing: FieldRow[] = []
  let same = 0
  for (const [path, section] of sections) {
    const cells = read.map(runs => cellOf(runs.map(fields => fields.get(path)?.value)))
    const [first] = cells
    const alike = cells.every(cell => cell.values === undefined && sameValue(cell.value, first!.value))
    if (alike) same++
    else
      differing.push({
        section,
        path,
        cells: path === 'code' ? cells.map((cell, i) => inWords(cell, rivals[i]!)) : cells,
      })
  }
  return {differing: differing.sort(bySection), same}
}

function cellOf(values: readonly (Json | undefined)[]): FieldCell {
  const distinct: (Json | undefined)[] = []
  for (const value of values) if (!distinct.some(known => sameValue(known, value))) distinct.push(value)
  if (distinct.length > 1) return {values: distinct.length}
  return distinct[0] === undefined ? {} : {value: distinct[0]}
}

const bySection = (a: FieldRow, b: FieldRow) =>
  FIELD_SECTIONS.indexOf(a.section) - FIELD_SECTIONS.indexOf(b.section) || (a.path < b.path ? -1 : 1)

type Tried = ReadonlyMap<string, {readonly section: FieldSection; readonly value: Json}>

/** Of the environment what changes what comes out; the rest is in the record. */
const ENV = /^env\.(?:python|platform|cuda|cudnn|rocm|driver|cpu|gpu|container|libs)(?:\.|$)/

function fieldsTried({record, tree}: Entrant, volatile: readonly string[]): Tried {
  const found = new Map<string, {section: FieldSection; value: Json}>()
  const add = (section: FieldSection, path: string, value: Json) => found.set(path, {section, value})
  for (const [path, value] of fieldsOf(record, 'params')) {
    const name = path.slice('params.'.length)
    if (!isSeed(name) && !isVolatile(name, volatile, value)) add('params', path, value)
  }
  const task = at(record, 'task')
  if (task !== undefined) add('params', 'task', task)
  for (const [path, value] of dataFields(record)) add('data', path, value)
  for (const [path, value] of codeFields(record, tree)) add('code', path, value)
  for (const [path, value] of fieldsOf(record, 'env')) if (ENV.test(path)) add('env', path, value)
  return found
}

/** How many bytes or rows a split has says nothing beside its hash. */
function dataFields(record: JsonObject): [string, Json][] {
  const found: [string, Json][] = []
  for (const [path, value] of fieldsOf(record, 'dataset')) {
    const split = /^dataset\.splits\.(.*)\.(\w+)$/.exec(path)
    if (!split) found.push([path, value])
    else if (split[2] === 'hash') found.push([`dataset.${split[1]}`, value])
    else if (at(record, 'dataset', 'splits', split[1]!, 'hash') === undefined) found.push([path, value])
  }
  const inputs = at(record, 'inputs')
  for (const input of Array.isArray(inputs) ? inputs : []) {
    const [role, name] = [at(input, 'role'), at(input, 'path') ?? at(input, 'uri')]
    if (!isObject(input) || typeof role !== 'string' || typeof name !== 'string') continue
    found.push([`${role} ${name}`, at(input, 'digest') ?? at(input, 'revision') ?? 'not hashed'])
  }
  return found
}

function codeFields(record: JsonObject, tree: string | undefined): [string, Json][] {
  const code = at(record, 'code')
  const ran = tree ?? ['tree', 'snapshot', 'commit'].map(key => at(code, key)).find(value => value !== undefined)
  const words = ['script', 'config', 'repo'].flatMap((key): [string, Json][] => {
    const value = at(code, key)
    return value === undefined ? [] : [[`code.${key}`, value]]
  })
  return ran === undefined ? words : [['code', ran], ...words]
}

/** Code is compared by its tree, and people know it by its commit. */
function inWords(cell: FieldCell, {runs: [first]}: Rival): FieldCell {
  const commit = at(first!.record, 'code', 'commit')
  if (cell.value === undefined || typeof commit !== 'string') return cell
  const short = /^[0-9a-f]{40,}$/.test(commit) ? commit.slice(0, 10) : commit
  return {value: at(first!.record, 'code', 'dirty') === true ? `${short} and changes` : short}
}
