import {at, type Json, type JsonObject} from '../base/json'
import {RECORD_FIELDS} from '../model/record'
import type {Direction} from '../model/settings'
import {directionOf, saidDirections} from './directions'
import {type Fields, fieldsOf} from './flatten'
import {normalized, type PackageDiff} from './packages'
import {isNumeric, sameValue} from './same-value'
import type {SourceDiff} from './source/diff-source'
import {isWordy} from './source/plain-text'
import {diffText, type TextDiff, type TextPair} from './text-diff'
import {unfairMetrics} from './unfair'
import {diffWords, type WordPart} from './words'

export type RowKind = 'changed' | 'added' | 'removed' | 'same'

/** One field of two runs. */
export interface ComparisonRow {
  /** Dotted, as in a filter: `params.lr`; an artifact by its path. */
  readonly path: string
  readonly kind: RowKind
  readonly before?: Json
  readonly after?: Json
  /** after - before, where both are numbers and it is one. */
  readonly delta?: number | bigint
  /** after / before, where it is a finite number. */
  readonly ratio?: number
  /** Metrics and resources only; absent: unknown. */
  readonly direction?: Direction
  /** Absent where the direction is unknown, a number is NaN, or the scales seem to differ. */
  readonly better?: boolean
  /** One value looks like a share (0–1), the other like a percentage (0–100). */
  readonly scales?: true
  /** Measured on other data, or in another way: neither better nor worse. */
  readonly barred?: true
  /** Two long texts word by word; absent where they have little in common. */
  readonly words?: readonly WordPart[]
}

export type SectionName =
  | 'record'
  | 'code'
  | 'params'
  | 'dataset'
  | 'env'
  | 'metrics'
  | 'resources'
  | 'artifacts'
  | 'notes'

export interface ComparisonSection {
  readonly name: SectionName
  readonly rows: readonly ComparisonRow[]
}

/** What differs between two runs. */
export interface Comparison {
  /** Those with rows, in a fixed order. */
  readonly sections: readonly ComparisonSection[]
  /** Text files that both hold, where they differ. */
  readonly texts: readonly TextDiff[]
  /** The code that ran; absent where both ran the same, or a record says nothing of it. */
  readonly source?: SourceDiff
  /** Of the interpreters; absent where they have the same, or a record lacks the list. */
  readonly packages?: PackageDiff
  /** Why metrics are barred, each in a clause. */
  readonly unfair: readonly string[]
  /** Rows that differ, and fields that do not, whether shown or not. */
  readonly differing: number
  readonly same: number
}

export interface CompareOptions {
  readonly directions: Readonly<Record<string, Direction>>
  /** Also rows of kind same, what differs between any two runs (id, name, times), and what is only by the way. */
  readonly all?: boolean
  readonly texts?: readonly ComparableText[]
  /** What it tells is left out of the rows; so with `packages`. */
  readonly source?: SourceDiff | undefined
  readonly packages?: PackageDiff | undefined
}

/** A pair of texts, or why there is none. */
export type ComparableText = (TextPair & {readonly role?: string}) | {readonly path: string; readonly unread: string}

const SECTIONS: Readonly<Record<Exclude<SectionName, 'record'>, readonly string[]>> = {
  code: ['code'],
  params: ['params', 'seed'],
  dataset: ['dataset', 'inputs'],
  env: ['env'],
  metrics: ['metrics'],
  resources: ['resources'],
  artifacts: ['artifacts'],
  notes: ['tags', 'notes'],
}

/** Differ between any two runs, and so say nothing about either. */
const OF_ONE_RUN = new Set(['format', 'id', 'name', 'created', 'started', 'finished', 'attempts', 'events', 'newer'])

/** How an input was come by, and what the curves have beside the metrics. */
const BY_THE_WAY = /^inputs\..*\.(?:how|digested)$|^series\.extremes\./

/** `compareRecords` and the text files. Loads the diff library only where there are texts. */
export async function compareRuns(before: JsonObject, after: JsonObject, options: CompareOptions): Promise<Comparison> {
  const texts: TextDiff[] = []
  for (const pair of options.texts ?? []) {
    const diff = await textDiff(pair)
    if ((diff.hunks.length > 0 || diff.truncated) && !isInSource(diff, options.source)) texts.push(diff)
  }
  const {source, packages} = options
  const compared = compareRecords(before, after, options)
  const sections = await Promise.all(compared.sections.map(withWords))
  return {...compared, sections, texts, ...(source && {source}), ...(packages && {packages})}
}

/** A config that is kept beside the record is mostly one of the repository: told once. */
function isInSource({path, hunks}: TextDiff, source: SourceDiff | undefined): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const alike = source?.files.filter(file => file.path === name || file.path.endsWith(`/${name}`)) ?? []
  return hunks.length > 0 && alike.some(file => JSON.stringify(file.hunks) === JSON.stringify(hunks))
}

async function textDiff(pair: ComparableText): Promise<TextDiff> {
  if ('unread' in pair) return {path: pair.path, hunks: [], truncated: pair.unread}
  const words = isWordy(pair.path) || pair.role === 'config' || pair.role === 'prompt'
  return diffText(pair, {words})
}

/** A shorter text is seen at a glance. */
const LONG = 60

async function withWords({name, rows}: ComparisonSection): Promise<ComparisonSection> {
  const long = rows.some(isLong)
  if (!long) return {name, rows}
  const {diffArrays} = await import('diff')
  const compared = rows.map(row => {
    const words = isLong(row) ? diffWords(String(row.before), String(row.after), diffArrays) : undefined
    return words ? {...row, words} : row
  })
  return {name, rows: compared}
}

function isLong({kind, before, after}: ComparisonRow): boolean {
  if (kind !== 'changed' || typeof before !== 'string' || typeof after !== 'string') return false
  return Math.max(before.length, after.length) > LONG && /\s/.test(before) && /\s/.test(after)
}

/** Two records field by field: what is missing, of another type, NaN or a bigint is answered, never thrown at. Pure. */
export function compareRecords(before: JsonObject, after: JsonObject, options: CompareOptions): Comparison {
  const all = options.all ?? false
  const sections: ComparisonSection[] = []
  const counts = {differing: 0, same: 0}
  const said = saidDirections([before, after])
  const {barred, reasons} = unfairMetrics(before, after, options.directions)
  const judge = {direction: (path: string) => directionOf(path, options.directions, said), barred}
  for (const [name, keys] of sectionsOf(before, after, all)) {
    const rows = keys
      .filter(key => !(key === 'seed' && repeatsSeed(before) && repeatsSeed(after)))
      .flatMap(key => rowsOf(fieldsOf(before, key), fieldsOf(after, key), key, judge))
      .filter(row => all || !BY_THE_WAY.test(row.path))
      .filter(row => row.kind === 'same' || !isTold(row.path, options))
    const differing = rows.filter(row => row.kind !== 'same')
    counts.differing += differing.length
    counts.same += rows.length - differing.length
    const shown = all ? rows : differing
    if (shown.length > 0) sections.push({name, rows: shown})
  }
  const unfair = sections.some(({rows}) => rows.some(row => row.barred)) ? reasons : []
  return {sections, texts: [], unfair, ...counts}
}

/** Told by the diff of the source, or of the packages. */
function isTold(path: string, {source, packages}: CompareOptions): boolean {
  if (/^code\.(?:commit|snapshot|tree)$/.test(path)) return source?.compared ?? false
  if (!packages) return false
  const {added, removed, moved} = packages
  const lib = /^env\.libs\.(.+)$/.exec(path)?.[1]
  if (lib === undefined) return path === 'env.packages'
  return [...added, ...removed, ...moved].some(({name}) => name === normalized(lib))
}

/** The plain template says the seed among the params; the record says it twice. */
const repeatsSeed = (record: JsonObject) => sameValue(at(record, 'params', 'seed'), at(record, 'seed'))

function sectionsOf(before: JsonObject, after: JsonObject, all: boolean): [SectionName, readonly string[]][] {
  const placed = new Set(Object.values(SECTIONS).flat())
  const unknown = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  const rest = [...new Set<string>([...RECORD_FIELDS, ...unknown])]
  const record = rest.filter(key => !placed.has(key) && (all || !OF_ONE_RUN.has(key)))
  return [['record', record], ...(Object.entries(SECTIONS) as [SectionName, readonly string[]][])]
}

function rowsOf(before: Fields, after: Fields, key: string, judge: Judge): ComparisonRow[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort(byPath)
  const measured = key === 'metrics' || key === 'resources'
  return paths.map(path => {
    const row = plainRow(path, before.get(path), after.get(path))
    return measured ? judged(row, judge) : row
  })
}

interface Judge {
  readonly direction: (path: string) => Direction | undefined
  readonly barred: (path: string) => boolean
}

/** A field before the branches beside it: `dev.macro_f1` before `dev.class_f1.neg`; then by name. */
function byPath(a: string, b: string): number {
  return a.split('.').length - b.split('.').length || (a < b ? -1 : 1)
}

function plainRow(path: string, before: Json | undefined, after: Json | undefined): ComparisonRow {
  if (before === undefined) return {path, kind: 'added', after: after!}
  if (after === undefined) return {path, kind: 'removed', before}
  if (sameValue(before, after)) return {path, kind: 'same', before, after}
  return {path, kind: 'changed', before, after, ...numbers(before, after)}
}

function numbers(before: Json, after: Json): Pick<ComparisonRow, 'delta' | 'ratio'> {
  if (!isNumeric(before) || !isNumeric(after)) return {}
  const delta = exactDelta(before, after)
  const ratio = Number(after) / Number(before)
  return {...(!Number.isNaN(delta) && {delta}), ...(Number.isFinite(ratio) && {ratio})}
}

function exactDelta(before: number | bigint, after: number | bigint): number | bigint {
  const big = typeof before === 'bigint' || typeof after === 'bigint'
  const whole = [before, after].every(value => typeof value === 'bigint' || Number.isInteger(value))
  return big && whole ? BigInt(after) - BigInt(before) : Number(after) - Number(before)
}

function judged(row: ComparisonRow, {direction: directionAt, barred}: Judge): ComparisonRow {
  const direction = directionAt(row.path)
  const told = direction ? {...row, direction} : row
  if (row.delta === undefined) return told
  if (direction === 'higher' && scalesDiffer(row)) return {...told, scales: true}
  if (row.kind === 'changed' && barred(row.path.replace(/^metrics\./, ''))) return {...told, barred: true}
  if (!direction) return row
  return {...row, direction, better: direction === 'higher' ? row.delta > 0 : row.delta < 0}
}

/** 0.84 against 84.1: accuracy, BLEU and ROUGE are reported both ways. */
function scalesDiffer({before, after}: ComparisonRow): boolean {
  const [low, high] = [Number(before), Number(after)].sort((a, b) => a - b) as [number, number]
  return low > 0 && low <= 1 && high > 1 && high <= 100 && high / low > 50 && high / low < 200
}
