import {MAX_POINTER, readPointer} from '../artifacts/pointer'
import {sha256} from '../base/digest'
import {ExpError} from '../base/errors'
import {shellWord} from '../base/text'
import {formatBytes} from '../base/units'
import {ARTIFACTS_FOLDER} from '../model/paths'
import type {ArtifactEntry} from '../model/record'
import type {ArtifactStore} from '../ports/artifact-store'
import type {Files} from '../ports/files'
import type {GitObjects} from '../ports/git-objects'
import type {Shown} from './show-run'

export interface BytesPorts {
  readonly objects: GitObjects
  readonly store: ArtifactStore
  readonly files: Files
}

/**
 * The bytes of a run's artifact, from the ledger or from the store, their digest checked. Throws TOO_BIG over `max`, FILE_NOT_FOUND
 * where nobody here has them, and DAMAGED_RECORD where they are not what was recorded.
 */
export async function artifactBytes(
  ports: BytesPorts,
  run: Shown,
  entry: ArtifactEntry,
  max: number,
): Promise<Uint8Array> {
  if ((entry.size ?? 0) > max) throw tooBig(run, entry, max)
  const bytes = await keptBytes(ports, run, entry, max)
  if (!bytes) throw notHere(run, entry)
  if (entry.digest !== undefined && entry.digest !== `sha256:${sha256(bytes)}`) throw damaged(run, entry)
  return bytes
}

async function keptBytes({objects, store, files}: BytesPorts, {run}: Shown, entry: ArtifactEntry, max: number) {
  const committed = run.files.find(({path}) => path === `${ARTIFACTS_FOLDER}/${entry.path}`)
  const bytes = committed && (await blob(objects, committed.oid))
  const pointer = bytes && bytes.length <= MAX_POINTER ? readPointer(bytes) : undefined
  if (bytes && !pointer) return bytes
  // What was recorded by its digest alone may be in the store since, with another run.
  const digest = pointer?.digest ?? entry.digest
  const place = digest && store.locate(digest)
  return place === undefined ? undefined : files.read(place, max)
}

async function blob(objects: GitObjects, oid: Parameters<GitObjects['blobs']>[0][number]) {
  for await (const {bytes} of objects.blobs([oid])) return bytes
  return undefined
}

const nameOf = ({path}: ArtifactEntry, {name}: Shown) => `"${path}" of ${name}`

function tooBig(run: Shown, entry: ArtifactEntry, max: number): ExpError {
  const message = `${nameOf(entry, run)} has ${formatBytes(entry.size ?? 0)}; at most ${formatBytes(max)} are read for this`
  return new ExpError('TOO_BIG', message, {data: {run: run.id, path: entry.path, size: entry.size, max}})
}

function notHere(run: Shown, entry: ArtifactEntry): ExpError {
  return new ExpError(
    'FILE_NOT_FOUND',
    `the bytes of ${nameOf(entry, run)} were not kept, or are not on this machine`,
    {
      hints: [`git exp artifact add ${run.id} ${shellWord(entry.path)}`],
      data: {run: run.id, path: entry.path, digest: entry.digest},
    },
  )
}

function damaged(run: Shown, entry: ArtifactEntry): ExpError {
  return new ExpError('DAMAGED_RECORD', `the bytes of ${nameOf(entry, run)} are not those that were recorded`, {
    hints: [`git exp artifact add ${run.id} ${shellWord(entry.path)}`],
    data: {run: run.id, path: entry.path, digest: entry.digest},
  })
}
