import {getOrMake} from '../base/lazy'
import {TIES, type Tie} from '../model/lineage'
import type {Link, Links, Row, Unknown} from './links'

export type Direction = 'up' | 'down'

export interface Reach {
  /** Steps from the run; 0: as far as it goes. */
  readonly depth: number
  /** Runs in one direction, the nearest first; 0: all. */
  readonly limit: number
}

/** Ties on the way: from `at`, which is nearer to the run asked for, to `row`. */
export interface Step {
  readonly at: Row
  readonly row: Row
  readonly ties: readonly Tie[]
  /** Of an input: so many other runs made the same bytes. */
  readonly others?: number
  /** The way on which `row` was reached first; the other steps lead back to what is known. */
  readonly first: boolean
}

/** What lies in one direction. */
export interface Walk {
  readonly direction: Direction
  /** Nearest first; within one run, in the order of its links. */
  readonly steps: readonly Step[]
  /** For a run, to how many others the reach did not let it lead. */
  readonly more: ReadonlyMap<Row, number>
  /** Of the runs whose steps are here: those they name that are not there, on the way up. */
  readonly unknown: ReadonlyMap<Row, readonly Unknown[]>
}

/** Each run is reached once, on the shortest way; a circle is met, not followed. */
export function walk(links: Links, root: Row, direction: Direction, {depth, limit}: Reach): Walk {
  const most = limit === 0 ? Number.POSITIVE_INFINITY : limit
  const deepest = depth === 0 ? Number.POSITIVE_INFINITY : depth
  const depths = new Map<Row, number>([[root, 0]])
  const steps: Step[] = []
  const more = new Map<Row, number>()
  const unknown = new Map<Row, readonly Unknown[]>()
  const next = direction === 'up' ? links.up : links.down
  const queue = [root]
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head]!
    const own = depths.get(at)!
    const strangers = direction === 'up' && own < deepest ? links.unknown(at) : []
    if (strangers.length > 0) unknown.set(at, strangers)
    for (const [row, found] of byRow(next(at))) {
      const first = !depths.has(row)
      if (first && (own >= deepest || depths.size > most)) more.set(at, (more.get(at) ?? 0) + 1)
      else {
        if (first) queue.push(row)
        if (first) depths.set(row, own + 1)
        steps.push({at, row, first, ...tiesOf(found)})
      }
    }
  }
  return {direction, steps, more, unknown}
}

function byRow(links: readonly Link[]): Map<Row, Link[]> {
  const rows = new Map<Row, Link[]>()
  for (const link of links) getOrMake(rows, link.row, (): Link[] => []).push(link)
  return rows
}

function tiesOf(links: readonly Link[]): Pick<Step, 'ties' | 'others'> {
  const others = links.find(link => link.others !== undefined)?.others
  const ties = links.map(({tie}) => tie).sort((a, b) => TIES.indexOf(a) - TIES.indexOf(b))
  return {ties, ...(others !== undefined && {others})}
}
