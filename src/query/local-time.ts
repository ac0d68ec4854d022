/** The moment and the place from which a time is told. */
export interface Here {
  /** Milliseconds since 1970. */
  readonly now: number
  /** How far local time is from UTC at a moment (`+0100`): it changes with summer and winter. */
  readonly zone: (at: number) => string
}

/** A stretch of time in ms since 1970, both ends within it: a day is all of the day, a moment has no length. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

const MINUTE = 60_000

/** What the clock on the wall shows at `ms`, as the milliseconds at which it would show that in UTC. */
export function wallTime(ms: number, here: Here): number {
  return ms + offsetOf(here.zone(ms))
}

/** When the clock on the wall shows `wall`. An hour that summer time skips is the one after it. */
export function fromWall(wall: number, here: Here): number {
  const guess = wall - offsetOf(here.zone(wall))
  return wall - offsetOf(here.zone(guess))
}

/** `+0100`, `-05:30`, `z` or `utc`, in milliseconds east of UTC. */
export function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE
}

/** Midnight before a wall time. */
export const dayOf = (wall: number) => wall - (((wall % DAY) + DAY) % DAY)

export const DAY = 86_400_000

/** Wall time of a date; months run from 0. undefined for a 30th of February. */
export function dateOf(year: number, month: number, day: number): number | undefined {
  const wall = Date.UTC(year, month, day)
  const date = new Date(wall)
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month && date.getUTCDate() === day
  return same ? wall : undefined
}

/** So many months on; the 31st becomes the last day of a shorter month. */
export function addMonths(wall: number, months: number): number {
  const date = new Date(wall)
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate()
  return first + (Math.min(date.getUTCDate(), length) - 1) * DAY + (wall - dayOf(wall))
}
