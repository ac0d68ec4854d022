import {ExpError} from '../../base/errors'
import {composeEvent, eventEntry} from '../../ledger/change'
import {readHead} from '../../ledger/head'
import {readRun} from '../../ledger/read-run'
import type {Signature} from '../../ports/git-objects'
import type {LiveState} from '../../ports/live-runs'
import {keep} from './keep'
import type {Kept, LookPorts} from './running'

export interface NewEvent {
  readonly kind: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly puts?: readonly {readonly path: string; readonly bytes: Uint8Array}[]
}

/** Appends what came after a run's last record, or leaves it where it survives. */
export async function appendEvent(
  ports: LookPorts,
  state: LiveState,
  author: Signature,
  {kind, fields, puts = []}: NewEvent,
): Promise<Kept> {
  const {events, files} = await seen(ports, state)
  const {event, time} = composeEvent({kind, ...fields}, {seen: events, now: ports.clock.now(), author})
  const entry = eventEntry({
    id: state.id,
    name: state.name,
    folder: state.folder,
    event,
    time,
    random: ports.ids.random(4),
    author,
    // A file that a run begun again wrote anew keeps its first bytes in the tree; the event has the digest of the last.
    puts: puts.filter(({path}) => !files.has(path)),
    sign: ports.sign,
  })
  return keep(ports, entry, ports.patience)
}

/** As far as the ledger can be read: what is not there yet waits in the spool, before us. */
async function seen(ports: LookPorts, {folder}: LiveState) {
  try {
    const {tip} = await readHead(ports.objects, ports.ref)
    const run = await readRun(ports.objects, tip, folder)
    return {events: run.events, files: new Set(run.files.map(({path}) => path))}
  } catch (error) {
    if (!(error instanceof ExpError)) throw error
    return {events: [], files: new Set<string>()}
  }
}
