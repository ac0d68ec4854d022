import {isObject, type Json} from '../base/json'
import {parseJson} from '../base/json-text'
import {KIND} from '../model/columns'
import {bindEngine} from './engine'
import {constantOf, plainNumber, type Scope, scalarAt} from './scope'
import {type Node, pathOf} from './tree'

/** The value of a node for a row; undefined: a field is missing, or the operation has no meaning for what it got. */
export type Value = (row: number) => Json | undefined

export function bindValue(node: Node, scope: Scope): Value {
  const constant = constantOf(node, scope.here)
  if (constant) return () => constant.value
  const path = pathOf(node)
  if (path) return bindPath(path, scope)
  switch (node.op) {
    case '[]':
      return combine(node.args, scope, (of, key) => elementOf(of, key))
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return combine(node.args, scope, ARITHMETIC[node.op])
    case '==':
      return combine(node.args, scope, (a, b) => equal(a, b))
    case '!=':
      return combine(node.args, scope, (a, b) => !equal(a, b))
    case '<':
    case '<=':
    case '>':
    case '>=':
      return combine(node.args, scope, ORDER[node.op])
    case 'in':
      return combine(node.args, scope, contained)
    case '-_':
      return combine([node.args], scope, a => (typeof a === 'number' ? -a : undefined))
    case 'call':
      if (node.args[0] === 'size' && node.args[1].length === 1) return combine(node.args[1], scope, sizeOf)
      return bindEngine(node, scope)
    case 'rcall':
      return bindMethod(node, scope)
    default:
      return bindEngine(node, scope)
  }
}

function bindMethod(node: Node & {op: 'rcall'}, scope: Scope): Value {
  const [name, receiver, args] = node.args
  if (name === 'size' && args.length === 0) return combine([receiver], scope, sizeOf)
  const method = textMethod(name)
  const [argument] = args
  if (!method || args.length !== 1 || !argument) return bindEngine(node, scope)
  return combine([receiver, argument], scope, (text, word) =>
    typeof text === 'string' && typeof word === 'string' ? method(text, word) : undefined,
  )
}

/** Methods of texts that need no pattern. */
export function textMethod(name: string): ((text: string, word: string) => boolean) | undefined {
  if (name === 'startsWith') return (text, word) => text.startsWith(word)
  if (name === 'endsWith') return (text, word) => text.endsWith(word)
  if (name === 'contains') return (text, word) => text.includes(word)
  return undefined
}

function combine(nodes: readonly Node[], scope: Scope, work: (a: Json, b: Json) => Json | undefined): Value {
  const [first, second] = nodes.map(node => bindValue(node, scope))
  return row => {
    const a = first!(row)
    const b = second ? second(row) : null
    return a === undefined || b === undefined ? undefined : work(a, b)
  }
}

function bindPath(path: readonly string[], scope: Scope): Value {
  const joined = path.join('.')
  const column = scope.table.column(joined)
  const inDocuments = scope.isObject(joined)
  return row => {
    if (column && column.kind[row]! !== KIND.missing) {
      if (column.kind[row]! < KIND.list) return scalarAt(column, row)
      return parseJson(column.word(column.num[row]!))
    }
    return inDocuments ? fromDocument(scope, row, path) : undefined
  }
}

function fromDocument(scope: Scope, row: number, path: readonly string[]): Json | undefined {
  let here: Json | undefined = scope.table.document(row)
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined
    here = here[key]
  }
  return here === undefined ? undefined : plainNumber(here)
}

function elementOf(of: Json, key: Json): Json | undefined {
  if (Array.isArray(of) && typeof key === 'number') return plain(of[key])
  return isObject(of) && typeof key === 'string' && Object.hasOwn(of, key) ? plain(of[key]) : undefined
}

const plain = (value: Json | undefined) => (value === undefined ? undefined : plainNumber(value))

const numeric = (work: (a: number, b: number) => number) => (a: Json, b: Json) =>
  typeof a === 'number' && typeof b === 'number' ? work(a, b) : undefined

const ARITHMETIC: Readonly<Record<'+' | '-' | '*' | '/' | '%', (a: Json, b: Json) => Json | undefined>> = {
  '+': (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a + b
    if (typeof a === 'string' && typeof b === 'string') return a + b
    return Array.isArray(a) && Array.isArray(b) ? [...a, ...b] : undefined
  },
  '-': numeric((a, b) => a - b),
  '*': numeric((a, b) => a * b),
  '/': numeric((a, b) => a / b),
  '%': numeric((a, b) => a % b),
}

/** Orders two values of one kind; undefined where they have no order. */
const ordered = (work: (a: never, b: never) => boolean) => (a: Json, b: Json) => {
  const comparable = typeof a === typeof b && (typeof a === 'number' || typeof a === 'string' || typeof a === 'boolean')
  return comparable ? work(a as never, b as never) : undefined
}

export const ORDER: Readonly<Record<'<' | '<=' | '>' | '>=', (a: Json, b: Json) => boolean | undefined>> = {
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
}

/** Values of different kinds are different; NaN equals nothing. */
export function equal(a: Json, b: Json): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return plainNumber(a) === plainNumber(b)
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]!))
  if (!isObject(a) || !isObject(b)) return a === b
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && equal(a[key]!, b[key]!))
}

/** `a in b`: an item of a list, or a key of an object. */
export function contained(a: Json, b: Json): boolean | undefined {
  if (Array.isArray(b)) return b.some(item => equal(a, item))
  if (isObject(b)) return typeof a === 'string' && Object.hasOwn(b, a)
  return undefined
}

function sizeOf(value: Json): number | undefined {
  if (typeof value === 'string') return [...value].length
  if (Array.isArray(value)) return value.length
  return isObject(value) ? Object.keys(value).length : undefined
}
