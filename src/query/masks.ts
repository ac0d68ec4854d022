import type {Json} from '../base/json'
import {parseJson} from '../base/json-text'
import {getOrMake} from '../base/lazy'
import {type Column, KIND} from '../model/columns'
import {patternFor} from './pattern'
import {constantOf, type Scope} from './scope'
import {type Node, pathOf} from './syntax'
import {bindValue, contained, equal, ORDER, textMethod} from './values'

/** The answer for each row: no, yes, or unknown (a field is missing, or the comparison has no meaning for its kind). */
export type Mask = Uint8Array
export const NO = 0
export const YES = 1
export const UNKNOWN = 2

const AND = Uint8Array.of(0, 0, 0, 0, 1, 2, 0, 2, 2)
const OR = Uint8Array.of(0, 1, 2, 1, 1, 1, 2, 1, 2)
const NOT = Uint8Array.of(1, 0, 2)

/** Answers `node` for every row where `wanted` is 1 (the others may hold anything). Reads columns; documents only where it must. */
export function maskOf(node: Node, scope: Scope, wanted: Uint8Array): Mask {
  switch (node.op) {
    case '&&':
      return both(node.args, scope, wanted, AND, NO)
    case '||':
      return both(node.args, scope, wanted, OR, YES)
    case '!_':
      return maskOf(node.args, scope, wanted).map(answer => NOT[answer]!)
    case 'call':
      if (node.args[0] === 'has' && node.args[1][0]) return hasMask(node.args[1][0], scope, wanted)
  }
  return cellMask(node, scope) ?? valueMask(node, scope, wanted)
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
  const open = wanted.map((want, row) => (want === 1 && left[row] !== settled ? 1 : 0))
  const right = maskOf(second, scope, open)
  const mask = new Uint8Array(left.length)
  for (let row = 0; row < mask.length; row++)
    mask[row] = open[row] === 1 ? table[left[row]! * 3 + right[row]!]! : left[row]!
  return mask
}

function cost(node: Node, scope: Scope): number {
  if (node.op === '&&' || node.op === '||') return cost(node.args[0], scope) + cost(node.args[1], scope)
  if (node.op === '!_') return cost(node.args, scope)
  return node.op === 'call' && node.args[0] === 'has' ? 1 : readable(node, scope) ? 1 : 1_000
}

function valueMask(node: Node, scope: Scope, wanted: Uint8Array): Mask {
  const value = bindValue(node, scope)
  const mask = new Uint8Array(scope.table.rows)
  for (let row = 0; row < mask.length; row++) {
    if (wanted[row] === 0) continue
    const answer = value(row)
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

/** A question to one field; undefined: it has no meaning for such a value. */
interface CellTest {
  readonly path: string
  test(value: Json): boolean | undefined
}

const readable = (node: Node, scope: Scope) => testOf(node, scope) !== undefined

/** The mask of a node that asks one field one question; undefined for any other node. */
function cellMask(node: Node, scope: Scope): Mask | undefined {
  const test = testOf(node, scope)
  if (!test) return undefined
  const column = scope.table.column(test.path)
  const mask = new Uint8Array(scope.table.rows)
  return column ? runTest(column, test.test, mask) : mask.fill(UNKNOWN)
}

function testOf(node: Node, scope: Scope): CellTest | undefined {
  const test = comparison(node, scope) ?? methodTest(node) ?? flagTest(node)
  // Objects are not in columns.
  return test && !scope.isObject(test.path) ? test : undefined
}

const MIRRORED = {'<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!='} as const

function comparison(node: Node, scope: Scope): CellTest | undefined {
  if (node.op === 'in') return membership(node.args, scope)
  if (!Object.hasOwn(MIRRORED, node.op)) return undefined
  const [left, right] = (node as Node & {op: '=='}).args
  const leftPath = pathOf(left)?.join('.')
  const constant = constantOf(leftPath === undefined ? left : right, scope.now)
  const path = leftPath ?? pathOf(right)?.join('.')
  if (path === undefined || !constant) return undefined
  const op = leftPath === undefined ? MIRRORED[node.op as keyof typeof MIRRORED] : (node.op as keyof typeof MIRRORED)
  return relation(path, op, constant.value)
}

function relation(path: string, op: keyof typeof MIRRORED, constant: Json): CellTest {
  if (op === '==') return {path, test: value => equal(value, constant)}
  if (op === '!=') return {path, test: value => !equal(value, constant)}
  const order = ORDER[op]
  return {path, test: value => order(value, constant)}
}

function membership([item, list]: readonly [Node, Node], scope: Scope): CellTest | undefined {
  const [path, inPath] = [pathOf(item), pathOf(list)]
  const constant = constantOf(inPath ? item : list, scope.now)
  if (!constant) return undefined
  if (inPath) return {path: inPath.join('.'), test: value => contained(constant.value, value)}
  return path && {path: path.join('.'), test: value => contained(value, constant.value)}
}

function methodTest(node: Node): CellTest | undefined {
  if (node.op !== 'rcall') return undefined
  const [name, receiver, [argument, ...rest]] = node.args
  const path = pathOf(receiver)?.join('.')
  if (path === undefined || rest.length > 0 || argument?.op !== 'value' || typeof argument.args !== 'string')
    return undefined
  const word = argument.args
  const method = textMethod(name) ?? (name === 'matches' ? patternFor(word) : undefined)
  return method && {path, test: value => (typeof value === 'string' ? method(value, word) : undefined)}
}

function flagTest(node: Node): CellTest | undefined {
  const path = pathOf(node)?.join('.')
  return path === undefined ? undefined : {path, test: value => (typeof value === 'boolean' ? value : undefined)}
}

const answerOf = (answer: boolean | undefined) => (answer === undefined ? UNKNOWN : answer ? YES : NO)

/** One pass over the column; a word or list is looked at once, however many rows hold it. */
function runTest(column: Column, test: CellTest['test'], mask: Mask): Mask {
  const {kind, num} = column
  const flags = [answerOf(test(false)), answerOf(test(true)), answerOf(test(null))] as const
  const answers = new Map<number, Uint8Array>()
  const ofWord = (k: number, code: number) => {
    const known = getOrMake(answers, k, () => new Uint8Array(column.words).fill(255))
    if (known[code] === 255)
      known[code] = answerOf(test(k === KIND.text ? column.word(code) : parseJson(column.word(code))))
    return known[code]!
  }
  for (let row = 0; row < mask.length; row++) {
    const k = kind[row]!
    if (k === KIND.number) mask[row] = answerOf(test(num[row]!))
    else if (k === KIND.missing) mask[row] = UNKNOWN
    else if (k === KIND.bool) mask[row] = flags[num[row] === 1 ? 1 : 0]
    else mask[row] = k === KIND.null ? flags[2] : ofWord(k, num[row]!)
  }
  return mask
}
