import type {LedgerHead} from '../ledger/head'
import type {Index} from '../ledger/index/refresh'
import {resolveRun} from '../ledger/resolve'
import type {RunId} from '../model/ids'
import type {Recorded} from '../ports/recorded'
import type {Clock} from '../ports/world'
import type {RunPlace} from './entrants'
import type {Listed} from './list-runs'
import {hereOf, matchingRows} from './matching-rows'
import {type TimesSaid, timeRange} from './time-range'

export interface ChoosePorts {
  readonly recorded: Recorded
  readonly clock: Clock
}

/** Which runs: those named, and those that the filters hold for. */
export interface RunsSaid extends TimesSaid {
  readonly runs: readonly string[]
  readonly where?: string | undefined
  readonly tags: readonly string[]
  readonly group?: string | undefined
}

export interface ChosenRuns {
  readonly places: readonly RunPlace[]
  /** Fields that a filter compares and some runs lack. */
  readonly missing: Listed['missing']
  readonly hints: readonly string[]
}

export interface HowChosen {
  /** Whose flags these are, for the hints of errors. */
  readonly command: Parameters<typeof timeRange>[2]
  /** Of the runs that filters find; without it the oldest come first. */
  readonly newestFirst?: boolean
}

export const isFiltered = ({where, tags, group, since, until}: RunsSaid): boolean =>
  tags.length > 0 || [where, group, since, until].some(said => said !== undefined)

/** Each run once: those named, as they were, then those found; none is no error. Throws RUN_NOT_FOUND, RUN_AMBIGUOUS, BAD_FILTER. */
export async function chooseRuns(
  ports: ChoosePorts,
  head: LedgerHead,
  index: Index,
  said: RunsSaid,
  how: HowChosen,
): Promise<ChosenRuns> {
  const resolved = said.runs.map(word => resolveRun(word, index, ports.recorded.newest()))
  const found = isFiltered(said) ? await filtered(ports, head, index, said, how) : NOTHING
  const ids = new Set([...resolved.map(({id}) => id), ...found.ids])
  const hints = [...resolved.flatMap(({hint}) => hint ?? []), ...found.hints]
  return {places: [...ids].map(id => index.summary(id)!), missing: found.missing, hints}
}

interface Found extends Omit<ChosenRuns, 'places'> {
  readonly ids: readonly RunId[]
}

const NOTHING: Found = {ids: [], missing: [], hints: []}

async function filtered(
  ports: ChoosePorts,
  head: LedgerHead,
  {table}: Index,
  said: RunsSaid,
  {command, newestFirst = false}: HowChosen,
): Promise<Found> {
  const filters = {where: said.where, tags: said.tags, group: said.group}
  const saved = head.settings.filters ?? {}
  const range = await timeRange(said, ports.clock, command)
  const {rows, missing} = await matchingRows(table, filters, {here: hereOf(ports.clock), range, saved})
  const {sortRows} = await import('../query/sort')
  const sorted = sortRows(table, rows, [{path: 'created', descending: newestFirst}], rows.length)
  const [ids, status] = [table.column('id')!, table.column('status')!]
  const whole = sorted.filter(row => status.word(status.num[row]!) !== 'damaged')
  const damaged = sorted.length - whole.length
  return {
    ids: whole.map(row => ids.word(row) as RunId),
    missing,
    hints: [
      ...(range?.hints ?? []),
      ...(damaged > 0 ? [`${damaged} of the runs cannot be read and are left out: git exp doctor`] : []),
    ],
  }
}
