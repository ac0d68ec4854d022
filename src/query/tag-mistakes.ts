import {badFilter} from './bad-filter'
import type {Parsed} from './syntax'
import {children, type Node, pathOf} from './tree'
import {textMethod} from './values'

/**
 * `tags` is a list in every run: asked as a text it would answer "no runs" whatever the runs are. Throws BAD_FILTER with how a tag is
 * asked for.
 */
export function checkTags(parsed: Parsed, node: Node = parsed.ast): void {
  for (const child of children(node)) checkTags(parsed, child)
  const asked = askedAsText(node)
  if (asked === undefined) return
  throw badFilter(parsed.written, node, `tags is a list, not a text`, [
    `a tag is asked for with ${JSON.stringify(asked)} in tags`,
  ])
}

function askedAsText(node: Node): string | undefined {
  if (node.op === 'rcall') {
    const [name, receiver, [argument]] = node.args
    return isTags(receiver) && (textMethod(name) || name === 'matches') ? (textOf(argument) ?? 'baseline') : undefined
  }
  if (node.op !== '==' && node.op !== '!=') return undefined
  const [left, right] = node.args
  return isTags(left) ? textOf(right) : isTags(right) ? textOf(left) : undefined
}

const isTags = (node: Node) => pathOf(node)?.join('.') === 'tags'

const textOf = (node: Node | undefined) =>
  node?.op === 'value' && typeof node.args === 'string' ? node.args : undefined
