import {EXIT} from '../../base/errors'
import {addressOf} from '../../model/data-needs'
import type {BroughtData} from './bring-data'

/** What could be had with `--fetch-data`. */
export const isFetchable = (data: BroughtData): boolean => isStored(data) || webAddress(data) !== undefined

/** The address that data could be fetched from, being not here. */
export const webAddress = (data: BroughtData): string | undefined =>
  ['missing', 'address', 'changed'].includes(data.state) &&
  data.place !== 'checkout' &&
  data.digest !== undefined &&
  data.files === undefined &&
  /^https?:/i.test(addressOf(data) ?? '')
    ? addressOf(data)
    : undefined

const isStored = ({place, path, copied}: BroughtData) =>
  (place === 'store' || place === 'ledger') && path !== undefined && !copied

/** At hand, for whoever asked for all of it. */
const isHere = ({state, place, path, linked, copied}: BroughtData): boolean =>
  state === 'refused' ||
  ((state === 'same' || state === 'unpinned' || state === 'code') &&
    (place === 'checkout' || place === 'path' || path === undefined || linked === true || copied === true))

/** After `--fetch-data`: what went wrong first with a network, then with bytes; 1 where anything is still not there. */
export function fetchExit(data: readonly BroughtData[]): number {
  const exits = data.flatMap(({failed}) => failed?.exit ?? [])
  const told = [EXIT.remote, EXIT.state].find(exit => exits.includes(exit))
  return told ?? (data.every(isHere) ? EXIT.done : EXIT.no)
}

/** So many commands are told. */
const COMMANDS = 10

/** What to type for what is not here, each once. */
export function bringHints(data: readonly BroughtData[]): string[] {
  const commands = [...new Set(data.flatMap(({bring}) => bring ?? []))]
  const more = commands.length - COMMANDS
  return [...commands.slice(0, COMMANDS), ...(more > 0 ? [`and ${more} more: --json has them all`] : [])]
}

/** What could not be brought, for stderr. */
export const bringWarnings = (data: readonly BroughtData[]): string[] =>
  data.flatMap(({failed}) => (failed ? [failed.message] : []))

export const failureHints = (data: readonly BroughtData[]): string[] => [
  ...new Set(data.flatMap(({failed}) => failed?.hints ?? [])),
]
