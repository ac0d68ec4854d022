import {ExpError} from '../base/errors'
import {shellWord} from '../base/text'
import {timestamp} from '../base/time'
import type {Clock} from '../ports/world'

export interface TimesSaid {
  /** As people type them; undefined: no bound. */
  readonly since: string | undefined
  readonly until: string | undefined
}

/** Both ends within it, in ms since 1970. */
export interface TimeRange {
  readonly from: number
  readonly to: number
  /** Where nothing can lie in it yet. */
  readonly hints: readonly string[]
}

/**
 * What `--since` and `--until` say; undefined where neither is said. A day is all of the day, at both ends. Throws USAGE for a text that
 * is no time, and for an end before the beginning.
 */
export async function timeRange(
  {since, until}: TimesSaid,
  clock: Clock,
  command: 'ls' | 'log' | 'search' | 'compare' | 'best' | 'curves',
): Promise<TimeRange | undefined> {
  if (since === undefined && until === undefined) return undefined
  const {readMoment} = await import('../query/moments')
  const here = {now: clock.now(), zone: (at: number) => clock.zone(at)}
  const read = (flag: string, text: string) => {
    try {
      return readMoment(text, here)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw new ExpError('USAGE', `--${flag}: ${error.message}`, {
        hints: [`git exp ${command} --since yesterday`],
        cause: error,
      })
    }
  }
  const from = since === undefined ? Number.NEGATIVE_INFINITY : read('since', since).from
  const to = until === undefined ? Number.POSITIVE_INFINITY : read('until', until).to
  if (from > to) {
    throw new ExpError(
      'USAGE',
      `--since ${said(since!, from)} lies after --until ${said(until!, to)}; expected the earlier first`,
      {
        hints: [`git exp ${command} --since ${shellWord(until!)} --until ${shellWord(since!)}`],
      },
    )
  }
  return {from, to, hints: from > here.now ? [`--since ${said(since!, from)} is still to come`] : []}
}

/** As it was typed, with the moment that was understood. */
const said = (text: string, at: number) => `${shellWord(text)} (${timestamp(at).replace('.000Z', 'Z')})`
