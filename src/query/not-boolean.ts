import {isObject, type Json} from '../base/json'
import {parseJson} from '../base/json-text'
import {cut} from '../base/text'
import {type Column, KIND} from '../model/columns'
import {badFilter} from './bad-filter'
import {type Scope, scalarAt} from './scope'
import {type Node, pathOf} from './tree'

/**
 * Refuses a node that stands where yes or no belongs and holds something else in some wanted row: such a filter would answer
 * "no runs" whatever the runs are. What is missing or null has no answer, and is no mistake. Throws BAD_FILTER with the place.
 */
export function mustBeFlags(node: Node, column: Column, scope: Scope, wanted: Uint8Array): void {
  const {kind} = column
  for (let row = 0; row < wanted.length; row++) {
    if (wanted[row] === 0 || FLAGS.has(kind[row]!)) continue
    throw notBoolean(node, scope, row, scalarAt(column, row) ?? parseJson(column.word(column.num[row]!)))
  }
}

/** Kinds of cell that answer yes or no, or say that there is no answer. */
const FLAGS: ReadonlySet<number> = new Set([KIND.missing, KIND.bool, KIND.null])

/** The error for a node that gives `value` in this row. */
export function notBoolean(node: Node, scope: Scope, row: number, value: Json): Error {
  const {text, written} = scope.parsed
  const asked = text.slice(node.start, node.end).trim()
  const ids = scope.table.column('id')
  const run = ids ? ` in run ${ids.word(ids.num[row]!)}` : ''
  const left = pathOf(node) ? asked : `(${asked})`
  const message = `${asked} is ${spoken(value)}${run}; expected yes or no, for example ${example(left, value)}`
  return badFilter(written, node, message)
}

const LONGEST = 40

function spoken(value: Json): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(cut(value, LONGEST))}`
  if (typeof value === 'number') return `the number ${value}`
  return Array.isArray(value) ? 'a list' : 'a group of fields'
}

function example(left: string, value: Json): string {
  if (typeof value === 'number') return `${left} > 0`
  if (typeof value === 'string') return `${left} == ${JSON.stringify(cut(value, LONGEST))}`
  if (Array.isArray(value)) return `size(${left}) > 0`
  const key = isObject(value) ? Object.keys(value)[0] : undefined
  return key === undefined ? `${left} != {}` : `has(${left}${/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `["${key}"]`})`
}
