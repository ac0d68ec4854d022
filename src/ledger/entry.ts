import type {Oid} from '../model/ids'
import type {Signature} from '../ports/git-objects'

/** A file of one change. `expect` is what must stand at the path for the change to hold: nothing, or this blob. */
export interface EntryPut {
  readonly path: string
  readonly bytes: Uint8Array
  readonly expect: Oid | null
}

/** One change to the ledger, waiting in the spool: it becomes one commit. */
export interface SpoolEntry {
  readonly subject: string
  readonly body?: string
  /** `Exp-Run: …` lines, in order. */
  readonly trailers: readonly (readonly [string, string])[]
  /** The user at the moment of recording. */
  readonly author: Signature
  readonly puts: readonly EntryPut[]
  /** Code commits that this change names and that are not yet known to be on the chain. */
  readonly code?: readonly Oid[]
  /** The refs that hold them until they are; deleted then. */
  readonly pins?: readonly string[]
  /** A name that no other run may have, and the tip at which none had it. */
  readonly unique?: {readonly name: string; readonly at: Oid}
  /** Signed commits are made by their own process only. */
  readonly sign?: boolean
}

const VERSION = 1

/** A JSON line, then the bytes of the files one after the other. */
export function encodeEntry(entry: SpoolEntry): Uint8Array {
  const puts = entry.puts.map(({path, bytes, expect}) => ({path, size: bytes.length, expect}))
  const head = Buffer.from(`${JSON.stringify({version: VERSION, ...entry, puts})}\n`)
  return Buffer.concat([head, ...entry.puts.map(put => put.bytes)])
}

/** The entry, or why these bytes are none. */
export function decodeEntry(bytes: Uint8Array): SpoolEntry | {readonly broken: string} {
  const end = bytes.indexOf(10)
  if (end < 0) return {broken: 'it has no header line'}
  try {
    const {version, puts, ...rest} = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()) as StoredHead
    if (version !== VERSION) return {broken: `it is of version ${version}; this git exp writes version ${VERSION}`}
    let at = end + 1
    const files = puts.map(({path, size, expect}) => {
      const file = {path, expect, bytes: bytes.subarray(at, at + size)}
      at += size
      return file
    })
    if (at !== bytes.length)
      return {broken: `it holds ${bytes.length - end - 1} bytes of files where ${at - end - 1} are announced`}
    return {...rest, puts: files}
  } catch (error) {
    return {broken: `its header is not readable: ${(error as Error).message}`}
  }
}

type StoredHead = Omit<SpoolEntry, 'puts'> & {
  readonly version: number
  readonly puts: readonly {readonly path: string; readonly size: number; readonly expect: Oid | null}[]
}

/** Subject, body and trailers as git lays them out. */
export function entryMessage({subject, body, trailers}: SpoolEntry): string {
  const paragraphs = [subject, body?.trim(), trailers.map(([key, value]) => `${key}: ${value}`).join('\n')]
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`
}
