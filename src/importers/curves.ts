import {getOrMake} from '../base/lazy'
import type {SaidPoint} from './says'
import type {Named} from './splits'

/**
 * Points in the order in which they were said. One that goes back replaces all of its metric from that step on: the run went on from
 * an earlier checkpoint, or the file from an earlier run.
 */
export class Curves {
  readonly #curves = new Map<string, SaidPoint[]>()
  readonly #changed = new Map<string, number>()

  add(point: SaidPoint): void {
    const name = nameOf(point)
    const curve = getOrMake(this.#curves, name, () => [])
    for (let last = curve.at(-1); last !== undefined && last.step >= point.step; last = curve.at(-1)) {
      curve.pop()
      if (last.step > point.step || !Object.is(last.value, point.value)) this.#markChanged(name, point.step)
    }
    curve.push(point)
  }

  points(): SaidPoint[] {
    return [...this.#curves.values()].flat()
  }

  notes(): string[] {
    const [first] = this.#changed
    if (first === undefined) return []
    const others = this.#changed.size > 1 ? ` and ${this.#changed.size - 1} more` : ''
    return [`said again from step ${first[1]} on, of which the later values are kept: ${first[0]}${others}`]
  }

  #markChanged(name: string, step: number): void {
    this.#changed.set(name, Math.min(step, this.#changed.get(name) ?? step))
  }
}

/** By hand, and always in this order: a spread for each of a million points takes seconds. */
export function pointOf({split, metric}: Named, value: number, step: number, epoch?: number): SaidPoint {
  const point: {-readonly [Key in keyof SaidPoint]: SaidPoint[Key]} =
    split === undefined ? {metric, value, step} : {split, metric, value, step}
  if (epoch !== undefined) point.epoch = epoch
  return point
}

const nameOf = ({split, metric}: SaidPoint) => (split === undefined ? metric : `${split} ${metric}`)
