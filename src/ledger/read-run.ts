import type {JsonObject} from '../base/json'
import {readEvent} from '../format/event'
import {readRecord} from '../format/record'
import type {StoredEvent} from '../model/event'
import type {Oid} from '../model/ids'
import {EVENTS_FOLDER, RECORD_FILE} from '../model/paths'
import type {GitObjects, TreeEntry} from '../ports/git-objects'
import {foldEvents} from './fold'

/** A run as the ledger holds it. */
export interface StoredRun {
  readonly folder: string
  /** run.yaml as it was committed. */
  readonly record: JsonObject
  /** The bytes of run.yaml. */
  readonly bytes: Uint8Array
  /** The record with its events folded in. */
  readonly folded: JsonObject
  readonly events: readonly StoredEvent[]
  /** Every file of the run's folder, paths relative to it. */
  readonly files: readonly TreeEntry[]
}

/** Reads one run's folder. Throws DAMAGED_RECORD where run.yaml is missing or cannot be read. */
export async function readRun(objects: GitObjects, tip: Oid, folder: string): Promise<StoredRun> {
  const [run] = await readRuns(objects, tip, [folder])
  return run!
}

/** The same for many, in order: one listing and one pass over their bytes. */
export async function readRuns(objects: GitObjects, tip: Oid, folders: readonly string[]): Promise<StoredRun[]> {
  if (folders.length === 0) return []
  const listed = byFolder(folders, await objects.files(tip, ...new Set(folders)))
  const wanted = [...listed.values()].flat().filter(({path}) => path === RECORD_FILE || isEvent(path))
  const bytes = new Map<Oid, Uint8Array>()
  for await (const blob of objects.blobs([...new Set(wanted.map(({oid}) => oid))])) bytes.set(blob.oid, blob.bytes)
  const runs: StoredRun[] = []
  for (const folder of folders) runs.push(await storedRun(folder, listed.get(folder)!, bytes))
  return runs
}

function byFolder(folders: readonly string[], files: readonly TreeEntry[]): Map<string, TreeEntry[]> {
  const found = new Map<string, TreeEntry[]>(folders.map(folder => [folder, []]))
  const depth = new Set(folders.map(folder => folder.split('/').length))
  for (const file of files) {
    const parts = file.path.split('/')
    for (const parents of depth) {
      const own = found.get(parts.slice(0, parents).join('/'))
      own?.push({...file, path: parts.slice(parents).join('/')})
    }
  }
  return found
}

async function storedRun(
  folder: string,
  files: readonly TreeEntry[],
  bytes: ReadonlyMap<Oid, Uint8Array>,
): Promise<StoredRun> {
  const recorded = files.find(({path}) => path === RECORD_FILE)
  const own = (recorded && bytes.get(recorded.oid)) ?? new Uint8Array()
  const record = await readRecord(own, `${folder}/${RECORD_FILE}`)
  const events: StoredEvent[] = []
  for (const {path, oid} of files.filter(({path}) => isEvent(path))) {
    const event = await readEvent(bytes.get(oid)!, `${folder}/${path}`)
    events.push({file: path.slice(EVENTS_FOLDER.length + 1), event})
  }
  return {folder, record, bytes: own, events, files, folded: foldEvents(record, events)}
}

const isEvent = (path: string) => path.startsWith(`${EVENTS_FOLDER}/`) && path.endsWith('.yaml')
