import {ExpError} from '../../base/errors'
import {append} from '../../ledger/append'
import type {AppendPorts} from '../../ledger/drain'
import {encodeEntry, type SpoolEntry} from '../../ledger/entry'
import type {Spool} from '../../ports/spool'
import {bringIn} from '../recover-spool'
import type {Kept} from './running'
import {whyOf} from './why'

type KeepPorts = AppendPorts & {readonly refuge: Spool}

/**
 * Commits a change, or leaves it where it survives: a run must not end, nor its result be lost, because the ledger is locked, the
 * disk full, or git gone. Waits `patience` ms for others at most. Never throws.
 */
export async function keep(ports: KeepPorts, entry: SpoolEntry, patience: number): Promise<Kept> {
  try {
    // What took refuge before comes before this: it may be what this one replaces.
    if (ports.refuge.waiting().length > 0) await bringIn(ports.refuge, ports.spool)
    const [commit] = await append({...ports, patience}, [entry])
    return {kind: 'committed', commit: commit!}
  } catch (error) {
    const place = placeOf(error)
    if (place !== undefined) return {kind: 'waits', place, why: whyOf(error)}
    return takeRefuge(ports, entry, whyOf(error))
  }
}

/** Where the entry is all the same. Other errors name a path too: of the file that could not be written. */
function placeOf(error: unknown): string | undefined {
  if (!(error instanceof ExpError)) return undefined
  const place = error.data['spool'] ?? (error.code === 'ENTRY_REJECTED' ? error.data['path'] : undefined)
  return typeof place === 'string' ? place : undefined
}

async function takeRefuge({refuge, clock, ids}: KeepPorts, entry: SpoolEntry, why: string): Promise<Kept> {
  const name = `${clock.now().toString(36).padStart(9, '0')}-0000-${Buffer.from(ids.random(6)).toString('hex')}`
  try {
    refuge.put(name, encodeEntry(entry))
    await refuge.secure([name])
    return {kind: 'waits', place: refuge.place, why}
  } catch (error) {
    return {kind: 'lost', why: `${why}; ${whyOf(error)}`}
  }
}

/** One line for the user, or nothing where all is well. */
export function keptWarning(kept: Kept, what: string): string | undefined {
  if (kept.kind === 'committed') return undefined
  if (kept.kind === 'waits')
    return `${what} is not on the ledger yet: ${kept.why}; it waits in ${kept.place}: git exp recover`
  return `${what} could not be kept: ${kept.why}`
}
