import {DAY, dateOf, fromWall, type Here, offsetOf, type Stretch} from './local-time'
import {daySaid} from './said-days'
import {spanAgo} from './spans'

/** Texts that are understood, for whoever typed another. */
export const TIMES_SHOWN = 'yesterday, "2 weeks ago", 36h, monday, 2026-11-01, "2026-11-01 14:30"'

/**
 * What people type for a time: `2 weeks ago`, `3d`, `today`, `last monday`, `this week`, `yesterday 9:00`, `noon`, `1 Nov`, `2026-11`,
 * `2026-11-01 14:30`, RFC 3339, `@1793500000`; git's dots for blanks too. Without a zone it is local time. A word for a stretch stands for
 * all of it: `yesterday` begins and ends at midnight. Throws RangeError that says what is understood.
 */
export function readMoment(text: string, here: Here): Stretch {
  const said = text.trim().toLowerCase()
  const words = said.replace(/[.,_\s]+/g, ' ').trim()
  const found = exact(said, here) ?? ago(words, here) ?? daySaid(words, here)
  if (!found) throw new RangeError(`"${text}" is no time; expected for example ${TIMES_SHOWN}`)
  return found
}

function ago(words: string, here: Here): Stretch | undefined {
  if (words === 'now') return {from: here.now, to: here.now}
  const at = spanAgo(words, here)
  return at === undefined ? undefined : {from: at, to: at}
}

const ISO =
  /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:(?:t|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?)?)?)?$/

/** Year first, as much of it as is said; or `@` and seconds since 1970, as git has them. */
function exact(said: string, here: Here): Stretch | undefined {
  const seconds = /^@(\d{1,11})$/.exec(said)?.[1]
  if (seconds !== undefined) return {from: Number(seconds) * 1e3, to: Number(seconds) * 1e3 + 999}
  const [, year, month, day, hour, minute, second, fraction, zone] = ISO.exec(said) ?? []
  if (year === undefined) return undefined
  if (month === undefined) return stretch(dateOf(Number(year), 0, 1), dateOf(Number(year) + 1, 0, 1), here)
  if (day === undefined) {
    const wall = dateOf(Number(year), Number(month) - 1, 1)
    return stretch(wall, wall === undefined ? undefined : Date.UTC(Number(year), Number(month), 1), here)
  }
  const date = dateOf(Number(year), Number(month) - 1, Number(day))
  if (date === undefined) return undefined
  if (hour === undefined) return stretch(date, date + DAY, here)
  const time = timeOf(hour, minute!, second)
  if (time === undefined) return undefined
  const ms = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3))
  const unit = fraction !== undefined ? 1 : second !== undefined ? 1e3 : 6e4
  const wall = date + time + ms
  return zone === undefined
    ? stretch(wall, wall + unit, here)
    : {from: wall - offsetOf(zone), to: wall - offsetOf(zone) + unit - 1}
}

function timeOf(hour: string, minute: string, second = '0'): number | undefined {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)]
  return h > 23 || m > 59 || s > 59 ? undefined : h * 3.6e6 + m * 6e4 + s * 1e3
}

/** Between two wall times, the second left out. */
function stretch(from: number | undefined, end: number | undefined, here: Here): Stretch | undefined {
  return from === undefined || end === undefined ? undefined : {from: fromWall(from, here), to: fromWall(end, here) - 1}
}
