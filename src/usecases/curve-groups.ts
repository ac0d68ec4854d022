import {seedOf} from '../compare/set/rivals'
import type {LedgerHead} from '../ledger/head'
import {type EntrantPorts, type RunPlace, readEntrants} from './entrants'
import {mustHave} from './group-field'

/** Runs that are one line. */
export interface PlacesGroup {
  readonly label: string
  readonly places: readonly RunPlace[]
  /** By id of a run. */
  readonly seeds: ReadonlyMap<string, string | undefined>
  /** They differ in more than their seed. */
  readonly mixed: boolean
}

export interface PlacesGrouped {
  readonly groups: readonly PlacesGroup[]
  readonly reproductions: readonly RunPlace[]
}

export interface HowGrouped {
  /** Field; undefined: by all but their seed. */
  readonly by: string | undefined
  /** The command for the same runs, for the hints of errors. */
  readonly again: string
}

/** Runs put together as a comparison does. Throws USAGE for a field that none of them has. */
export async function groupRuns(
  ports: EntrantPorts,
  head: LedgerHead,
  places: readonly RunPlace[],
  {by, again}: HowGrouped,
): Promise<PlacesGrouped> {
  const [entrants, {groupsOf}] = await Promise.all([
    readEntrants(ports, head, places),
    import('../compare/curves/groups'),
  ])
  if (by !== undefined) mustHave(by, entrants, again, [`runs that differ only in seed: ${again} --mean`])
  const byId = new Map(places.map(place => [place.id as string, place]))
  const volatile = head.settings.volatile_params ?? []
  const {groups, reproductions} = groupsOf(entrants, {volatile, ...(by !== undefined && {groupBy: by})})
  return {
    groups: groups.map(({label, mixed, runs}) => ({
      label,
      mixed,
      places: runs.map(({id}) => byId.get(id)!),
      seeds: new Map(runs.map(({id, record}) => [id, seedOf(record)])),
    })),
    reproductions: reproductions.map(({id}) => byId.get(id)!),
  }
}
