import {isExpError} from '../../base/errors'
import type {JsonObject} from '../../base/json'
import {getOrMake} from '../../base/lazy'
import type {RunEvent, StoredEvent} from '../../model/event'
import type {Oid} from '../../model/ids'
import {EVENTS_FOLDER, parseRunPath, RECORD_FILE} from '../../model/paths'
import type {Summary} from '../../model/summary'
import type {GitObjects} from '../../ports/git-objects'
import {damagedSummary, summarize} from '../summarize'

/** How bytes become what they mean; `path` is named in errors. */
export interface Readers {
  readRecord(bytes: Uint8Array, path: string): JsonObject | Promise<JsonObject>
  readEvent(bytes: Uint8Array, path: string): RunEvent | Promise<RunEvent>
}

/** The files of one run that its summary comes from. */
export interface RunSource {
  readonly folder: string
  record: Oid | undefined
  readonly events: {readonly file: string; readonly oid: Oid}[]
}

/** So many objects in a row may be missing before the repository itself is taken for damaged. */
const RESTARTS_MAX = 64

/** Groups files (paths in the ledger tree) by run; what no summary comes from is left out. */
export function groupByRun(files: Iterable<{readonly path: string; readonly oid: Oid}>): Map<string, RunSource> {
  const runs = new Map<string, RunSource>()
  for (const {path, oid} of files) {
    const place = parseRunPath(path)
    if (!place || !isIndexed(place.rest)) continue
    const {folder} = place
    const run = getOrMake(runs, folder, (): RunSource => ({folder, record: undefined, events: []}))
    if (place.rest === RECORD_FILE) run.record = oid
    else run.events.push({file: place.rest.slice(EVENTS_FOLDER.length + 1), oid})
  }
  return runs
}

/** Whether a file of a run folder (path within it) has a say in the run's summary. */
export const isIndexed = (rest: string) => rest === RECORD_FILE || /^events\/[^/]+\.yaml$/.test(rest)

/** The summary of each run, in order; a run that cannot be read is one with status `damaged`. */
export async function* readRuns(
  objects: GitObjects,
  readers: Readers,
  sources: readonly RunSource[],
): AsyncGenerator<Summary> {
  for await (const {source, record, events, problem} of readSources(objects, readers, sources)) {
    if (!record) yield damagedSummary(source.folder, problem ?? '')
    else {
      const summary = summarize(record, events, source.folder)
      yield problem === undefined ? summary : {...summary, problem}
    }
  }
}

/** What was read of one run. */
export interface ReadSource {
  readonly source: RunSource
  /** undefined: it cannot be read, and `problem` says why. */
  readonly record: JsonObject | undefined
  /** Those that can be read; `problem` tells of the first that cannot. */
  readonly events: readonly StoredEvent[]
  readonly problem: string | undefined
}

/** The record and the events of each run, in order. Nothing in them makes it throw. */
export async function* readSources(
  objects: GitObjects,
  readers: Readers,
  sources: readonly RunSource[],
): AsyncGenerator<ReadSource> {
  const oids = sources.flatMap(({record, events}) => [...(record ? [record] : []), ...events.map(({oid}) => oid)])
  const blobs = readable(objects, oids)
  for (const source of sources) {
    const record = source.record && (await blobs.next()).value
    const events: (Uint8Array | string)[] = []
    for (const _ of source.events) events.push((await blobs.next()).value!)
    yield readSource(readers, source, record ?? `there is no ${RECORD_FILE} in ${source.folder}`, events)
  }
}

async function readSource(
  readers: Readers,
  source: RunSource,
  bytes: Uint8Array | string,
  events: readonly (Uint8Array | string)[],
): Promise<ReadSource> {
  const unread = (problem: string) => ({source, record: undefined, events: [], problem})
  if (typeof bytes === 'string') return unread(bytes)
  try {
    const record = await readers.readRecord(bytes, `${source.folder}/${RECORD_FILE}`)
    const {stored, problem} = await readEvents(readers, source, events)
    return {source, record, events: stored, problem}
  } catch (error) {
    return unread(reasonOf(error))
  }
}

/** An event that cannot be read is left out, and the problem tells so. */
async function readEvents(
  readers: Readers,
  source: RunSource,
  events: readonly (Uint8Array | string)[],
): Promise<{stored: StoredEvent[]; problem: string | undefined}> {
  const stored: StoredEvent[] = []
  let problem: string | undefined
  for (const [i, {file}] of source.events.entries()) {
    const bytes = events[i]!
    try {
      if (typeof bytes === 'string') problem ??= bytes
      else stored.push({file, event: await readers.readEvent(bytes, `${source.folder}/${EVENTS_FOLDER}/${file}`)})
    } catch (error) {
      problem ??= reasonOf(error)
    }
  }
  return {stored, problem}
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** The bytes of each object, or why it cannot be read: the stream starts again behind one that is missing. */
async function* readable(objects: GitObjects, oids: readonly Oid[]): AsyncGenerator<Uint8Array | string, undefined> {
  let given = 0
  for (let restarts = 0; given < oids.length; restarts++) {
    try {
      for await (const {bytes} of objects.blobs(given === 0 ? oids : oids.slice(given))) {
        given++
        yield bytes
      }
      return
    } catch (error) {
      if (!isExpError(error, 'DAMAGED_RECORD') || restarts >= RESTARTS_MAX) throw error
      given++
      yield error.message
    }
  }
}
