import {ExpError} from '../../base/errors'
import {isLike} from '../metric-pattern'

/** How far a metric may lie from what was recorded. */
export interface Tolerance {
  /** A metric's path, an ending of it, or a pattern with `*`; undefined: every metric that no other names. */
  readonly metric?: string
  /** In the metric's own unit; with `relative`, a share of the recorded value. */
  readonly amount: number
  readonly relative: boolean
  /** As it was typed: `0.005`, `1%`. */
  readonly said: string
}

const AMOUNT = /^(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?(%)?$/

/** `0.001`, `1%`, `dev.f1=0.005`, `*.loss=2%`. Throws USAGE. */
export function parseTolerance(text: string): Tolerance {
  const cut = text.lastIndexOf('=')
  const [metric, said] = [text.slice(0, Math.max(0, cut)).trim(), text.slice(cut + 1).trim()]
  const match = AMOUNT.exec(said)
  const amount = match ? Number.parseFloat(said) : Number.NaN
  if (!match || !Number.isFinite(amount) || (cut >= 0 && metric === '')) {
    throw new ExpError('USAGE', `the tolerance "${text}" is no amount`, {
      hints: ['--tolerance 0.001', '--tolerance 1%', '--tolerance dev.f1=0.005'],
      data: {tolerance: text},
    })
  }
  const relative = match[3] === '%'
  return {...(cut >= 0 && {metric}), amount: relative ? amount / 100 : amount, relative, said}
}

/** The one that applies: the last that names the metric, else the last that names none. */
export function toleranceOf(metric: string, tolerances: readonly Tolerance[]): Tolerance | undefined {
  const named = tolerances.findLast(each => each.metric !== undefined && isLike(each.metric, metric))
  return named ?? tolerances.findLast(each => each.metric === undefined)
}

/** Rounding of the two numbers is not counted: 0.84 and 0.839 lie within 0.001. */
export function isWithin(before: number, after: number, tolerance: Tolerance | undefined): boolean {
  if (Object.is(before, after) || before === after) return true
  if (!tolerance || !Number.isFinite(before) || !Number.isFinite(after)) return false
  const room = tolerance.relative ? tolerance.amount * Math.abs(before) : tolerance.amount
  return Math.abs(after - before) <= room + 2 * Number.EPSILON * Math.max(Math.abs(before), Math.abs(after))
}
