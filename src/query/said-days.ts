import {addMonths, DAY, dateOf, dayOf, fromWall, type Here, type Stretch, wallTime} from './local-time'
import {unitOf} from './spans'

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
]

/** A stretch on the clock of the wall, its end left out. */
interface OnWall {
  readonly from: number
  readonly end: number
}

/** Days and times in words (lower case, single blanks): `yesterday 9:00`, `last monday`, `this week`, `1 nov`, `noon`. */
export function daySaid(words: string, here: Here): Stretch | undefined {
  const now = wallTime(here.now, here)
  const said = words.split(' ').filter(word => !['at', 'on', 'the', 'of', ''].includes(word))
  const times = said.filter(word => timeOfDay(word) !== undefined)
  const days = said.filter(word => timeOfDay(word) === undefined)
  if (times.length > 1 || said.length === 0) return undefined
  const time = times[0] === undefined ? undefined : timeOfDay(times[0])
  const found = days.length === 0 ? lastTime(time!, now) : withTime(dayOrMore(days, now), time)
  return found && {from: fromWall(found.from, here), to: fromWall(found.end, here) - 1}
}

/** A time alone is the last that it was so late. */
function lastTime(time: number, now: number): OnWall {
  const today = dayOf(now) + time
  const from = today > now ? today - DAY : today
  return {from, end: from + MINUTE}
}

const MINUTE = 60_000

function withTime(day: OnWall | undefined, time: number | undefined): OnWall | undefined {
  if (!day || time === undefined) return day
  // `last week 9:00` says no day.
  return day.end - day.from === DAY ? {from: day.from + time, end: day.from + time + MINUTE} : undefined
}

/** `14:30`, `9am`, `9:30pm`, `noon`, `midnight`, in ms since midnight. */
function timeOfDay(word: string): number | undefined {
  if (word === 'noon') return DAY / 2
  if (word === 'midnight') return 0
  const [, hours, minutes, half] = /^(\d{1,2})(?::(\d{2}))?(am|pm)?$/.exec(word) ?? []
  if (hours === undefined || (minutes === undefined && half === undefined)) return undefined
  const hour = Number(hours)
  if (Number(minutes ?? 0) > 59 || (half ? hour < 1 || hour > 12 : hour > 23)) return undefined
  return ((half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour) * 60 + Number(minutes ?? 0)) * MINUTE
}

function dayOrMore(words: readonly string[], now: number): OnWall | undefined {
  const today = dayOf(now)
  const [first, second] = words
  if (words.length === 1) {
    const near = ['yesterday', 'today', 'tomorrow'].indexOf(first!)
    if (near >= 0) return oneDay(today + (near - 1) * DAY)
    const weekday = indexOf(WEEKDAYS, first!)
    return weekday < 0 ? undefined : oneDay(latest(weekday, today))
  }
  if (words.length === 2 && (first === 'last' || first === 'this')) return lastOrThis(first, second!, today)
  return oneDate(words, today)
}

/** `last monday` is before today, `this monday` may be today. Weeks begin on Monday. */
function lastOrThis(which: 'last' | 'this', word: string, today: number): OnWall | undefined {
  const weekday = indexOf(WEEKDAYS, word)
  if (weekday >= 0) return oneDay(latest(weekday, which === 'last' ? today - DAY : today))
  const back = which === 'last' ? 1 : 0
  const unit = unitOf(word)
  if (unit === 'w') {
    const monday = latest(1, today) - back * 7 * DAY
    return {from: monday, end: monday + 7 * DAY}
  }
  if (unit !== 'mo' && unit !== 'y') return undefined
  const date = new Date(today)
  const first = Date.UTC(date.getUTCFullYear(), unit === 'y' ? 0 : date.getUTCMonth(), 1)
  const months = unit === 'y' ? 12 : 1
  const from = addMonths(first, -back * months)
  return {from, end: addMonths(from, months)}
}

/** `1 nov`, `nov 1`, `november 1st 2025`; without a year the last such day. */
function oneDate(words: readonly string[], today: number): OnWall | undefined {
  const month = words.map(word => indexOf(MONTHS, word)).find(at => at >= 0)
  const numbers = words.filter(word => indexOf(MONTHS, word) < 0)
  const day = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(numbers[0] ?? '')?.[1]
  if (month === undefined || day === undefined || words.length - numbers.length !== 1 || numbers.length > 2)
    return undefined
  const year = numbers[1]
  if (year !== undefined) return /^\d{4}$/.test(year) ? oneDay(dateOf(Number(year), month, Number(day))) : undefined
  const thisYear = new Date(today).getUTCFullYear()
  // A 29th of February may lie eight years back.
  for (let back = 0; back <= 8; back++) {
    const date = dateOf(thisYear - back, month, Number(day))
    if (date !== undefined && date <= today) return oneDay(date)
  }
  return undefined
}

const oneDay = (from: number | undefined) => (from === undefined ? undefined : {from, end: from + DAY})

/** The last day, `until` included, that is this weekday. */
const latest = (weekday: number, until: number) => until - ((new Date(until).getUTCDay() - weekday + 7) % 7) * DAY

/** By its name or the first three letters or more of it; -1 where none is meant. */
const indexOf = (names: readonly string[], word: string) =>
  word.length < 3 ? -1 : names.findIndex(name => name.startsWith(word))
