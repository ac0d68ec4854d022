import {isObject, type JsonObject} from '../base/json'
import {readEvent} from '../format/event'
import {readRecord} from '../format/record'
import {foldEvents} from '../ledger/fold'
import {groupByRun, readSources} from '../ledger/index/read-runs'
import {shortDigest} from '../ledger/lineage-facts'
import type {Table} from '../model/columns'
import {isDigest, type Oid} from '../model/ids'
import type {Summary} from '../model/summary'
import type {GitObjects} from '../ports/git-objects'

/** Files of one run that another read. */
export type FilesRead = readonly {readonly path?: string; readonly role?: string; readonly digest?: string}[]

/** Of so many readers the records are read. */
const READERS_MAX = 200

/** For pairs of rows, which files the first read that the second had made, by `<reader> <maker>`; from the records of the readers. */
export async function filesRead(
  {objects}: {readonly objects: GitObjects},
  tip: Oid,
  table: Table,
  pairs: readonly (readonly [reader: number, maker: number])[],
): Promise<Map<string, FilesRead>> {
  const summary = (row: number) => table.document(row) as unknown as Summary
  const readers = [...new Set(pairs.map(([reader]) => reader))].slice(0, READERS_MAX)
  const records = await recordsAt(objects, tip, new Set(readers.map(row => summary(row).path)))
  const files = new Map<string, FilesRead>()
  for (const [reader, maker] of pairs) {
    const record = readers.includes(reader) ? records.get(summary(reader).path) : undefined
    if (record) files.set(`${reader} ${maker}`, filesFrom(record, summary(maker)))
  }
  return files
}

/** What cannot be read is left out: the tie is known all the same. */
async function recordsAt(
  objects: GitObjects,
  tip: Oid,
  folders: ReadonlySet<string>,
): Promise<Map<string, JsonObject>> {
  const records = new Map<string, JsonObject>()
  if (folders.size === 0) return records
  const sources = [...groupByRun(await objects.files(tip, ...folders)).values()]
  for await (const {source, record, events} of readSources(objects, {readRecord, readEvent}, sources)) {
    if (record) records.set(source.folder, foldEvents(record, events))
  }
  return records
}

function filesFrom(record: JsonObject, {id, lineage}: Summary): FilesRead {
  const made = new Set(lineage?.made)
  const inputs = Array.isArray(record['inputs']) ? record['inputs'].filter(isObject) : []
  return inputs
    .filter(({run, digest}) => {
      if (run === id) return true
      return run === undefined && typeof digest === 'string' && isDigest(digest) && made.has(shortDigest(digest))
    })
    .map(({path, uri, role, digest}) => ({
      ...text('path', path ?? uri),
      ...text('role', role),
      ...text('digest', digest),
    }))
}

const text = <K extends string>(key: K, value: unknown) =>
  (typeof value === 'string' ? {[key]: value} : {}) as {[key in K]?: string}
