import type {ASTNode} from '@marcbachmann/cel-js'

export type Node = ASTNode

/** Functions that give their argument a variable of its own: `tags.exists(t, …)`. */
const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/** `list.exists(variable, body)` and its like, taken apart. */
export function macroOf(node: Node): {list: Node; variable: string; body: Node[]} | undefined {
  if (node.op !== 'rcall' || !MACROS.has(node.args[0])) return undefined
  const [variable, ...body] = node.args[2]
  return variable?.op === 'id' ? {list: node.args[1], variable: variable.args, body} : undefined
}

export function children(node: Node): Node[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return [...node.args]
  }
}

/** `params["eval/loss"].x` → ['params', 'eval/loss', 'x']; undefined for what is no path. */
export function pathOf(node: Node): string[] | undefined {
  if (node.op === 'id') return [node.args]
  if (node.op === '.') return pathOf(node.args[0])?.concat(node.args[1])
  if (node.op !== '[]') return undefined
  const [of, key] = node.args
  return key.op === 'value' && typeof key.args === 'string' ? pathOf(of)?.concat(key.args) : undefined
}
