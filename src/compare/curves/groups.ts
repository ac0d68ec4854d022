import type {Entrant, Rival} from '../set/rival'
import {oneByOne, rivalsBy, rivalsOf} from '../set/rivals'
import {isReproduction} from '../set/seed-values'

export interface Grouping {
  /** Field whose values put runs together; `id`: each by itself; absent: all that differ in no more than their seed. */
  readonly groupBy?: string
  /** Params that say nothing of what was tried, beside those known. */
  readonly volatile: readonly string[]
}

export interface Grouped {
  /** In the order of their first runs, as `git exp compare` calls them. */
  readonly groups: readonly (Rival & {readonly mixed: boolean})[]
  /** Left out, since they only check another run. */
  readonly reproductions: readonly Entrant[]
}

/** Runs put together as a comparison does; reproductions are left out unless there is nothing else. */
export function groupsOf(entrants: readonly Entrant[], {groupBy, volatile}: Grouping): Grouped {
  const own = entrants.filter(entrant => !isReproduction(entrant))
  const runs = own.length > 0 ? own : entrants
  const rivals =
    groupBy === undefined ? rivalsOf(runs, volatile) : groupBy === 'id' ? oneByOne(runs) : rivalsBy(runs, groupBy)
  return {
    groups: rivals.map(rival => ({...rival, mixed: rivalsOf(rival.runs, volatile).length > 1})),
    reproductions: runs === own ? entrants.filter(isReproduction) : [],
  }
}
