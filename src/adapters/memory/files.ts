import {posix} from 'node:path'
import {sha256} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {formatBytes} from '../../base/units'
import type {FileFacts, Files} from '../../ports/files'

/** Files in memory: absolute or `/work`-relative path → bytes or text; folders are where files lie below them. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>, stdin = ''): Files {
  const resolve = (...parts: string[]) => posix.resolve('/work', ...parts)
  const files = new Map(Object.entries(contents).map(([path, bytes]) => [resolve(path), Buffer.from(bytes)]))
  const read = (path: string): Uint8Array => {
    const bytes = files.get(resolve(path))
    if (bytes) return bytes
    if (factsOf(files, resolve(path))) {
      throw new ExpError('UNREADABLE_FILE', `"${path}" is a directory, not a file`, {data: {path}})
    }
    throw new ExpError('FILE_NOT_FOUND', `there is no file "${path}"`, {data: {path}})
  }
  return {
    resolve,
    read: async (path, maxBytes) => capped(read(path), path, maxBytes),
    pieces: async function* (path) {
      yield read(path)
    },
    readStdin: async maxBytes => capped(Buffer.from(stdin), 'standard input', maxBytes),
    facts: path => factsOf(files, resolve(path)),
    mayRead: path => factsOf(files, resolve(path)) !== undefined,
    realPath: path => (factsOf(files, resolve(path)) ? resolve(path) : undefined),
    digest: async path => {
      const bytes = read(path)
      return {digest: `sha256:${sha256(bytes)}`, size: bytes.length}
    },
    glob: async pattern => {
      const shape = resolve(pattern).replace(/[.+^${}()|[\]\\]/g, '\\$&')
      const regexp = new RegExp(
        `^${shape.replaceAll('**', '\0').replaceAll('*', '[^/]*').replaceAll('\0', '.*')}(?:/.*)?$`,
      )
      return [...files.keys()].filter(path => regexp.test(path)).sort()
    },
  }
}

function factsOf(files: ReadonlyMap<string, Uint8Array>, path: string): FileFacts | undefined {
  const bytes = files.get(path)
  if (bytes) return {kind: 'file', size: bytes.length, modified: 0}
  const below = path === '/' ? '/' : `${path}/`
  return [...files.keys()].some(file => file.startsWith(below)) ? {kind: 'directory', size: 0, modified: 0} : undefined
}

function capped(bytes: Uint8Array, name: string, maxBytes: number): Uint8Array {
  if (bytes.length <= maxBytes) return bytes
  throw new ExpError('TOO_BIG', `"${name}" is larger than ${formatBytes(maxBytes)}`, {
    data: {path: name, max: maxBytes},
  })
}
