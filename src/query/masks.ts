import {KIND} from '../model/columns'
import {type Mask, NO, UNKNOWN, YES} from './answers'
import {runTest, testOf} from './cell-tests'
import {mustBeFlags, notBoolean} from './not-boolean'
import type {Scope} from './scope'
import {type Node, pathOf} from './tree'
import {bindValue} from './values'

const AND = Uint8Array.of(0, 0, 0, 0, 1, 2, 0, 2, 2)
const OR = Uint8Array.of(0, 1, 2, 1, 1, 1, 2, 1, 2)
const NOT = Uint8Array.of(1, 0, 2)

/** A field read row by row, or from documents, against one read as a column. */
const DOCUMENT_COST = 1_000

/** Answers `node` for every row where `wanted` is 1 (the others may hold anything). Reads columns; documents only where it must. */
export function maskOf(node: Node, scope: Scope, wanted: Uint8Array): Mask {
  switch (node.op) {
    case '&&':
      return both(node.args, scope, wanted, AND, NO)
    case '||':
      return both(node.args, scope, wanted, OR, YES)
    case '!_':
      return maskOf(node.args, scope, wanted).map(answer => NOT[answer]!)
    case '?:':
      return choice(node.args, scope, wanted)
    case 'call':
      if (node.args[0] === 'has' && node.args[1][0]) return hasMask(node.args[1][0], scope, wanted)
  }
  return cellMask(node, scope, wanted) ?? valueMask(node, scope, wanted)
}

/** Kleene's and, or: what is unknown on one side may be settled by the other. The cheaper side goes first, and settles rows. */
function both(
  [a, b]: readonly [Node, Node],
  scope: Scope,
  wanted: Uint8Array,
  table: Uint8Array,
  settled: number,
): Mask {
  const [first, second] = cost(a, scope) <= cost(b, scope) ? [a, b] : [b, a]
  const left = maskOf(first, scope, wanted)
  const right = maskOf(second, scope, isCheap(second, scope) ? wanted : unsettled(left, wanted, settled))
  // Where the left side settled it, the table gives the same whatever stands on the right.
  for (let row = 0; row < left.length; row++) left[row] = table[left[row]! * 3 + right[row]!]!
  return left
}

/** Each branch answers the rows that go its way. */
function choice([condition, yes, no]: readonly [Node, Node, Node], scope: Scope, wanted: Uint8Array): Mask {
  const way = maskOf(condition, scope, wanted)
  const going = (answer: number) => wanted.map((want, row) => (way[row] === answer ? want : 0))
  const [left, right] = [maskOf(yes, scope, going(YES)), maskOf(no, scope, going(NO))]
  return way.map((answer, row) => (answer === YES ? left[row]! : answer === NO ? right[row]! : UNKNOWN))
}

function unsettled(mask: Mask, wanted: Uint8Array, settled: number): Uint8Array {
  return wanted.map((want, row) => (mask[row] === settled ? 0 : want))
}

const isCheap = (node: Node, scope: Scope) => cost(node, scope) < DOCUMENT_COST

function cost(node: Node, scope: Scope): number {
  if (node.op === '&&' || node.op === '||') return cost(node.args[0], scope) + cost(node.args[1], scope)
  if (node.op === '!_') return cost(node.args, scope)
  return node.op === 'call' && node.args[0] === 'has' ? 1 : readable(node, scope) ? 1 : DOCUMENT_COST
}

function valueMask(node: Node, scope: Scope, wanted: Uint8Array): Mask {
  const value = bindValue(node, scope)
  const mask = new Uint8Array(scope.table.rows)
  for (let row = 0; row < mask.length; row++) {
    if (wanted[row] === 0) continue
    const answer = value(row)
    if (answer !== undefined && answer !== null && typeof answer !== 'boolean')
      throw notBoolean(node, scope, row, answer)
    mask[row] = answer === true ? YES : answer === false ? NO : UNKNOWN
  }
  return mask
}

function hasMask(node: Node, scope: Scope, wanted: Uint8Array): Mask {
  const path = pathOf(node)?.join('.')
  if (path === undefined) {
    const value = bindValue(node, scope)
    return wanted.map((want, row) => (want === 1 && value(row) !== undefined ? YES : NO))
  }
  const mask = new Uint8Array(scope.table.rows)
  const paths = scope.isObject(path) ? scope.table.paths().filter(known => known.startsWith(`${path}.`)) : []
  for (const known of [path, ...paths]) {
    const kind = scope.table.column(known)?.kind
    if (kind) for (let row = 0; row < mask.length; row++) if (kind[row] !== KIND.missing) mask[row] = YES
  }
  return mask
}

const readable = (node: Node, scope: Scope) => testOf(node, scope) !== undefined

/** The mask of a node that asks one field one question; undefined for any other node. */
function cellMask(node: Node, scope: Scope, wanted: Uint8Array): Mask | undefined {
  const test = testOf(node, scope)
  if (!test) return undefined
  const column = scope.table.column(test.path)
  if (column && pathOf(node)) mustBeFlags(node, column, scope, wanted)
  const mask = new Uint8Array(scope.table.rows)
  return column ? runTest(column, test, mask) : mask.fill(UNKNOWN)
}
