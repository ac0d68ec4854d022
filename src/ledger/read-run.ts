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
  const files = (await objects.files(tip, folder)).map(file => ({...file, path: file.path.slice(folder.length + 1)}))
  const wanted = files.filter(file => file.path === RECORD_FILE || isEvent(file.path))
  const found = new Map<string, Uint8Array>()
  let i = 0
  for await (const blob of objects.blobs(wanted.map(file => file.oid))) found.set(wanted[i++]!.path, blob.bytes)
  const bytes = found.get(RECORD_FILE) ?? new Uint8Array()
  const record = await readRecord(bytes, `${folder}/${RECORD_FILE}`)
  const events: StoredEvent[] = []
  for (const [path, text] of found) {
    if (isEvent(path))
      events.push({file: path.slice(EVENTS_FOLDER.length + 1), event: await readEvent(text, `${folder}/${path}`)})
  }
  return {folder, record, bytes, events, files, folded: foldEvents(record, events)}
}

const isEvent = (path: string) => path.startsWith(`${EVENTS_FOLDER}/`) && path.endsWith('.yaml')
