import {isObject, type Json, type JsonObject} from '../base/json'
import {plural} from '../base/text'
import {directionOf, saidDirections} from '../compare/directions'
import {isNumeric} from '../compare/same-value'
import type {Direction} from '../model/settings'

export interface ListingColumn {
  /** Dotted path into the summary: `metrics.dev.macro_f1`. */
  readonly path: string
  /** The shortest ending of the path that no other column has: `macro_f1`. */
  readonly label: string
  /** Every value is a number. */
  readonly numeric: boolean
  readonly direction?: Direction
}

export interface ListingRow {
  readonly id: string
  /** The first characters of the id, enough to tell it from the other rows; at least 8. */
  readonly shortId: string
  /** One for each column; undefined: the run lacks it. */
  readonly values: readonly (Json | undefined)[]
  /** Of a run that goes on: how old what is known of it is. */
  readonly live?: JsonObject
}

/** Runs as a grid, before it is text. */
export interface Listing {
  readonly columns: readonly ListingColumn[]
  readonly rows: readonly ListingRow[]
  /** Runs that matched. */
  readonly total: number
  /** What the reader does not see, one sentence each. */
  readonly notes: readonly string[]
}

/** What a listing is made from; the answer of the use case `listRuns` is one. */
export interface ListedRuns {
  readonly runs: readonly object[]
  readonly total: number
  /** Dotted paths into the runs. */
  readonly columns: readonly string[]
  readonly missing: readonly {readonly path: string; readonly count: number}[]
  readonly settings: {readonly directions: Readonly<Record<string, Direction>>}
}

/** Cells, labels and directions for runs that were listed. */
export function listingOf({runs, total, columns, missing, settings}: ListedRuns): Listing {
  const records = runs as readonly JsonObject[]
  const grid = records.map(run => columns.map(path => valueAt(run, path)))
  const said = saidDirections(records)
  const ids = records.map(run => String(run['id'] ?? ''))
  const short = shortLength(ids)
  return {
    columns: columns.map((path, at) => {
      const values = grid.map(row => row[at]).filter(value => value !== undefined)
      const direction = /^(?:metrics|resources)\./.test(path) ? directionOf(path, settings.directions, said) : undefined
      const numeric = values.length > 0 && values.every(isNumeric)
      return {path, label: labelOf(path, columns), numeric, ...(direction && {direction})}
    }),
    rows: ids.map((id, at) => {
      const live = records[at]!['live']
      return {id, shortId: id.slice(0, short), values: grid[at]!, ...(isObject(live) && {live})}
    }),
    total,
    notes: [
      ...(records.length < total ? [`${records.length} of ${plural(total, 'run')} shown; --limit 0 shows all`] : []),
      ...missing.map(({path, count}) => `${plural(count, 'run')} without ${path} did not match`),
    ],
  }
}

/** The value at a dotted path; a key may hold dots itself (`macro avg.f1-score`, `v1.5`). */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  if (!isObject(value)) return undefined
  if (Object.hasOwn(value, path)) return value[path]
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot)
    const found = Object.hasOwn(value, key) ? valueAt(value[key], path.slice(dot + 1)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function labelOf(path: string, columns: readonly string[]): string {
  const parts = path.split('.')
  for (let from = parts.length - 1; from > 0; from--) {
    const label = parts.slice(from).join('.')
    // Letters make a name: the `5` of `v1.5` does not.
    const others = columns.filter(other => other !== path)
    if (/\p{L}/u.test(label) && !others.some(other => other === label || other.endsWith(`.${label}`))) return label
  }
  return path
}

const SHORT_ID = 8

function shortLength(ids: readonly string[]): number {
  let length = SHORT_ID
  while (length < 12 && new Set(ids.map(id => id.slice(0, length))).size < new Set(ids).size) length++
  return length
}
