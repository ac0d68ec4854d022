import {at} from '../../base/json'
import type {ComparedAs, PreparedSet} from './compare-set'
import {barrier, fairnessOf} from './fair/fairness'

/** Runs of more kinds than these are not one search; what is left then is in no pool. */
const POOLS_MAX = 8

/**
 * Indexes of rivals, put into pools whose members may be compared with the first of the pool by all of these metrics. Rivals that
 * lack one of them are in none. The order of the rivals is kept within a pool.
 */
export function poolsOf(
  prepared: PreparedSet,
  paths: readonly string[],
  {primary, across}: Pick<ComparedAs, 'primary' | 'across'> = {},
): number[][] {
  const {values} = prepared
  const given = {...(primary !== undefined && {primary}), ...(across && {across})}
  let left = values.flatMap((own, i) => (paths.every(path => own.has(path)) ? [i] : []))
  const pools: number[][] = []
  while (left.length > 0 && pools.length < POOLS_MAX) {
    const barred = barredOfThem(prepared, left, given)
    const outside = left.filter((_, i) => i > 0 && paths.some(path => barred(i, path)))
    pools.push(left.filter(i => !outside.includes(i)))
    left = outside
  }
  return pools
}

/** Held against the first of them; by place in `some`. */
function barredOfThem({rivals, values, direction}: PreparedSet, some: readonly number[], given: object) {
  const [runs, measured] = [some.map(i => rivals[i]!), some.map(i => values[i]!)]
  return barrier(fairnessOf(runs, {...given, baseline: 0, values: measured, direction}).reasons)
}

/** The largest; of those equally large the one with the newest run, since what is measured now is what is asked about. */
export function mainPool({rivals}: PreparedSet, pools: readonly (readonly number[])[]): readonly number[] {
  const newest = (pool: readonly number[]) => {
    const times = pool.flatMap(i => rivals[i]!.runs.map(({record}) => String(at(record, 'created') ?? '')))
    return times.sort().at(-1) ?? ''
  }
  const [first = [], ...others] = pools
  return others.reduce<readonly number[]>((best, pool) => {
    const longer = pool.length - best.length
    return longer > 0 || (longer === 0 && newest(pool) > newest(best)) ? pool : best
  }, first)
}
