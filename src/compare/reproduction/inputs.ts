import {at, isObject, type Json, type JsonObject} from '../../base/json'
import {fieldsOf} from '../flatten'
import type {PackageDiff} from '../packages'
import {sameValue} from '../same-value'
import {dataFields} from '../set/data-fields'
import {isSeed, isVolatile} from '../set/volatile'
import {digestsOf} from './artifacts'
import {containerChanges} from './container'

/** What decides what a run comes to, the surest first: another of those before it explains a difference before it does. */
export const INPUT_KINDS = [
  'code',
  'data',
  'config',
  'seed',
  'packages',
  'python',
  'container',
  'cuda',
  'settings',
  'hardware',
] as const
export type InputKind = (typeof INPUT_KINDS)[number]

/** One thing that went into both runs and was not the same. */
export interface InputChange {
  readonly what: string
  readonly before?: Json
  readonly after?: Json
}

/** How the inputs of two runs differ. */
export interface InputDifferences {
  /** In the order of `INPUT_KINDS`; kinds without a change are absent. */
  readonly changes: readonly {readonly kind: InputKind; readonly changes: readonly InputChange[]}[]
  /** Kinds of which one record or the other says nothing, so that nobody knows. */
  readonly unknown: readonly InputKind[]
}

/** What the records alone do not tell. */
export interface Evidence {
  /** Paths that differ between the trees that ran; undefined: a tree is not to be had. */
  readonly files?: readonly string[] | undefined
  /** undefined: a list is missing. `same`: both have the same packages. */
  readonly packages?: PackageDiff | 'same' | undefined
  /** Config files kept by both that differ, with the one line that does, where it is one. */
  readonly configs?: readonly InputChange[]
  /** What was found of the data before the run, of inputs that neither record tells apart. */
  readonly data?: readonly InputChange[]
}

/** Everything that is known to differ in what went in. Pure. */
export function inputDifferences(
  before: JsonObject,
  after: JsonObject,
  evidence: Evidence,
  volatile: readonly string[] = [],
): InputDifferences {
  const data = dataChanges(before, after, evidence)
  const config = configChanges(before, after, evidence, volatile)
  const found: Record<InputKind, Known> = {
    code: codeChanges(before, after, evidence),
    data,
    config,
    seed: known(seedChanges(before, after), !hasSeed(before) || !hasSeed(after)),
    packages: packageChanges(before, after, evidence),
    python: ofEnv(before, after, /^env\.python$/),
    container: known(containerChanges(before, after)),
    cuda: known(
      fieldChanges(
        envOf(before, /^env\.(?:cuda|cudnn|rocm|driver)$/),
        envOf(after, /^env\.(?:cuda|cudnn|rocm|driver)$/),
      ),
    ),
    settings: known(fieldChanges(envOf(before, SETTINGS), envOf(after, SETTINGS))),
    hardware: ofEnv(before, after, /^env\.(?:platform|cpu(?:\.(?:model|cores|usable|available))?|gpu(?:\..*)?)$/),
  }
  return {
    changes: INPUT_KINDS.flatMap(kind =>
      found[kind].changes.length > 0 ? [{kind, changes: found[kind].changes}] : [],
    ),
    unknown: INPUT_KINDS.filter(kind => found[kind].unknown),
  }
}

interface Known {
  readonly changes: readonly InputChange[]
  readonly unknown: boolean
}

const known = (changes: readonly InputChange[], unknown = false): Known => ({changes, unknown})

type Fields = ReadonlyMap<string, Json>

/** Variables and switches that decide how numbers are computed; whether a hub may be asked is none of them. */
const SETTINGS = /^env\.(?:vars\.(?!.*_OFFLINE$)|determinism\.(?!seeds))/

const envOf = (record: JsonObject, which: RegExp): Fields => {
  const found = new Map<string, Json>()
  for (const [path, value] of fieldsOf(record, 'env')) {
    // The same variable may be told from outside and from inside.
    if (which.test(path)) found.set(path.replace(/^env\.(?:vars\.|determinism\.)?/, ''), value)
  }
  return found
}

function fieldChanges(before: Fields, after: Fields, both = false): InputChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(what => {
    const [a, b] = [before.get(what), after.get(what)]
    if (sameValue(a, b) || (both && (a === undefined || b === undefined))) return []
    return [{what, ...(a !== undefined && {before: a}), ...(b !== undefined && {after: b})}]
  })
}

function ofEnv(before: JsonObject, after: JsonObject, which: RegExp): Known {
  const [a, b] = [envOf(before, which), envOf(after, which)]
  return known(fieldChanges(a, b, true), a.size === 0 || b.size === 0)
}

/** Files that are an input of their own, or a config, are told as that. */
function codeChanges(before: JsonObject, after: JsonObject, {files}: Evidence): Known {
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

const CONFIG_INPUT = /^(?:config|code) /

function dataChanges(before: JsonObject, after: JsonObject, {data = []}: Evidence): Known {
  const [a, b] = [before, after].map(record => dataOf(record)) as [Fields, Fields]
  const silent = [before, after].some(record => at(record, 'env', 'unverified') !== undefined)
  // Where nobody listened inside, an input that one run alone names may have been read by both.
  const changes = fieldChanges(a, b, silent || a.size === 0 || b.size === 0).filter(
    ({before: x, after: y}) => !isOpen(x) && !isOpen(y),
  )
  const open = [...a, ...b].some(([, value]) => isOpen(value))
  const more = data.filter(
    ({what}) => !changes.some(change => change.what === what || String(change.what).endsWith(` ${what}`)),
  )
  return known(changes.length > 0 ? changes : more, a.size === 0 || b.size === 0 || open)
}

const isOpen = (value: Json | undefined) => value === 'not hashed'

function dataOf(record: JsonObject): Fields {
  const fields = dataFields(record).filter(([path]) => !CONFIG_INPUT.test(path))
  return new Map(fields.map(([path, value, knownAs]) => [knownAs ? `${path} ${knownAs}` : path, value]))
}

function configChanges(
  before: JsonObject,
  after: JsonObject,
  {configs = []}: Evidence,
  volatile: readonly string[],
): Known {
  const words = commandChanges(before, after)
  const params = fieldChanges(paramsOf(before, volatile), paramsOf(after, volatile), words.length === 0)
  const told = new Set(configs.map(({what}) => what.replace(/:.*$/, '')))
  const digests = (record: JsonObject): Fields =>
    new Map(
      [...digestsOf(record, role => role === 'config'), ...configInputs(record)].filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    )
  const files = fieldChanges(digests(before), digests(after), true).filter(({what}) => !told.has(what))
  return known([...params, ...configs, ...files, ...(params.length > 0 ? [] : words)])
}

/** Config files that the run was heard reading. */
function configInputs(record: JsonObject): [string, string | undefined][] {
  const inputs = at(record, 'inputs')
  return (Array.isArray(inputs) ? inputs : []).flatMap(input => {
    const [path, digest] = [at(input, 'path'), at(input, 'digest')]
    if (at(input, 'role') !== 'config' || typeof path !== 'string' || typeof digest !== 'string') return []
    return [[path, digest] as [string, string]]
  })
}

function paramsOf(record: JsonObject, volatile: readonly string[]): Fields {
  const params = fieldsOf(record, 'params')
  return new Map([...params].filter(([path, value]) => !isSeed(path) && !isVolatile(path, volatile, value)))
}

/** Where words of the command differ in more than where its program lies, and in what no param or seed tells already. */
function commandChanges(before: JsonObject, after: JsonObject): InputChange[] {
  const [a, b] = [commandOf(before), commandOf(after)]
  if (!a || !b || sameValue(a, b)) return []
  const told = [...fieldChanges(fieldsOf(before, 'params'), fieldsOf(after, 'params')), ...seedChanges(before, after)]
  const isTold = (old: string, now: string) =>
    told.some(change => saysSo(old, change.before) && saysSo(now, change.after))
  if (a.length === b.length && a.every((word, i) => word === b[i] || isTold(word, b[i]!))) return []
  return [{what: 'command', before: a.join(' '), after: b.join(' ')}]
}

/** `--lr=0.1` and `0.1` say 0.1. */
function saysSo(word: string, value: Json | undefined): boolean {
  const text = word.replace(/^[^=]*=/, '')
  return typeof value === 'number' ? Number(text) === value : text === String(value)
}

function commandOf(record: JsonObject): string[] | undefined {
  const words = at(record, 'command')
  if (!Array.isArray(words)) return undefined
  return words.map((word, i) => (i === 0 ? String(word).replace(/^.*[\\/]/, '') : String(word)))
}

/** Those that each library was given are looked at where the run's own say nothing. */
function seedChanges(before: JsonObject, after: JsonObject): InputChange[] {
  const own = fieldChanges(seedsOf(before), seedsOf(after))
  return own.length > 0 ? own : fieldChanges(seedsGiven(before), seedsGiven(after), true)
}

const seedsGiven = (record: JsonObject) => envOf(record, /^env\.determinism\.seeds(?:\.|$)/)
const hasSeed = (record: JsonObject) => seedsOf(record).size + seedsGiven(record).size > 0

function seedsOf(record: JsonObject): Fields {
  const seed = at(record, 'seed')
  const params = [...fieldsOf(record, 'params')].filter(([path]) => isSeed(path))
  return new Map<string, Json>([...(seed === undefined ? [] : [['seed', seed] as const]), ...params])
}

function packageChanges(before: JsonObject, after: JsonObject, {packages}: Evidence): Known {
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
