import type {Json} from '../base/json'
import {parseJson} from '../base/json-text'
import {type Column, KIND} from '../model/columns'
import {answerOf, type Mask, UNKNOWN} from './answers'
import {patternFor} from './pattern'
import {constantOf, type Scope} from './scope'
import {type Node, pathOf} from './tree'
import {contained, equal, ORDER, textMethod} from './values'

/** A question to one field; undefined: it has no meaning for such a value. */
export interface CellTest {
  readonly path: string
  /** The number that values are compared with. */
  readonly pivot?: number
  test(value: Json): boolean | undefined
}

/** The question a node asks of one field; undefined where it asks anything else. */
export function testOf(node: Node, scope: Scope): CellTest | undefined {
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
  const constant = constantOf(leftPath === undefined ? left : right, scope.here)
  const path = leftPath ?? pathOf(right)?.join('.')
  if (path === undefined || !constant) return undefined
  const op = leftPath === undefined ? MIRRORED[node.op as keyof typeof MIRRORED] : (node.op as keyof typeof MIRRORED)
  return relation(path, op, constant.value)
}

function relation(path: string, op: keyof typeof MIRRORED, constant: Json): CellTest {
  const pivot = typeof constant === 'number' && Number.isFinite(constant) && {pivot: constant}
  if (op === '==') return {path, ...pivot, test: value => equal(value, constant)}
  if (op === '!=') return {path, ...pivot, test: value => !equal(value, constant)}
  const order = ORDER[op]
  return {path, ...pivot, test: value => order(value, constant)}
}

function membership([item, list]: readonly [Node, Node], scope: Scope): CellTest | undefined {
  const [path, inPath] = [pathOf(item), pathOf(list)]
  const constant = constantOf(inPath ? item : list, scope.here)
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

/** A word that nobody asked about yet. */
const UNJUDGED = 255

/** One pass over the column. A word or list is judged once, however many rows hold it; a number by which side of the pivot it lies. */
export function runTest(column: Column, cellTest: CellTest, mask: Mask): Mask {
  const judged = judge(column, cellTest)
  // In stretches: what is called often is compiled sooner, and most processes run just one filter.
  for (let row = 0; row < mask.length; row += STRETCH)
    judgeRows(judged, mask, row, Math.min(row + STRETCH, mask.length))
  return mask
}

const STRETCH = 4_096

/** The answers to one question, as tables for a loop without calls. */
interface Judged {
  readonly column: Column
  readonly test: CellTest['test']
  /** For numbers below, at and above the pivot, and NaN; undefined: each is asked. */
  readonly sides: Uint8Array | undefined
  readonly pivot: number
  readonly flags: Uint8Array
  readonly nothing: number
  /** By code. */
  readonly texts: Uint8Array
  readonly lists: Uint8Array
}

function judge(column: Column, {test, pivot}: CellTest): Judged {
  return {
    column,
    test,
    sides: pivot === undefined ? undefined : sidesOf(pivot, test),
    pivot: pivot ?? 0,
    flags: Uint8Array.of(answerOf(test(false)), answerOf(test(true))),
    nothing: answerOf(test(null)),
    texts: new Uint8Array(column.words).fill(UNJUDGED),
    lists: new Uint8Array(column.words).fill(UNJUDGED),
  }
}

function judgeRows(
  {column, test, sides, pivot, flags, nothing, texts, lists}: Judged,
  mask: Mask,
  from: number,
  to: number,
): void {
  const {kind, num} = column
  for (let row = from; row < to; row++) {
    const k = kind[row]!
    const value = num[row]!
    if (k === KIND.number) {
      if (sides) mask[row] = sides[value < pivot ? 0 : value === pivot ? 1 : value > pivot ? 2 : 3]!
      else mask[row] = answerOf(test(value))
    } else if (k === KIND.text || k >= KIND.list) {
      const known = k === KIND.text ? texts : lists
      mask[row] = known[value] === UNJUDGED ? judgeWord(known, column, k, value, test) : known[value]!
    } else if (k === KIND.bool) mask[row] = flags[value]!
    else mask[row] = k === KIND.null ? nothing : UNKNOWN
  }
}

/** A comparison with a number has one answer below it, one at it, one above it and one for NaN. */
function sidesOf(pivot: number, test: CellTest['test']): Uint8Array {
  const values = [Number.NEGATIVE_INFINITY, pivot, Number.POSITIVE_INFINITY, Number.NaN]
  return Uint8Array.from(values, value => answerOf(test(value)))
}

function judgeWord(known: Uint8Array, column: Column, kind: number, code: number, test: CellTest['test']): number {
  const word = column.word(code)
  const answer = answerOf(test(kind === KIND.text ? word : parseJson(word)))
  known[code] = answer
  return answer
}
