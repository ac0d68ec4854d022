import {at, isObject, leaves} from '../../base/json'
import {summary} from '../statistics/summary'
import type {Entrant, Rival} from './rival'
import {seedOf} from './rivals'

/** Seed → the value of a metric; the runs whose seed nobody knows are one, under undefined. */
export type SeedValues = ReadonlyMap<string | undefined, number>

/** Paths of metrics that came out as NaN or infinite, without `metrics.`. */
export function notFinite({record}: Entrant): string[] {
  const metrics = at(record, 'metrics')
  if (!isObject(metrics)) return []
  return [...leaves(metrics)].flatMap(([path, value]) =>
    typeof value === 'number' && !Number.isFinite(value) ? [path] : [],
  )
}

/** Finite numbers by the dotted path of their metric, without `metrics.`. */
export function metricsOf({record}: Entrant): Map<string, number> {
  const metrics = at(record, 'metrics')
  const found = new Map<string, number>()
  if (!isObject(metrics)) return found
  for (const [path, value] of leaves(metrics)) {
    const number = typeof value === 'bigint' ? Number(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) found.set(path, number)
  }
  return found
}

/** Every metric of a rival, by seed: reruns of one seed say nothing of other seeds, so they are averaged first. */
export function seedValues({runs}: Rival): Map<string, SeedValues> {
  const all = new Map<string, Map<string | undefined, number[]>>()
  for (const run of runs) {
    const seed = seedOf(run.record)
    for (const [path, value] of metricsOf(run)) {
      const bySeed = getOr(all, path, () => new Map<string | undefined, number[]>())
      getOr(bySeed, seed, () => [] as number[]).push(value)
    }
  }
  return new Map([...all].map(([path, bySeed]) => [path, averaged(bySeed)]))
}

const averaged = (bySeed: ReadonlyMap<string | undefined, readonly number[]>): SeedValues =>
  new Map([...bySeed].map(([seed, values]) => [seed, values.length === 1 ? values[0]! : summary(values)!.mean]))

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

/** Runs that were made to check another one say nothing new of what was tried. */
export const isReproduction = ({record}: Entrant) => at(record, 'reproduces') !== undefined
