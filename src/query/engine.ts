import type {Json} from '../base/json'
import {SAFE_MATCHES} from './environment'
import type {Scope} from './scope'
import {children, type Node} from './tree'

/** A node that columns cannot answer (macros, conversions, maps …), run by the CEL engine on the document of a row: right, and slower. */
export function bindEngine(node: Node, scope: Scope): (row: number) => Json | undefined {
  const {environment, spell} = scope.parsed
  useSafeMatches(node)
  const program = environment.parse(spell(node))
  return row => {
    try {
      return fromEngine(program(scope.table.document(row) as Record<string, unknown>))
    } catch {
      // CEL's errors (a missing key, no such operation for these kinds) mean: no answer for this run.
      return undefined
    }
  }
}

function useSafeMatches(node: Node): void {
  if (node.op === 'rcall' && node.args[0] === 'matches') node.args[0] = SAFE_MATCHES
  for (const child of children(node)) useSafeMatches(child)
}

function fromEngine(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'bigint':
      return Number(value)
    case 'number':
    case 'string':
    case 'boolean':
      return value
    default:
      return value === null || Array.isArray(value) || value?.constructor === Object ? (value as Json) : undefined
  }
}
