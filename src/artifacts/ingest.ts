import {sha256} from '../base/digest'
import {ExpError} from '../base/errors'
import type {Problem} from '../base/problem'
import {shellWord} from '../base/text'
import {formatBytes} from '../base/units'
import {type Digest, isDigest} from '../model/ids'
import {ARTIFACTS_FOLDER, pathProblem} from '../model/paths'
import type {ArtifactEntry} from '../model/record'
import type {Caps} from '../model/settings'
import type {ArtifactStore} from '../ports/artifact-store'
import type {Files} from '../ports/files'
import {mediaTypeOf} from './media-type'
import {MAX_POINTER, type Pointer, readPointer, writePointer} from './pointer'

/** An artifact as found on disk, nothing stored yet. */
export interface Found {
  readonly entry: ArtifactEntry
  /** Absolute path of the file; undefined: nobody has it. */
  readonly file: string | undefined
  readonly size: number
}

export interface Inspection {
  readonly found: readonly Found[]
  readonly problems: readonly Problem[]
}

/** Looks each artifact up below `folder` without storing anything, and reports every one that must not be stored. */
export function inspectArtifacts(
  files: Files,
  entries: readonly ArtifactEntry[],
  folder: string,
  caps: Caps,
): Inspection {
  const problems: Problem[] = []
  const seen = new Set<string>()
  const found = entries.map((entry, i) => {
    const result = inspect(files, entry, folder, caps)
    const twice = seen.has(entry.path.toLowerCase())
    seen.add(entry.path.toLowerCase())
    const message = typeof result === 'string' ? result : twice ? `names "${entry.path}" twice` : undefined
    if (message) problems.push({pointer: `/artifacts/${i}`, message})
    return typeof result === 'string' ? {entry, file: undefined, size: 0} : result
  })
  return {found, problems}
}

function inspect(files: Files, entry: ArtifactEntry, folder: string, caps: Caps): Found | string {
  // The schema room says what is wrong with it; here it must only lead nowhere.
  if (pathProblem(entry.path)) return {entry, file: undefined, size: 0}
  const path = files.resolve(folder, entry.path)
  const real = files.realPath(path)
  const facts = real === undefined ? files.facts(path) : files.facts(real)
  if (facts === undefined) return {entry, file: undefined, size: entry.size ?? 0}
  if (real === undefined) return `"${entry.path}" is a symbolic link that leads nowhere`
  const home = files.realPath(folder) ?? folder
  if (!real.startsWith(home.endsWith('/') ? home : `${home}/`)) {
    return `"${entry.path}" is a symbolic link that leads out of "${folder}"; expected a file below it`
  }
  if (facts.kind === 'directory')
    return `"${entry.path}" is a directory; expected a file (name its files one by one, or pack it)`
  if (facts.kind !== 'file') return `"${entry.path}" is not a regular file`
  if (!files.mayRead(path)) return `"${entry.path}" may not be read by you (who may: ls -l ${shellWord(path)})`
  if (facts.size > caps.artifact) {
    return `"${entry.path}" has ${formatBytes(facts.size)}; the ledger's cap for an artifact is ${formatBytes(caps.artifact)}`
  }
  return {entry, file: path, size: facts.size}
}

/** Bytes by digest and size, as far as they are known. */
export interface Weighed {
  readonly digest?: Digest
  readonly size: number
}

/** Stands where a digest will: as long, and of the same shape. */
const DIGEST_TO_COME = `sha256:${'0'.repeat(64)}` as Digest

/**
 * The entries as they will be recorded; a digest that nobody knows yet has its length. What the input says of a kind that no entry
 * can have stays, to be told.
 */
export function plannedEntries(found: readonly Found[], weighed: readonly Weighed[]): ArtifactEntry[] {
  return found.map((item, i) => {
    if (item.file === undefined) return {...item.entry, absent: true}
    const {size, ...said} = item.entry
    const known = entryOf(item, {digest: DIGEST_TO_COME, ...weighed[i]!})
    return {...known, ...said, ...(size !== undefined && typeof size !== 'number' && {size})}
  })
}

/**
 * Finds every artifact whose bytes are not what they should be, before any is stored: its digest is not the one the input gives, or
 * it is the pointer of an artifact that is elsewhere. Reads only what it must, unless `all` digests are asked for.
 */
export async function weighArtifacts(
  files: Files,
  found: readonly Found[],
  {all}: {readonly all: boolean},
): Promise<{readonly weighed: readonly Weighed[]; readonly problems: readonly Problem[]}> {
  const problems: Problem[] = []
  const weighed: Weighed[] = []
  for (const [i, {entry, file, size}] of found.entries()) {
    if (file === undefined) {
      weighed.push({size})
      continue
    }
    const wanted = typeof entry.digest === 'string' && isDigest(entry.digest)
    const bytes = all || wanted ? ((await files.digest(file)) as Pointer) : {size}
    weighed.push(bytes)
    const message = mismatch(entry, bytes) ?? (await strayPointer(files, entry, file, size))
    if (message) problems.push({pointer: `/artifacts/${i}`, message})
  }
  return {weighed, problems}
}

function mismatch(entry: ArtifactEntry, {digest}: Weighed): string | undefined {
  if (digest === undefined || entry.digest === undefined || entry.digest === digest) return undefined
  return `"${entry.path}" is ${digest}; the input says ${entry.digest}`
}

async function strayPointer(
  files: Files,
  entry: ArtifactEntry,
  file: string,
  size: number,
): Promise<string | undefined> {
  if (size > MAX_POINTER || !readPointer(await files.read(file, MAX_POINTER))) return undefined
  return `"${entry.path}" is a pointer, not the file itself (git lfs pull brings the file)`
}

export interface Ingested {
  readonly entries: readonly ArtifactEntry[]
  /** What goes into the ledger tree, paths relative to the run's folder. */
  readonly puts: readonly {readonly path: string; readonly bytes: Uint8Array}[]
}

/** A run's small artifacts together stay below this many times the cap of one; the rest go to the store. */
const SMALL_TOTAL = 10

/**
 * Stores what was found and weighed: small files as they are, large ones in the store with a pointer in their place. Throws
 * BAD_ARTIFACT for one that is no longer what was weighed.
 */
export async function ingestArtifacts(
  ports: {readonly files: Files; readonly store: ArtifactStore},
  found: readonly Found[],
  weighed: readonly Weighed[],
  caps: Caps,
): Promise<Ingested> {
  const entries: ArtifactEntry[] = []
  const puts: {path: string; bytes: Uint8Array}[] = []
  let room = caps.small_artifact * SMALL_TOTAL
  for (const [i, item] of found.entries()) {
    if (item.file === undefined) {
      entries.push({...item.entry, absent: true})
      continue
    }
    const small = item.size <= caps.small_artifact && item.size <= room
    const kept = small ? await keepSmall(ports.files, item.file, caps) : await keepLarge(ports.store, item.file)
    const expected = weighed[i]?.digest
    if (expected !== undefined && kept.digest !== expected) throw changed(item.file)
    if (small) room -= item.size
    entries.push(entryOf(item, kept))
    puts.push({path: `${ARTIFACTS_FOLDER}/${item.entry.path}`, bytes: kept.bytes})
  }
  return {entries, puts}
}

/** The entries that `ingestArtifacts` would answer, from digests alone. */
export function weighedEntries(found: readonly Found[], weighed: readonly Weighed[]): ArtifactEntry[] {
  return found.map((item, i) => (item.file === undefined ? {...item.entry, absent: true} : entryOf(item, weighed[i]!)))
}

function entryOf({entry: {absent: _, ...entry}}: Found, {digest, size}: Weighed): ArtifactEntry {
  const media_type = entry.media_type ?? mediaTypeOf(entry.path)
  return {...entry, ...(digest && {digest}), size, ...(media_type && {media_type})}
}

const changed = (file: string) =>
  new ExpError('BAD_ARTIFACT', `"${file}" changed while it was being recorded`, {
    hints: ['wait until it is written, then run the command again'],
    data: {path: file},
  })

interface Kept extends Pointer {
  readonly bytes: Uint8Array
}

async function keepSmall(files: Files, file: string, caps: Caps): Promise<Kept> {
  const bytes = await files.read(file, caps.small_artifact)
  return {digest: `sha256:${sha256(bytes)}` as Digest, size: bytes.length, bytes}
}

async function keepLarge(store: ArtifactStore, file: string): Promise<Kept> {
  const stored = await store.put(file)
  return {...stored, bytes: writePointer(stored, store.pointer)}
}
