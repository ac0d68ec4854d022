import {liveRows, type Table} from '../model/columns'
import type {Clock} from '../ports/world'
import type {MissingField} from '../query/filter'
import type {Here} from '../query/local-time'
import type {SavedFilters} from '../query/saved-filters'
import type {TimeRange} from './time-range'

export interface Wanted {
  /** CEL over summaries; `@name` stands for a saved filter. */
  readonly where: string | undefined
  readonly tags: readonly string[]
  readonly group: string | undefined
}

export interface Asked {
  readonly here: Here
  readonly range: TimeRange | undefined
  readonly saved: SavedFilters
}

export interface Matching {
  readonly rows: Uint32Array
  /** Of the fields that `where` asks for alone. */
  readonly missing: readonly MissingField[]
}

export const hereOf = (clock: Clock): Here => ({now: clock.now(), zone: at => clock.zone(at)})

/** The rows that match everything asked for, ascending. Throws BAD_FILTER with the place in the expression. */
export async function matchingRows(table: Table, wanted: Wanted, {here, range, saved}: Asked): Promise<Matching> {
  const filters = [
    ...(wanted.where === undefined ? [] : [wanted.where]),
    ...wanted.tags.map(tag => `${JSON.stringify(tag)} in tags`),
    ...(wanted.group === undefined ? [] : [`group == ${JSON.stringify(wanted.group)}`]),
  ]
  if (filters.length === 0) return {rows: within(table, liveRows(table), range), missing: []}
  const {compileFilter} = await import('../query/filter')
  let rows: Uint32Array | undefined
  const missing: MissingField[] = []
  for (const [i, text] of filters.entries()) {
    const found = (await compileFilter(text, here, saved, table)).apply(table)
    const before = rows === undefined ? undefined : new Set(rows)
    rows = before ? found.rows.filter(row => before.has(row)) : found.rows
    // A run without tags or group is no surprise; one without a field of the filter may be.
    if (i === 0 && wanted.where !== undefined) missing.push(...found.missing)
  }
  return {rows: within(table, rows!, range), missing}
}

/** Those created within the range. */
function within(table: Table, rows: Uint32Array, range: TimeRange | undefined): Uint32Array {
  if (!range) return rows
  const created = table.created()
  return rows.filter(row => created[row]! >= range.from && created[row]! <= range.to)
}
