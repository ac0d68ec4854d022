import {cut, safe} from '../base/text'
import {formatBytes} from '../base/units'
import {HEAD_BYTES, headOf} from './head'
import {READERS, type Reader} from './readers'
import type {FileSays} from './says'
import {Unreadable} from './unreadable'

/** Names from the file may be of any length. */
const MAX_NOTE = 300

/** Why nothing is known of a file: one clause about it, as `ends too early`. */
export interface FileProblem {
  readonly problem: string
}

/** The reader for a file, by its path and its first HEAD_BYTES bytes; undefined where nobody knows it. */
export function recognise(path: string, head: Uint8Array): Reader | undefined {
  const looked = headOf(path, head)
  return READERS.find(reader => reader.knows(looked))
}

/** What a file says. A path is looked at for names only; nothing is opened. */
export async function readFile(path: string, bytes: Uint8Array): Promise<FileSays | FileProblem> {
  const reader = recognise(path, bytes.subarray(0, HEAD_BYTES))
  if (!reader) return {problem: 'is of no kind that is read'}
  if (bytes.length > reader.maxBytes) {
    return {problem: `is ${formatBytes(bytes.length)}, of at most ${formatBytes(reader.maxBytes)}`}
  }
  try {
    return withoutEmpty(await reader.read(bytes, path))
  } catch (error) {
    if (error instanceof Unreadable) return {problem: error.message}
    throw error
  }
}

function withoutEmpty(says: FileSays): FileSays {
  const {points, metrics, reports, notes, ...rest} = says
  return {
    ...rest,
    ...(points?.length && {points}),
    ...(metrics?.length && {metrics}),
    ...(reports?.length && {reports}),
    ...(notes?.length && {notes: notes.map(note => cut(safe(note), MAX_NOTE))}),
  }
}
