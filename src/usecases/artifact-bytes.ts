import {MAX_POINTER, type Pointer, readPointer} from '../artifacts/pointer'
import {newHash, sha256} from '../base/digest'
import {ExpError} from '../base/errors'
import {at} from '../base/json'
import {shellWord} from '../base/text'
import {formatBytes} from '../base/units'
import type {Digest} from '../model/ids'
import {ARTIFACTS_FOLDER, pathProblem} from '../model/paths'
import type {ArtifactEntry} from '../model/record'
import type {ArtifactStore} from '../ports/artifact-store'
import type {Files} from '../ports/files'
import type {GitObject, GitObjects, TreeEntry} from '../ports/git-objects'
import type {Shown} from './show-run'

export interface BytesPorts {
  readonly objects: GitObjects
  readonly store: ArtifactStore
  readonly files: Files
}

/** Where the bytes of an artifact are here: in the ledger, whole, or in the store, at a path. `digest` is what they must have. */
export type KeptBytes =
  | {readonly at: 'ledger'; readonly bytes: Uint8Array; readonly digest?: Digest}
  | {readonly at: 'store'; readonly file: string; readonly digest: Digest}

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
  const [kept] = await keptBytes(ports, run, [entry])
  if (!kept) throw notHere(ports, run, entry)
  const bytes = kept.at === 'ledger' ? kept.bytes : await ports.files.read(kept.file, max)
  if (kept.digest !== undefined && kept.digest !== `sha256:${sha256(bytes)}`) throw damaged(run, entry)
  return bytes
}

/** The same piece by piece, whatever the size: only when the last has come are they known to be right. Throws DAMAGED_RECORD then. */
export async function* artifactPieces(
  {files}: Pick<BytesPorts, 'files'>,
  run: Shown,
  entry: ArtifactEntry,
  kept: KeptBytes,
): AsyncIterable<Uint8Array> {
  const hash = newHash('sha256')
  for await (const piece of kept.at === 'ledger' ? [kept.bytes] : files.pieces(kept.file)) {
    hash.update(piece)
    yield piece
  }
  if (kept.digest !== undefined && kept.digest !== `sha256:${hash.digest('hex')}`) throw damaged(run, entry)
}

/** Where the bytes of each are, in order; undefined: not here. One reading of git for all. */
export async function keptBytes(
  {objects, store}: Pick<BytesPorts, 'objects' | 'store'>,
  {run}: Shown,
  entries: readonly ArtifactEntry[],
): Promise<(KeptBytes | undefined)[]> {
  const files = entries.map(entry => run.files.find(file => isFile(file) && file.path === pathOf(entry)))
  const blobs = new Map<string, GitObject>()
  for await (const blob of objects.blobs(files.flatMap(file => file?.oid ?? []))) blobs.set(blob.oid, blob)
  return entries.map(({digest: said}, i) => {
    const bytes = blobs.get(files[i]?.oid ?? '')?.bytes
    const pointer = bytes && pointerIn(bytes)
    if (bytes && !pointer) return {at: 'ledger', bytes, ...(said !== undefined && {digest: said})}
    // What was recorded by its digest alone may be in the store since, with another run.
    const digest = said ?? pointer?.digest
    if (digest === undefined) return undefined
    const file = store.locate(digest)
    return file === undefined ? undefined : {at: 'store', file, digest}
  })
}

const pathOf = ({path}: ArtifactEntry) => `${ARTIFACTS_FOLDER}/${path}`
/** A symbolic link of the ledger is not followed, and a submodule is no file. */
const isFile = ({mode}: TreeEntry) => mode === '100644' || mode === '100755'
const pointerIn = (bytes: Uint8Array): Pointer | undefined =>
  bytes.length <= MAX_POINTER ? readPointer(bytes) : undefined

const nameOf = ({path}: ArtifactEntry, {name}: Shown) => `"${path}" of ${name}`

function tooBig(run: Shown, entry: ArtifactEntry, max: number): ExpError {
  const message = `${nameOf(entry, run)} has ${formatBytes(entry.size ?? 0)}; at most ${formatBytes(max)} are read for this`
  return new ExpError('TOO_BIG', message, {data: {run: run.id, path: entry.path, size: entry.size, max}})
}

/** Says where they may be: in a file of that size at the same path, on the machine of the run, on the server of the store. */
export function notHere(
  {files, store}: Pick<BytesPorts, 'files' | 'store'>,
  run: Shown,
  entry: ArtifactEntry,
): ExpError {
  const attempts = run.record['attempts']
  const host = Array.isArray(attempts) ? at(attempts.at(-1), 'host') : undefined
  const ran = typeof host === 'string' ? `; it ran on ${host}` : ''
  const facts = pathProblem(entry.path) === undefined ? files.facts(entry.path) : undefined
  const same = facts?.kind === 'file' && facts.size === entry.size
  const add = `git exp artifact add ${run.id} ${shellWord(entry.path)}`
  return new ExpError(
    'FILE_NOT_FOUND',
    `the bytes of ${nameOf(entry, run)} were not kept, or are not on this machine${ran}`,
    {
      hints: [
        ...(store.pointer === 'lfs' ? [`git lfs fetch origin ${run.head.ref}`] : []),
        same ? `a file of that size lies here; it is added with: ${add}` : add,
      ],
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
