import type {Table} from '../model/columns'
import {NO, UNKNOWN, YES} from './answers'
import {badFilter} from './bad-filter'
import {isField, nearestField} from './fields'
import type {Here} from './local-time'
import {maskOf} from './masks'
import {patternFor} from './pattern'
import {expandSaved, ofSaved, type SavedFilters} from './saved-filters'
import {constantOf, makeScope, type Scope} from './scope'
import {type Parsed, parseFilter, type ReadableFilter} from './syntax'
import {checkTags} from './tag-mistakes'
import {TIMES} from './times'
import {children, macroOf, type Node, pathOf} from './tree'

/** A field that a filter asks for and that runs lack, so that they could not be judged. */
export interface MissingField {
  readonly path: string
  /** Runs left out for want of it. */
  readonly count: number
  /** Where no run at all has the field: the one that may have been meant. */
  readonly nearest?: string
}

export interface Filtered {
  /** Rows that match, ascending; never a dead one. */
  readonly rows: Uint32Array
  readonly missing: readonly MissingField[]
}

export interface Filter {
  readonly text: string
  apply(table: Table): Filtered
}

/**
 * A CEL expression over summaries. Numbers are one kind (`params.lr == 1`, `5 / 2` is 2.5). A comparison that touches a missing
 * field, or kinds that do not compare, is neither true nor false, and `!` does not change that: such a run is left out and
 * counted in `missing`, unless another part of the filter settles it (`missing > 1 || status == "finished"`). `has(x.y)` asks.
 * Dates are texts in UTC (`created >= "2026-11"`); `ago("7d")` and `date("monday")` need `here`. `@name` stands for a saved filter.
 * `table` is where corrections of mistyped fields come from.
 * Throws BAD_FILTER with the place.
 */
export async function compileFilter(
  text: string,
  here?: Here,
  saved: SavedFilters = {},
  table?: Pick<Table, 'paths'>,
): Promise<Filter> {
  const expanded = expandSaved(text, saved)
  for (const [name, own] of expanded.used) {
    await understood(own, here, table).catch(error => Promise.reject(ofSaved(name, error)))
  }
  const parsed = await understood(expanded, here, table)
  return {text, apply: table => applyFilter(parsed, table, here ?? NOWHERE)}
}

/** For filters that tell no time. */
const NOWHERE: Here = {now: 0, zone: () => '+0000'}

async function understood(
  filter: ReadableFilter,
  here: Here | undefined,
  table: Pick<Table, 'paths'> | undefined,
): Promise<Parsed> {
  const parsed = await parseFilter(filter, {here: here ?? NOWHERE, table})
  checkTags(parsed)
  checkArguments(parsed, parsed.ast, here)
  return parsed
}

/** Arguments that can be judged before any run is seen. */
function checkArguments(parsed: Parsed, node: Node, here: Here | undefined): void {
  for (const child of children(node)) checkArguments(parsed, child, here)
  const argument = node.op === 'rcall' ? node.args[2][0] : node.op === 'call' ? node.args[1][0] : undefined
  const name = node.op === 'rcall' || node.op === 'call' ? node.args[0] : undefined
  if (!argument) return
  try {
    if (node.op === 'call' && Object.hasOwn(TIMES, node.args[0])) {
      if (here === undefined) throw new RangeError(`${node.args[0]}() is not possible here`)
      constantOf(node, here)
    }
    if (name === 'matches' && argument.op === 'value') patternFor(String(argument.args))
  } catch (error) {
    if (error instanceof RangeError) throw badFilter(parsed.written, argument, error.message)
    throw error
  }
}

function applyFilter(parsed: Parsed, table: Table, here: Here): Filtered {
  const scope = makeScope(parsed, table, here)
  const live = table.live()
  const mask = maskOf(parsed.ast, scope, live)
  const rows = new Uint32Array(table.rows)
  let count = 0
  for (let row = 0; row < rows.length; row++) {
    if (live[row] === 0) mask[row] = NO
    else if (mask[row] === YES) rows[count++] = row
  }
  return {rows: rows.subarray(0, count), missing: missingFields(scope, mask)}
}

/** Of the runs that could not be judged, how many lack each field asked for. */
function missingFields(scope: Scope, mask: Uint8Array): MissingField[] {
  if (!mask.includes(UNKNOWN)) return []
  const fields: MissingField[] = []
  for (const path of new Set(pathsOf(scope.parsed.ast))) {
    if (scope.isObject(path)) continue
    const kind = scope.table.column(path)?.kind
    let count = 0
    for (let row = 0; row < mask.length; row++) if (mask[row] === UNKNOWN && !kind?.[row]) count++
    if (count === 0) continue
    const near = isField(scope.table, path) ? undefined : nearestField(scope.table, path)
    fields.push({path, count, ...(near !== undefined && {nearest: near})})
  }
  return fields
}

/** Field paths that a filter reads, outside `has()` and the variables of macros. */
function* pathsOf(node: Node, variables: readonly string[] = []): Generator<string> {
  const path = pathOf(node)
  if (path) {
    if (!variables.includes(path[0]!)) yield path.join('.')
    return
  }
  if (node.op === 'call' && node.args[0] === 'has') return
  const macro = macroOf(node)
  if (!macro) for (const child of children(node)) yield* pathsOf(child, variables)
  else {
    yield* pathsOf(macro.list, variables)
    for (const body of macro.body) yield* pathsOf(body, [...variables, macro.variable])
  }
}
