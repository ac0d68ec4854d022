import {createHash} from 'node:crypto'
import {closeSync, fstatSync, lstatSync, openSync, readSync, realpathSync} from 'node:fs'
import {resolve} from 'node:path'
import {ExpError} from '../../base/errors'
import {formatBytes} from '../../base/units'
import type {Files} from '../../ports/files'
import {fileFailure} from './failures'

const CHUNK = 4 * 1024 * 1024

/** The user's files; relative paths start at `cwd`. */
export function nodeFiles(cwd: string): Files {
  return {
    read: async (path, maxBytes) => readWhole(() => openSync(resolve(cwd, path), 'r'), path, maxBytes),
    readStdin: async maxBytes => readStdin(maxBytes),
    facts: path => facts(resolve(cwd, path)),
    realPath: path => realPath(resolve(cwd, path)),
    resolve: (...parts) => resolve(cwd, ...parts),
    digest: async path => digest(resolve(cwd, path)),
  }
}

function readWhole(open: () => number, name: string, maxBytes: number): Buffer {
  try {
    const fd = open()
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
    return {kind, size: stat.size}
  } catch {
    return undefined
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
      const hash = createHash('sha256')
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
