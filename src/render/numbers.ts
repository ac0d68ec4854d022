import {parseTimestamp} from '../base/time'

const SIGNIFICANT = 4
/** Shortest digits that tell any two doubles apart. */
const ALL_DIGITS = 17

/** A measured number for people: four significant digits, never fewer than its whole part. Exports print numbers exactly instead. */
export function formatNumber(value: number | bigint, digits = SIGNIFICANT): string {
  if (typeof value === 'bigint' || Number.isInteger(value) || !Number.isFinite(value)) return String(value)
  const whole = Math.trunc(Math.abs(value)).toString().length
  return String(Number(value.toPrecision(Math.min(100, Math.max(digits, whole)))))
}

/** Two numbers with as many digits as it takes to see that they differ. */
export function formatPair(before: number | bigint, after: number | bigint): [string, string] {
  for (let digits = SIGNIFICANT; digits < ALL_DIGITS; digits++) {
    const pair: [string, string] = [formatNumber(before, digits), formatNumber(after, digits)]
    if (pair[0] !== pair[1]) return pair
  }
  return [String(before), String(after)]
}

/** With its sign: `+0.005`, `-0.08`; rounded away from noise such as 0.07999999999999996. */
export function formatDelta(delta: number | bigint): string {
  const text = formatNumber(delta)
  return delta > 0 ? `+${text}` : text
}

/** Seconds as people say them: `0.8 s`, `42 s`, `4m 05s`, `1h 02m`, `2d 3h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return `${seconds} s`
  if (seconds < 10) return `${Number(seconds.toFixed(seconds < 1 ? 3 : 1))} s`
  const whole = Math.round(seconds)
  const two = (n: number) => String(n).padStart(2, '0')
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`
  const hours = Math.floor(minutes / 60)
  return `${Math.floor(hours / 24)}d ${hours % 24}h`
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago a moment was: `just now`, `5m ago`, `2h ago`, `3d ago`; the date after 30 days, or when it lies ahead of `now`. */
export function formatAge(moment: string, now: number): string {
  const ms = parseTimestamp(moment)
  if (ms === undefined) return moment
  const age = now - ms
  if (age < -MINUTE || age >= 30 * DAY) return new Date(ms).toISOString().slice(0, 10)
  if (age < MINUTE) return 'just now'
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m ago`
  return age < DAY ? `${Math.floor(age / HOUR)}h ago` : `${Math.floor(age / DAY)}d ago`
}
