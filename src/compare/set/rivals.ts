import {at, isObject, type Json, type JsonObject, leaves} from '../../base/json'
import type {Entrant, Rival} from './rival'
import {isSeed, isVolatile} from './volatile'

/**
 * Runs that differ only in seed are one rival, in the order of their first runs. Params that say nothing of what was tried are
 * ignored, code is compared by its files and data by what they hold.
 */
export function rivalsOf(entrants: readonly Entrant[], volatile: readonly string[]): Rival[] {
  const groups = new Map<string, Entrant[]>()
  for (const entrant of entrants) {
    const key = whatWasTried(entrant, volatile)
    const group = groups.get(key)
    if (group) group.push(entrant)
    else groups.set(key, [entrant])
  }
  return labelled([...groups.values()])
}

/** Each run by itself. */
export const oneByOne = (entrants: readonly Entrant[]): Rival[] => labelled(entrants.map(entrant => [entrant]))

/** The runs that have the same value of a field, whatever else; those that lack it are one rival too. */
export function rivalsBy(entrants: readonly Entrant[], path: string): Rival[] {
  const groups = new Map<string, Entrant[]>()
  const label = (value: Json | undefined) =>
    value === undefined
      ? `no ${path}`
      : `${path.replace(/^params\./, '')}=${typeof value === 'string' ? value : spell(value)}`
  for (const entrant of entrants) {
    const key = label(at(entrant.record, ...path.split('.')))
    const group = groups.get(key)
    if (group) group.push(entrant)
    else groups.set(key, [entrant])
  }
  return [...groups].map(([name, runs]) => rival(name, runs))
}

function labelled(groups: readonly (readonly Entrant[])[]): Rival[] {
  const count = new Map<string, number>()
  for (const [first] of groups) count.set(first!.name, (count.get(first!.name) ?? 0) + 1)
  return groups.map(runs => {
    const {name, id} = runs[0]!
    return rival(count.get(name)! > 1 ? `${name} ${id.slice(0, 6)}` : name, runs)
  })
}

function rival(label: string, runs: readonly Entrant[]): Rival {
  const seeds = runs.map(({record}) => seedOf(record))
  return {
    label,
    runs,
    seeds: [...new Set(seeds.filter(seed => seed !== undefined))],
    unknownSeeds: seeds.filter(seed => seed === undefined).length,
  }
}

/** Every seed that the record knows, as one text; undefined where it knows none. Seeds that are all the same are one. */
export function seedOf(record: JsonObject): string | undefined {
  const said = new Map<string, string>()
  const seed = at(record, 'seed')
  if (seed !== undefined && seed !== null) said.set('seed', spell(seed))
  for (const [path, value] of fieldsAt(record, 'params')) {
    if (isSeed(path) && value !== null && said.get(path) === undefined) said.set(path, spell(value))
  }
  const [first] = said.values()
  if ([...said.values()].every(value => value === first)) return first
  return [...said]
    .map(([path, value]) => `${path}=${value}`)
    .sort()
    .join(' ')
}

/** What two runs must share to be one rival, as text. */
function whatWasTried({record, code: ran}: Entrant, volatile: readonly string[]): string {
  const params = [...fieldsAt(record, 'params')]
    .filter(([path, value]) => !isSeed(path) && !isVolatile(path, volatile, value))
    .sort(byPath)
  const said = params.length > 0 ? [] : [at(record, 'command') ?? null]
  const code = ran ?? [
    at(record, 'code', 'tree') ?? at(record, 'code', 'commit') ?? null,
    at(record, 'code', 'script') ?? null,
  ]
  return spell([at(record, 'task') ?? null, params, said, dataOf(record), code] as Json)
}

function* fieldsAt(record: JsonObject, key: string): Generator<[string, Json]> {
  const value = at(record, key)
  if (isObject(value)) yield* leaves(value)
}

const byPath = ([a]: [string, Json], [b]: [string, Json]) => (a < b ? -1 : a > b ? 1 : 0)

/** Splits and inputs by what they hold, where that is known; by their names otherwise. */
function dataOf(record: JsonObject): Json {
  const splits = at(record, 'dataset', 'splits')
  const known = isObject(splits)
    ? Object.entries(splits).map(([name, split]) => [name, at(split, 'hash') ?? split])
    : []
  const inputs = at(record, 'inputs')
  const read = (Array.isArray(inputs) ? inputs : [])
    .filter(input => at(input, 'role') !== 'config')
    .map(input =>
      spell([
        at(input, 'role') ?? null,
        at(input, 'digest') ?? at(input, 'revision') ?? at(input, 'uri') ?? at(input, 'path') ?? null,
      ]),
    )
  return [
    at(record, 'dataset', 'name') ?? null,
    at(record, 'dataset', 'version') ?? null,
    known.sort() as Json,
    [...new Set(read)].sort(),
  ]
}

/** JSON with keys sorted and every number spelled so that NaN is one, too. */
export function spell(value: Json): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(spell).join(',')}]`
  if (isObject(value)) {
    return `{${Object.keys(value)
      .sort()
      .map(key => `${JSON.stringify(key)}:${spell(value[key]!)}`)
      .join(',')}}`
  }
  return JSON.stringify(value)
}
