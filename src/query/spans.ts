import {addMonths, fromWall, type Here, wallTime} from './local-time'

const MS: Readonly<Record<string, number>> = {s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, w: 6.048e8}
const MONTHS: Readonly<Record<string, number>> = {mo: 1, y: 12}

/** The letter of each unit, and how else it is said. */
const UNITS: readonly (readonly [string, RegExp])[] = [
  ['s', /^s(?:ecs?|econds?)?$/],
  ['m', /^m(?:ins?|inutes?)?$/],
  ['h', /^h(?:rs?|ours?)?$/],
  ['d', /^d(?:ays?)?$/],
  ['w', /^w(?:ks?|eeks?)?$/],
  ['mo', /^mo(?:nths?)?$/],
  ['y', /^y(?:rs?|ears?)?$/],
]

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** The letter of a unit (`weeks` → `w`), or undefined. */
export const unitOf = (word: string) => UNITS.find(([, names]) => names.test(word))?.[0]

/**
 * The moment so long ago: `7d`, `1d 12h`, `2 weeks`, `a month`, `ten minutes ago`. Lower case. Months and years go by the
 * calendar of the place. undefined for a text that is no span; never before 1970.
 */
export function spanAgo(text: string, here: Here): number | undefined {
  const words = text.replace(/\s*\bago$/, '').trim()
  const parts = [...words.matchAll(PART)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== words) return undefined
  let ms = 0
  let months = 0
  for (const [, count, word] of parts) {
    const unit = unitOf(word!)
    const number = numberOf(count!)
    if (unit === undefined || number === undefined) return undefined
    ms += number * (MS[unit] ?? 0)
    months += number * (MONTHS[unit] ?? 0)
  }
  const from = months === 0 ? here.now : fromWall(addMonths(wallTime(here.now, here), -months), here)
  const at = from - ms
  // Not a number where the years lead beyond what a date can be.
  return Number.isNaN(at) ? 0 : Math.max(0, at)
}

const PART = /(\d{1,6}|[a-z]+(?=\s))\s*([a-z]+)\s*/g

function numberOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word)
  if (word === 'a' || word === 'an') return 1
  const at = NUMBERS.indexOf(word)
  return at < 0 ? undefined : at
}
