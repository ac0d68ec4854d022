import {sha256} from '../base/digest'
import type {Problem} from '../base/problem'
import {formatBytes} from '../base/units'
import type {Digest} from '../model/ids'
import {ARTIFACTS_FOLDER, pathProblem} from '../model/paths'
import type {ArtifactEntry} from '../model/record'
import type {Caps} from '../model/settings'
import type {ArtifactStore} from '../ports/artifact-store'
import type {Files} from '../ports/files'
import {mediaTypeOf} from './media-type'
import {readPointer, writePointer} from './pointer'

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
  if (facts.size > caps.artifact) {
    return `"${entry.path}" has ${formatBytes(facts.size)}; the ledger's cap for an artifact is ${formatBytes(caps.artifact)}`
  }
  return {entry, file: path, size: facts.size}
}

export interface Ingested {
  readonly entries: readonly ArtifactEntry[]
  /** What goes into the ledger tree, paths relative to the run's folder. */
  readonly puts: readonly {readonly path: string; readonly bytes: Uint8Array}[]
  readonly problems: readonly Problem[]
}

/** A run's small artifacts together stay below this many times the cap of one; the rest go to the store. */
const SMALL_TOTAL = 10

/** Stores what was found: small files as they are, large ones in the store with a pointer in their place. */
export async function ingestArtifacts(
  ports: {readonly files: Files; readonly store: ArtifactStore},
  found: readonly Found[],
  caps: Caps,
): Promise<Ingested> {
  const entries: ArtifactEntry[] = []
  const puts: {path: string; bytes: Uint8Array}[] = []
  const problems: Problem[] = []
  let room = caps.small_artifact * SMALL_TOTAL
  for (const [i, item] of found.entries()) {
    if (item.file === undefined) {
      entries.push({...item.entry, absent: true})
      continue
    }
    const small = item.size <= caps.small_artifact && item.size <= room
    const kept = small ? await keepSmall(ports.files, item.file, caps) : await keepLarge(ports.store, item.file)
    const problem = mismatch(item.entry, kept) ?? strayPointer(item.entry, kept)
    if (problem) problems.push({pointer: `/artifacts/${i}`, message: problem})
    if (small) room -= item.size
    const media_type = item.entry.media_type ?? mediaTypeOf(item.entry.path)
    const {digest, size} = kept
    const {absent: _, ...entry} = item.entry
    entries.push({...entry, digest, size, ...(media_type && {media_type})})
    puts.push({path: `${ARTIFACTS_FOLDER}/${item.entry.path}`, bytes: kept.bytes})
  }
  return {entries, puts, problems}
}

interface Kept {
  readonly digest: Digest
  readonly size: number
  readonly bytes: Uint8Array
  readonly small: boolean
}

async function keepSmall(files: Files, file: string, caps: Caps): Promise<Kept> {
  const bytes = await files.read(file, caps.small_artifact)
  return {digest: `sha256:${sha256(bytes)}` as Digest, size: bytes.length, bytes, small: true}
}

async function keepLarge(store: ArtifactStore, file: string): Promise<Kept> {
  const stored = await store.put(file)
  return {...stored, bytes: writePointer(stored, store.pointer), small: false}
}

function mismatch(entry: ArtifactEntry, kept: Kept): string | undefined {
  if (entry.digest === undefined || entry.digest === kept.digest) return undefined
  return `"${entry.path}" is ${kept.digest}; the input says ${entry.digest}`
}

function strayPointer(entry: ArtifactEntry, kept: Kept): string | undefined {
  if (!kept.small || !readPointer(kept.bytes)) return undefined
  return `"${entry.path}" is a pointer, not the file itself (git lfs pull brings the file)`
}
