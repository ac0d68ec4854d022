import {at, type Json, type JsonObject} from '../../base/json'
import {fieldsOf} from '../flatten'
import {sameValue} from '../same-value'
import {dataFields, type Told} from './data-fields'
import type {Entrant, Rival} from './rival'
import {spell} from './rivals'
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
    const known = () => read.map(([first]) => first!.get(path)?.knownAs)
    if (alike) same++
    else differing.push({section, path, cells: inWords(cells, known())})
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

interface Field {
  readonly section: FieldSection
  readonly value: Json
  /** What people call what `value` identifies. */
  readonly knownAs?: string
}
type Tried = ReadonlyMap<string, Field>

/** Of the environment what changes what comes out; the rest is in the record. */
const ENV = /^env\.(?:python|platform|cuda|cudnn|rocm|driver|cpu|gpu|container|libs)(?:\.|$)/

function fieldsTried({record, ...ran}: Entrant, volatile: readonly string[]): Tried {
  const found = new Map<string, Field>()
  const add = (section: FieldSection, path: string, value: Json, knownAs?: string) =>
    found.set(path, {section, value, ...(knownAs !== undefined && {knownAs})})
  for (const [path, value] of fieldsOf(record, 'params')) {
    const name = path.slice('params.'.length)
    if (!isSeed(name) && !isVolatile(name, volatile, value)) add('params', path, value)
  }
  const task = at(record, 'task')
  if (task !== undefined) add('params', 'task', task)
  for (const field of dataFields(record)) add('data', ...field)
  for (const field of codeFields(record, ran)) add('code', ...field)
  for (const [path, value] of fieldsOf(record, 'env')) if (ENV.test(path)) add('env', path, value)
  return found
}

/** Code is compared by its files, and people know it by its commit. */
function codeFields(record: JsonObject, {code: files, asCommitted}: Omit<Entrant, 'record'>): Told[] {
  const code = at(record, 'code')
  const ran = files ?? ['tree', 'snapshot', 'commit'].map(key => at(code, key)).find(value => value !== undefined)
  const words = ['script', 'config', 'repo'].flatMap((key): Told[] => {
    const value = at(code, key)
    return value === undefined ? [] : [[`code.${key}`, value]]
  })
  return ran === undefined ? words : [['code', ran, commitOf(record, asCommitted)], ...words]
}

function commitOf(record: JsonObject, asCommitted = at(record, 'code', 'dirty') !== true): string | undefined {
  const commit = at(record, 'code', 'commit')
  if (typeof commit !== 'string') return undefined
  if (asCommitted) return shortOid(commit)
  const snapshot = at(record, 'code', 'snapshot')
  return `${shortOid(commit)} and changes${typeof snapshot === 'string' ? ` ${shortOid(snapshot)}` : ''}`
}

/** By the names that people have for the values, where these tell them apart as well: two files called `dev.csv` are told by what they hold. */
function inWords(cells: readonly FieldCell[], names: readonly (string | undefined)[]): readonly FieldCell[] {
  const pairs = cells.flatMap(({value}, i) => (value === undefined ? [] : [[spell(value), names[i]] as const]))
  const count = (items: readonly unknown[]) => new Set(items).size
  const apart = count(pairs.map(([value]) => value))
  const clear =
    pairs.every(([, name]) => name !== undefined) &&
    count(pairs.map(([, name]) => name)) === apart &&
    count(pairs.map(pair => pair.join(' '))) === apart
  return clear ? cells.map((cell, i) => (cell.value === undefined ? cell : {value: names[i]!})) : cells
}

const shortOid = (word: string) => (/^[0-9a-f]{40,}$/.test(word) ? word.slice(0, 10) : word)
