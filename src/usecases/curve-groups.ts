import {ExpError} from '../base/errors'
import {nearest, shellWord} from '../base/text'
import {fieldsOf} from '../compare/flatten'
import type {Entrant} from '../compare/set/rival'
import {seedOf} from '../compare/set/rivals'
import {isSeed, isVolatile} from '../compare/set/volatile'
import type {LedgerHead} from '../ledger/head'
import {type EntrantPorts, type RunPlace, readEntrants} from './entrants'

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
  const [entrants, {groupsOf, someHave}] = await Promise.all([
    readEntrants(ports, head, places),
    import('../compare/curves/groups'),
  ])
  if (by !== undefined && by !== 'id' && !someHave(entrants, by)) throw nobodyHas(by, entrants, again)
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

/** Parts of a record that say what was tried. */
const TRIED = ['params', 'dataset', 'code', 'env', 'task', 'group', 'owner', 'seed', 'tags', 'status']

function nobodyHas(field: string, entrants: readonly Entrant[], again: string): ExpError {
  const fields = [...new Set(entrants.flatMap(({record}) => TRIED.flatMap(key => [...fieldsOf(record, key).keys()])))]
  const within = fields.find(each => each === `params.${field}`) ?? nearest(field, fields) ?? lastLike(field, fields)
  const params = fields.filter(each => each.startsWith('params.') && !isVolatile(each, []) && !isSeed(each))
  const has = params.length > 0 ? `; they have ${listed(params)}` : ''
  return new ExpError('USAGE', `none of these runs has "${field}" to group by${has}`, {
    hints: [
      ...(within === undefined ? [] : [`${again} --group-by ${shellWord(within)}`]),
      `runs that differ only in seed: ${again} --mean`,
    ],
    data: {field, fields: fields.slice(0, 100)},
  })
}

const lastOf = (path: string) => path.slice(path.lastIndexOf('.') + 1)

/** `tokenizr` is near to the end of `params.model.tokenizer`. */
function lastLike(field: string, fields: readonly string[]): string | undefined {
  const near = nearest(lastOf(field), fields.map(lastOf))
  return near === undefined ? undefined : fields.find(each => lastOf(each) === near)
}

const NAMED = 8

function listed(names: readonly string[]): string {
  const more = names.length - NAMED
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
