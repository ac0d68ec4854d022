import type {Environment} from '@marcbachmann/cel-js'
import {badFilter, type Place, type Written} from './bad-filter'
import {noSuchCall} from './functions'
import {kindSpoken} from './kinds'
import type {ParserWord} from './misread'
import type {Node} from './tree'

/** BAD_FILTER for an expression whose kinds do not fit. */
export function mistyped(written: Written, text: string, word: ParserWord, environment: Environment): Error {
  const {code, summary, range} = word
  const node = word.node as Node | undefined
  const got = kindSpoken(/got '(.*)'$/.exec(summary)?.[1] ?? '')
  if (node && (node.op === 'call' || node.op === 'rcall') && code === 'no_matching_overload')
    return noSuchCall(written, text, node, {environment, summary})
  if (code === 'invalid_macro_argument') {
    return badFilter(written, range, 'has asks for a field below another; found no such path', [
      'written has(metrics.f1)',
    ])
  }
  if (node && code === 'invalid_logical_operand') {
    const place = operands(node).find(each => !mayBeFlag(each)) ?? range
    return badFilter(written, place, `${node.op} joins conditions; found ${got}`, [
      'a condition is written params.lr > 0',
    ])
  }
  if (code === 'invalid_condition_type') {
    const asker = /^(\w+)\(/.exec(summary)?.[1] ?? '?'
    return badFilter(written, range, `${asker} asks a condition; found ${got}`, [
      'a condition is written params.lr > 0',
    ])
  }
  if (node && code === 'no_such_overload') return noMeaning(written, text, node, summary.replace(/^.*?: /, ''))
  return badFilter(written, range, summary.charAt(0).toLowerCase() + summary.slice(1))
}

const operands = (node: Node): readonly Node[] => (node.op === '&&' || node.op === '||' ? node.args : [])

/** False for what is never yes or no, whatever the runs are. */
function mayBeFlag(node: Node): boolean {
  if (node.op === 'value') return typeof node.args === 'boolean'
  return !['+', '-', '*', '/', '%', '-_', 'list', 'map'].includes(node.op)
}

const ORDERS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!='])

/** `types` is `string > int` or `!string`. */
function noMeaning(written: Written, text: string, node: Node, types: string): Error {
  if (node.op === '!_' || node.op === '-_') {
    const sign = node.op.charAt(0)
    return badFilter(written, node, `${sign} has no meaning for ${kindSpoken(types.slice(1))}`)
  }
  const [left, right] = types.split(` ${node.op} `).map(kindSpoken)
  const place = signOf(text, node)
  if (node.op === 'in') {
    const hint = right === 'a text' ? ['a part of a text is asked with name.contains("bert")'] : []
    return badFilter(written, place, `in asks a list or a group of fields; found ${right}`, hint)
  }
  const hints = ORDERS.has(node.op) ? chained(text, node as Node & {op: '<'}) : []
  return badFilter(written, place, `${node.op} has no meaning between ${left} and ${right}`, hints)
}

/** Where the sign between two operands stands. */
function signOf(text: string, node: Node): Place {
  const left = Array.isArray(node.args) ? (node.args[0] as Node) : undefined
  const start = left === undefined ? -1 : text.indexOf(node.op, left.end)
  return start < 0 ? node : {start, end: start + node.op.length}
}

/** `1 < x < 3` asks twice of the one in the middle. */
function chained(text: string, {op, args: [left, right]}: Node & {op: '<'}): string[] {
  if (!ORDERS.has(left.op)) return []
  const spelled = ({start, end}: Place) => text.slice(start, end).trim()
  const middle = (left as Node & {op: '<'}).args[1]
  return [`written ${spelled(left)} && ${spelled(middle)} ${op} ${spelled(right)}`]
}
