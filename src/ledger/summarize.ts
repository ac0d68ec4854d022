import {at, isObject, type Json, type JsonObject} from '../base/json'
import {parseTimestamp} from '../base/time'
import type {StoredEvent} from '../model/event'
import type {RunId} from '../model/ids'
import {parseRunPath} from '../model/paths'
import type {Summary} from '../model/summary'
import {foldEvents} from './fold'
import {lineageFacts} from './lineage-facts'

/** A text longer than this is cut: the index answers questions, the record keeps the text. */
const TEXT_MAX = 1024

const TEXTS = ['task', 'group', 'owner', 'hypothesis', 'parent', 'reproduces', 'started', 'finished'] as const
const VALUES = ['seed', 'dataset', 'env', 'resources'] as const

/** The indexed excerpt of a record and its events; `path` is the run's folder, whose name gives the id. Never throws. */
export function summarize(record: JsonObject, events: readonly StoredEvent[], path: string): Summary {
  const folded = foldEvents(record, events)
  const text = (key: string) => (typeof folded[key] === 'string' ? cutText(folded[key]) : undefined)
  const created = text('created')
  const lineage = lineageFacts(folded)
  return {
    id: idOf(path),
    name: text('name') ?? '',
    status: text('status') ?? '',
    created: created !== undefined && parseTimestamp(created) !== undefined ? created : createdFromPath(path),
    tags: tagsOf(folded['tags']),
    ...present(TEXTS, text),
    template: templateOf(folded['template']),
    params: objectOf(folded['params']),
    metrics: objectOf(folded['metrics']),
    ...present(VALUES, key => cutDeep(folded[key])),
    ...(isObject(folded['code']) && {code: withoutFiles(folded['code'])}),
    ...(lineage && {lineage}),
    path,
  }
}

/** The row of a run whose record cannot be read: it is listed, with the reason, and hides nobody else. */
export function damagedSummary(path: string, reason: string): Summary {
  const folder = path.slice(path.lastIndexOf('/') + 1)
  return {
    id: idOf(path),
    name: folder.slice(0, -13),
    status: 'damaged',
    created: createdFromPath(path),
    tags: [],
    template: '',
    params: {},
    metrics: {},
    path,
    problem: cutText(reason),
  }
}

const idOf = (path: string) => (parseRunPath(path)?.id ?? '0'.repeat(12)) as RunId

/** The hour that the folder stands for: all that is known of a record that cannot be read. */
function createdFromPath(path: string): string {
  const hour = /^runs\/(\d{4}-\d{2})\/(\d{2})\/(\d{2})\//.exec(path)
  return hour ? `${hour[1]}-${hour[2]}T${hour[3]}:00:00.000Z` : ''
}

function present<K extends string, V>(keys: readonly K[], value: (key: K) => V | undefined): {[key in K]?: V} {
  const found: {[key in K]?: V} = {}
  for (const key of keys) {
    const given = value(key)
    if (given !== undefined) found[key] = given
  }
  return found
}

const tagsOf = (tags: Json | undefined) =>
  Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string').map(cutText) : []

function templateOf(template: Json | undefined): string {
  const name = typeof template === 'string' ? template : at(template, 'name')
  return typeof name === 'string' ? cutText(name) : ''
}

const objectOf = (value: Json | undefined) => (isObject(value) ? (cutDeep(value) as JsonObject) : {})

const withoutFiles = ({files: _, ...code}: JsonObject) => cutDeep(code) as JsonObject

const cutText = (text: string) => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 1).toWellFormed()}…` : text)

function cutDeep(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return cutText(value)
  if (Array.isArray(value)) return value.map(item => cutDeep(item)!)
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, cutDeep(child)!]))
  return value
}
