import type {Direction} from '../../model/settings'

/** A metric to be optimized, and its mean for each rival; undefined: it lacks it. */
export interface Objective {
  readonly path: string
  readonly direction: Direction
  readonly means: readonly (number | undefined)[]
}

export interface Front {
  /** Indexes of rivals that no other is at least as good as in everything and better in something. Ties stay. */
  readonly front: readonly number[]
  /** Those that lack one of the objectives. */
  readonly lacking: readonly number[]
}

/** The Pareto front over all objectives, by comparing every pair: O(n² · objectives). */
export function paretoFront(objectives: readonly Objective[], rivals: number): Front {
  const all = Array.from({length: rivals}, (_, i) => i)
  const scores = all.map(i =>
    objectives.map(({direction, means}) => {
      const mean = means[i]
      return mean === undefined ? undefined : direction === 'higher' ? mean : -mean
    }),
  )
  const whole = all.filter(i => scores[i]!.every(score => score !== undefined)) as number[]
  const beats = (a: number, b: number) =>
    scores[a]!.every((score, k) => score! >= scores[b]![k]!) && scores[a]!.some((score, k) => score! > scores[b]![k]!)
  return {
    front: whole.filter(own => !whole.some(other => beats(other, own))),
    lacking: all.filter(i => !whole.includes(i)),
  }
}
