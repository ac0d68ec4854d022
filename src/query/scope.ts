import type {Json} from '../base/json'
import {lazy} from '../base/lazy'
import {type Column, KIND, type Table} from '../model/columns'
import type {Here} from './local-time'
import type {Parsed} from './syntax'
import {TIMES} from './times'
import type {Node} from './tree'

/** What a bound filter reads: one table, and the filter it came from. */
export interface Scope {
  readonly parsed: Parsed
  readonly table: Table
  readonly here: Here
  /** Whether some run has fields below the path: then its value is not in the columns alone. */
  readonly isObject: (path: string) => boolean
}

export function makeScope(parsed: Parsed, table: Table, here: Here): Scope {
  const prefixes = lazy(() => prefixesOf(table))
  return {parsed, table, here, isObject: path => prefixes().has(path)}
}

/** Every path that has fields below it. */
function prefixesOf(table: Table): Set<string> {
  const prefixes = new Set<string>()
  for (const path of table.paths()) {
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) prefixes.add(path.slice(0, dot))
  }
  return prefixes
}

/** Numbers of any size as one kind, as a filter sees them. */
export function plainNumber(value: Json): Json {
  return typeof value === 'bigint' ? Number(value) : value
}

/** The value of a node that is the same for every run: a literal, a list of them, `ago("7d")`. Throws RangeError. */
export function constantOf(node: Node, here: Here): {readonly value: Json} | undefined {
  switch (node.op) {
    case 'value':
      return literal(node.args)
    case '-_': {
      const inner = constantOf(node.args, here)
      return typeof inner?.value === 'number' ? {value: -inner.value} : undefined
    }
    case 'list': {
      const items = node.args.map(item => constantOf(item, here))
      return items.every(item => item !== undefined) ? {value: items.map(item => item.value)} : undefined
    }
    case 'call': {
      const [name, [argument]] = node.args
      const time = Object.hasOwn(TIMES, name) ? TIMES[name] : undefined
      const text = time && argument && constantOf(argument, here)?.value
      return time && typeof text === 'string' ? {value: time(text, here)} : undefined
    }
    default:
      return undefined
  }
}

function literal(value: unknown): {readonly value: Json} | undefined {
  if (typeof value === 'bigint') return {value: Number(value)}
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return {value}
  return undefined
}

/** The scalar in a cell; undefined for what is missing, and for lists and objects, which only a document gives. */
export function scalarAt(column: Column, row: number): Json | undefined {
  switch (column.kind[row]) {
    case KIND.number:
      return column.num[row]!
    case KIND.text:
      return column.word(column.num[row]!)
    case KIND.bool:
      return column.num[row] === 1
    case KIND.null:
      return null
    default:
      return undefined
  }
}
