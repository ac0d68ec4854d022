import type {Oid} from '../model/ids'
import {RUNS_FOLDER} from '../model/paths'
import type {Cache} from '../ports/cache'
import type {GitObject} from '../ports/git-objects'
import type {SpoolEntry} from './entry'
import {readLastTip, writeLastTip} from './last-tip'

/** Files of the ledger outside of `runs/`, by path. A recorder that finds them here need not start git to read them. */
export type KnownFiles = ReadonlyMap<string, GitObject>

const FILE = 'ledger-files'

interface Stored {
  readonly tip: string
  readonly files: Readonly<Record<string, {readonly oid: string; readonly text: string}>>
}

/** The files as they are at `tip`, as far as they have been read since anything but a run was changed. */
export function knownFiles(cache: Cache, ref: string, tip: Oid): KnownFiles {
  const stored = readStored(cache)
  const last = readLastTip(cache, ref)
  if (!stored || (stored.tip !== tip && !(last?.tip === tip && last.like === stored.tip))) return new Map()
  return new Map(
    Object.entries(stored.files).map(([path, {oid, text}]) => [
      path,
      {oid: oid as Oid, type: 'blob', bytes: Buffer.from(text)},
    ]),
  )
}

/** Remembers files of the ledger as they are at `tip`. */
export function rememberFiles(cache: Cache, ref: string, now: Oid, files: KnownFiles): void {
  const last = readLastTip(cache, ref)
  const tip = last?.tip === now && last.like ? last.like : now
  const texts = [...files].map(([path, {oid, bytes}]) => [path, {oid, text: Buffer.from(bytes).toString()}] as const)
  cache.write(FILE, Buffer.from(JSON.stringify({tip, files: Object.fromEntries(texts)} satisfies Stored)))
}

/** The ledger has been moved from `before` to `tip` by these changes. */
export function followTip(
  cache: Cache,
  ref: string,
  {
    before,
    tip,
    entries,
  }: {readonly before: Oid | undefined; readonly tip: Oid; readonly entries: readonly SpoolEntry[]},
): void {
  const onlyRuns = entries.every(({puts}) => puts.every(({path}) => path.startsWith(`${RUNS_FOLDER}/`)))
  const last = readLastTip(cache, ref)
  const like = last?.tip === before ? (last?.like ?? before) : before
  writeLastTip(cache, ref, {tip, like: onlyRuns ? like : undefined})
}

function readStored(cache: Cache): Stored | undefined {
  try {
    const bytes = cache.read(FILE)
    return bytes && (JSON.parse(Buffer.from(bytes).toString()) as Stored)
  } catch {
    return undefined
  }
}
