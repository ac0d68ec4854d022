import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
} from 'node:fs'
import {basename, dirname, join, resolve} from 'node:path'
import {newHash} from '../../base/digest'
import {ExpError, withHints} from '../../base/errors'
import {nearest, shellWord} from '../../base/text'
import {formatBytes} from '../../base/units'
import type {Files} from '../../ports/files'
import {fileFailure} from './failures'

const CHUNK = 4 * 1024 * 1024

/** The user's files; relative paths start at `cwd`. */
export function nodeFiles(cwd: string): Files {
  return {
    read: async (path, maxBytes) => readNamed(resolve(cwd, path), path, maxBytes),
    pieces: path => pieces(resolve(cwd, path)),
    readStdin: async maxBytes => readStdin(maxBytes),
    facts: path => facts(resolve(cwd, path)),
    mayRead: path => mayRead(resolve(cwd, path)),
    realPath: path => realPath(resolve(cwd, path)),
    resolve: (...parts) => resolve(cwd, ...parts),
    digest: async path => digest(resolve(cwd, path)),
    glob: async pattern => (await import('./glob')).findFiles(pattern, cwd),
  }
}

function readNamed(path: string, name: string, maxBytes: number): Buffer {
  try {
    return readWhole(path, name, maxBytes)
  } catch (error) {
    throw withHints(error, 'FILE_NOT_FOUND', nearby(path, name))
  }
}

/** What may have been meant by a file that is not there: the nearest name beside it, or what to look at. */
function nearby(path: string, name: string): string[] {
  const folder = dirname(name)
  let near: string | undefined
  try {
    near = nearest(basename(path), readdirSync(dirname(path)))
  } catch {
    return [`there is no folder "${folder}" either`]
  }
  return [near === undefined ? `what is there: ls ${shellWord(folder)}` : `did you mean ${join(folder, near)}?`]
}

function readWhole(path: string, name: string, maxBytes: number): Buffer {
  try {
    const fd = openSync(path, 'r')
    try {
      if (fstatSync(fd).size > maxBytes) throw tooBig(name, maxBytes)
      return readFrom(fd, name, maxBytes)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    throw fileFailure(error, name)
  }
}

function readFrom(fd: number, name: string, maxBytes: number): Buffer {
  const chunks: Buffer[] = []
  let total = 0
  for (;;) {
    const chunk = Buffer.allocUnsafe(64 * 1024)
    const got = readSync(fd, chunk)
    if (got === 0) return Buffer.concat(chunks)
    total += got
    if (total > maxBytes) throw tooBig(name, maxBytes)
    chunks.push(chunk.subarray(0, got))
  }
}

/** Each a buffer of its own: whoever writes it on may be slower than we read. */
async function* pieces(path: string): AsyncGenerator<Buffer> {
  let fd: number | undefined
  try {
    fd = openSync(path, 'r')
    for (;;) {
      const piece = Buffer.allocUnsafe(CHUNK)
      const got = readSync(fd, piece)
      if (got === 0) return
      yield piece.subarray(0, got)
    }
  } catch (error) {
    throw fileFailure(error, path)
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Through the stream, since a pipe that has nothing yet answers EAGAIN to a plain read. */
async function readStdin(maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let total = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    total += chunk.length
    if (total > maxBytes) throw tooBig('standard input', maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const tooBig = (name: string, maxBytes: number) =>
  new ExpError('TOO_BIG', `"${name}" is larger than ${formatBytes(maxBytes)}`, {data: {path: name, max: maxBytes}})

function facts(path: string): ReturnType<Files['facts']> {
  try {
    const stat = lstatSync(path)
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : stat.isSymbolicLink() ? 'symlink' : 'other'
    return {kind, size: stat.size, modified: stat.mtimeMs}
  } catch {
    return undefined
  }
}

function mayRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function digest(path: string): {digest: string; size: number} {
  try {
    const fd = openSync(path, 'r')
    try {
      const hash = newHash('sha256')
      const chunk = Buffer.allocUnsafe(CHUNK)
      let size = 0
      for (let got = readSync(fd, chunk); got > 0; got = readSync(fd, chunk)) {
        hash.update(chunk.subarray(0, got))
        size += got
      }
      return {digest: `sha256:${hash.digest('hex')}`, size}
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    throw fileFailure(error, path)
  }
}
