import {getOrMake} from '../base/lazy'
import type {Row, Unknown} from './links'
import type {Step, Walk} from './walk'

/** A line of the tree. */
export interface TreeLine {
  /** For each level above whether more comes below it there; the last is the line's own. */
  readonly open: readonly boolean[]
  readonly step?: Step
  /** What the step leads to is drawn elsewhere: in this branch above (`circle`), or in another. */
  readonly seen?: 'circle' | 'elsewhere'
  /** In place of a step: a run that is not there; so many more that were not let in. */
  readonly unknown?: Unknown
  readonly more?: number
}

/** The lines below the run, depth first. Each run is drawn once, where it is nearest. Without recursion: a chain may be long. */
export function treeOf({steps, more, unknown}: Walk, root: Row): TreeLine[] {
  const below = new Map<Row, Step[]>()
  for (const step of steps) getOrMake(below, step.at, (): Step[] => []).push(step)
  const above = new Map<Row, Row>(steps.flatMap(({first, row, at}) => (first ? [[row, at] as const] : [])))
  const lines: TreeLine[] = []
  const waiting = childrenOf(root, [])
  for (let line = waiting.pop(); line; line = waiting.pop()) {
    lines.push(line)
    if (line.step?.first) waiting.push(...childrenOf(line.step.row, line.open))
  }
  return lines

  /** The last first, as they are taken from the end. */
  function childrenOf(row: Row, open: readonly boolean[]): TreeLine[] {
    const left = more.get(row)
    const own: Omit<TreeLine, 'open'>[] = [
      ...(below.get(row) ?? []).map(step => ({step, ...(!step.first && {seen: seenAt(step)})})),
      ...(unknown.get(row) ?? []).map(stranger => ({unknown: stranger})),
      ...(left === undefined ? [] : [{more: left}]),
    ]
    return own.map((line, i) => ({open: [...open, i < own.length - 1], ...line})).reverse()
  }

  function seenAt({at, row}: Step): 'circle' | 'elsewhere' {
    for (let each: Row | undefined = at; each !== undefined; each = above.get(each)) if (each === row) return 'circle'
    return 'elsewhere'
  }
}
