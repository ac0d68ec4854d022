import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {newHash} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {type Digest, isDigest} from '../../model/ids'
import type {ArtifactStore, StoredFile} from '../../ports/artifact-store'
import {fileFailure} from './failures'
import {randomBytes} from './random'

/** Reads of 4 MiB hash at twice the speed of node's default 64 KiB (measured). */
const CHUNK = 4 * 1024 * 1024

/** Bytes by SHA-256 below `folder`, `ab/cd/<hex>` as Git LFS fans them out, read-only once there. */
export function localStore(folder: string, pointer: ArtifactStore['pointer'] = 'exp'): ArtifactStore {
  const place = (digest: Digest) => {
    const hex = digest.slice('sha256:'.length)
    return join(folder, hex.slice(0, 2), hex.slice(2, 4), hex)
  }
  return {
    pointer,
    has: digest => isDigest(digest) && existsSync(place(digest)),
    locate: digest => (isDigest(digest) && existsSync(place(digest)) ? place(digest) : undefined),
    put: async file => keep(file, folder, place),
  }
}

function keep(file: string, folder: string, place: (digest: Digest) => string): StoredFile {
  const tmp = join(folder, 'tmp', `${process.pid}-${randomBytes(6).toString('hex')}`)
  try {
    mkdirSync(dirname(tmp), {recursive: true})
    const source = openSync(file, 'r')
    try {
      const before = fstatSync(source)
      const stored = reflink(file, tmp) ? hashOnly(tmp) : copyHashing(source, tmp)
      const after = fstatSync(source)
      if (before.mtimeMs !== after.mtimeMs || before.size !== after.size || stored.size !== after.size) {
        throw new ExpError('BAD_ARTIFACT', `"${file}" changed while it was being stored`, {
          hints: ['wait until it is written, then run the command again'],
          data: {path: file},
        })
      }
      settle(tmp, place(stored.digest))
      return stored
    } finally {
      closeSync(source)
    }
  } catch (error) {
    // Only the store is written, whichever file it was for.
    throw fileFailure(error, isWriteFailure(error) ? folder : file)
  } finally {
    rmSync(tmp, {force: true})
  }
}

const isWriteFailure = (error: unknown) =>
  ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')

/** A copy that shares its blocks with the original where the file system can; tells at once where it cannot. */
function reflink(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL)
    return true
  } catch {
    rmSync(to, {force: true})
    return false
  }
}

function hashOnly(path: string): StoredFile {
  const fd = openSync(path, 'r')
  try {
    return pump(fd, () => {})
  } finally {
    closeSync(fd)
  }
}

function copyHashing(source: number, to: string): StoredFile {
  const out = openSync(to, 'wx')
  try {
    return pump(source, chunk => {
      for (let at = 0; at < chunk.length; ) at += writeSync(out, chunk, at)
    })
  } finally {
    closeSync(out)
  }
}

function pump(fd: number, each: (chunk: Buffer) => void): StoredFile {
  const hash = newHash('sha256')
  const buffer = Buffer.allocUnsafe(CHUNK)
  let size = 0
  for (let got = readSync(fd, buffer); got > 0; got = readSync(fd, buffer)) {
    const chunk = buffer.subarray(0, got)
    hash.update(chunk)
    each(chunk)
    size += got
  }
  return {digest: `sha256:${hash.digest('hex')}` as Digest, size}
}

function settle(tmp: string, to: string): void {
  if (existsSync(to)) return
  const fd = openSync(tmp, 'r')
  fsyncSync(fd)
  closeSync(fd)
  chmodSync(tmp, 0o444)
  mkdirSync(dirname(to), {recursive: true})
  renameSync(tmp, to)
}
