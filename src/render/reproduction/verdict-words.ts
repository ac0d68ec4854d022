import type {Json} from '../../base/json'
import type {Verdict} from '../../compare/reproduction/judge'
import {formatNumber, formatPair} from '../numbers'
import {valueText} from '../value-text'

/** What stands above the causes. */
export const TITLES: Readonly<Record<Verdict, string>> = {
  exact: 'what differed and made no difference',
  'within tolerance': 'likely causes, the likeliest first',
  drifted: 'likely causes, the likeliest first',
  undecided: 'what differed',
}

export function moved(before: Json | undefined, after: Json | undefined): string {
  if (before === undefined && after === undefined) return ' has changed'
  if (before === undefined) return `: new, ${brief(after!)}`
  return after === undefined ? `: gone, was ${brief(before)}` : `: ${brief(before)} → ${brief(after)}`
}

/** A digest by its beginning. */
export function brief(value: Json): string {
  const digest = typeof value === 'string' ? /^sha256:([0-9a-f]{12})[0-9a-f]{52}$/.exec(value)?.[1] : undefined
  return digest === undefined ? valueText(value) : `sha256:${digest}…`
}

export const FILE_WORDS = {
  same: 'equal',
  other: 'other bytes',
  missing: 'not written',
  unknown: 'no digest to compare',
} as const

export function curveText(
  before: number,
  after: number,
  parts: {readonly step: number; readonly before: number; readonly after: number} | undefined,
): string {
  const points = before === after ? [] : [`${before} → ${after} points`]
  const pair = parts && formatPair(parts.before, parts.after)
  return (
    [...points, ...(pair ? [`parts at step ${parts!.step}: ${pair[0]} → ${pair[1]}`] : [])].join(', ') || 'other steps'
  )
}

const cellText = (value: Json | undefined) =>
  value === undefined ? '' : typeof value === 'number' ? formatNumber(value) : valueText(value)
export const WORDS = {
  same: 'equal',
  within: 'within',
  beyond: 'beyond',
  missing: 'missing',
  new: 'new',
  cost: 'cost',
} as const

/** Two values of a metric, numbers with as many digits as tell them apart. */
export const pairTexts = (before: Json | undefined, after: Json | undefined): readonly [string, string] =>
  typeof before === 'number' && typeof after === 'number'
    ? formatPair(before, after)
    : [cellText(before), cellText(after)]
