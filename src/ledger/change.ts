import {safe} from '../base/text'
import {compactTimestamp, timestamp} from '../base/time'
import {writeEvent} from '../format/event'
import type {RunEvent, StoredEvent} from '../model/event'
import type {Oid, RunId} from '../model/ids'
import {EVENTS_FOLDER, RECORD_FILE} from '../model/paths'
import type {Run} from '../model/record'
import {pinRef} from '../model/refs'
import type {Signature} from '../ports/git-objects'
import type {SpoolEntry} from './entry'

export interface RecordChange {
  readonly run: Run
  /** First word of the commit's subject; `record` where none is named. */
  readonly verb?: string
  readonly folder: string
  readonly record: Uint8Array
  /** `expect` is the blob that the file replaces. */
  readonly puts: readonly {readonly path: string; readonly bytes: Uint8Array; readonly expect?: Oid}[]
  /** The `run.yaml` that this one replaces; none: the run's folder must not exist. */
  readonly replaces?: Oid
  readonly author: Signature
  readonly message: string | undefined
  /** The code commit that the record names and the repository has. */
  readonly code: Oid | undefined
  /** It is not known to be on the chain. */
  readonly unchained: boolean
  /** It has been pinned until it is. */
  readonly pinned: boolean
  /** Where names are unique: the tip at which this one was free. */
  readonly freeAt?: Oid | undefined
  readonly sign: boolean
}

/** The change that records a run, or writes an open one's record anew. */
export function recordEntry(change: RecordChange): SpoolEntry {
  const {run, folder} = change
  const put = (path: string, bytes: Uint8Array, expect?: Oid) => ({
    path: `${folder}/${path}`,
    bytes,
    expect: expect ?? null,
  })
  return {
    subject: `${change.verb ?? 'record'}: ${subjectText(run.name)}`,
    ...(change.message && {body: change.message}),
    trailers: [
      ['Exp-Run', run.id],
      ...(change.code ? [['Exp-Code', change.code] as const] : []),
      ['Exp-Status', run.status],
    ],
    author: change.author,
    puts: [
      put(RECORD_FILE, change.record, change.replaces),
      ...change.puts.map(({path, bytes, expect}) => put(path, bytes, expect)),
    ],
    ...(change.unchained && change.code && {code: [change.code]}),
    ...(change.pinned && {pins: [pinRef(run.id)]}),
    ...(change.freeAt && {unique: {name: run.name, at: change.freeAt}}),
    ...(change.sign && {sign: true}),
  }
}

export interface EventChange {
  readonly id: RunId
  readonly name: string
  readonly folder: string
  readonly event: RunEvent
  /** Milliseconds since 1970; the event's `at`. */
  readonly time: number
  readonly random: Uint8Array
  readonly author: Signature
  readonly message?: string
  /** Files that come with it, paths below the run's folder. */
  readonly puts?: readonly {readonly path: string; readonly bytes: Uint8Array}[]
  readonly sign: boolean
}

/** The change that appends an event to a run. */
export function eventEntry(change: EventChange): SpoolEntry {
  const file = `${compactTimestamp(change.time)}-${Buffer.from(change.random).toString('hex')}-${change.event.kind}.yaml`
  return {
    subject: `${change.event.kind}: ${subjectText(change.name)}`,
    ...(change.message && {body: change.message}),
    trailers: [['Exp-Run', change.id]],
    author: change.author,
    puts: [
      {path: `${change.folder}/${EVENTS_FOLDER}/${file}`, bytes: writeEvent(change.event), expect: null},
      ...(change.puts ?? []).map(({path, bytes}) => ({path: `${change.folder}/${path}`, bytes, expect: null})),
    ],
    ...(change.sign && {sign: true}),
  }
}

/** A new event after all that its author has seen, and its time. */
export function composeEvent(
  {kind, ...fields}: {readonly kind: string; readonly [field: string]: unknown},
  {seen, now, author}: {readonly seen: readonly StoredEvent[]; readonly now: number; readonly author: Signature},
): {readonly event: RunEvent; readonly time: number} {
  const time = eventTime(now, seen)
  const after = heads(seen)
  const by = `${author.name} <${author.email}>`
  const event = {format: 1, kind, at: timestamp(time), by, ...(after.length > 0 && {after}), ...fields} as RunEvent
  return {event, time}
}

/** Hybrid clock: now, but after every event seen, so that one fast clock cannot win every fold. */
export function eventTime(now: number, seen: readonly StoredEvent[]): number {
  const latest = Math.max(0, ...seen.map(({event}) => Date.parse(event.at)).filter(Number.isFinite))
  return Math.max(now, latest + 1)
}

/** Events that no other seen event follows. */
export function heads(seen: readonly StoredEvent[]): string[] {
  const followed = new Set(seen.flatMap(({event}) => event.after ?? []))
  return seen.map(({file}) => file).filter(file => !followed.has(file))
}

const subjectText = (name: string) => safe(name).slice(0, 200)
