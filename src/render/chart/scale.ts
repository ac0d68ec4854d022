/** Where a value lies between the ends of an axis. */
export interface Scale {
  readonly min: number
  readonly max: number
  readonly log: boolean
  /** The one value that there is, in the middle. */
  readonly only?: number
  /** 0 at `min`, 1 at `max`. */
  place(value: number): number
}

/** Ends are finite, and above 0 where `log`; equal ones are moved apart, so that what lies there comes in the middle. */
export function scaleOf(least: number, greatest: number, log = false): Scale {
  const [min, max] = apart(least, greatest, log)
  return {
    min,
    max,
    log,
    ...(least === greatest && {only: least}),
    place: log ? logarithmic(min, max) : linear(min, max),
  }
}

function linear(min: number, max: number): Scale['place'] {
  // The whole of the doubles is wider than a double can say.
  const by = Number.isFinite(max - min) ? 1 : 0.5
  const span = max * by - min * by
  return value => (value * by - min * by) / span
}

function logarithmic(min: number, max: number): Scale['place'] {
  const [from, to] = [Math.log10(min), Math.log10(max)]
  return value => (Math.log10(value) - from) / (to - from)
}

function apart(min: number, max: number, log: boolean): [number, number] {
  if (log) return Math.log10(max) > Math.log10(min) ? [min, max] : [inRange(min / 2), inRange(max * 2)]
  if (max > min) return [min, max]
  const room = Math.abs(min) / 10 || 1
  return [inRange(min - room), inRange(max + room)]
}

const inRange = (value: number) =>
  value === 0 ? Number.MIN_VALUE : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value))
