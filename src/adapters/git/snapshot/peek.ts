import {closeSync, openSync, readSync, type Stats} from 'node:fs'
import {onDisk, type RawPath, statAt} from './raw-path'

/** What a path is, with the beginning of a file's bytes. */
export type Peek =
  | {readonly kind: 'file'; readonly size: number; readonly executable: boolean; readonly head: Buffer}
  | {readonly kind: 'symlink'; readonly size: number}
  | {readonly kind: 'folder' | 'special' | 'unreadable' | 'gone'}

/** So much of a file is looked at. */
export const HEAD_BYTES = 64 << 10

/** Looks at a path below a folder and never waits: pipes and devices are not opened. */
export function peek(top: string, path: RawPath): Peek {
  const stat = statAt(top, path)
  if (!stat) return {kind: 'gone'}
  if (stat.isSymbolicLink()) return {kind: 'symlink', size: stat.size}
  if (stat.isDirectory()) return {kind: 'folder'}
  if (!stat.isFile()) return {kind: 'special'}
  const head = headOf(top, path, stat)
  return head ? {kind: 'file', size: stat.size, executable: (stat.mode & 0o100) !== 0, head} : {kind: 'unreadable'}
}

/** Whether lines of a text end in CR LF; git leaves what has a NUL alone. */
export function hasCrlf(seen: Peek): boolean {
  return seen.kind === 'file' && seen.head.includes('\r\n') && !seen.head.includes(0)
}

function headOf(top: string, path: RawPath, {size}: Stats): Buffer | undefined {
  const head = Buffer.alloc(Math.min(size, HEAD_BYTES))
  try {
    const fd = openSync(onDisk(top, path), 'r')
    try {
      return head.subarray(0, readSync(fd, head, 0, head.length, 0))
    } finally {
      closeSync(fd)
    }
  } catch {
    return undefined
  }
}
