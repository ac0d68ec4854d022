import {MAX_POINTER, readPointer} from '../artifacts/pointer'
import {isExpError} from '../base/errors'
import {at, isObject, type Json} from '../base/json'
import type {ComparableText} from '../compare/compare-runs'
import {diffPackages, normalized, type PackageDiff} from '../compare/packages'
import {plainText} from '../compare/source/plain-text'
import type {Oid} from '../model/ids'
import {ARTIFACTS_FOLDER} from '../model/paths'
import type {ArtifactEntry} from '../model/record'
import {artifactBytes, type BytesPorts} from './artifact-bytes'
import type {Shown} from './show-run'

export interface RunTexts {
  readonly texts: readonly ComparableText[]
  /** What each changed against its commit, where that differs. */
  readonly patches: readonly ComparableText[]
  readonly packages: PackageDiff | undefined
}

const TEXT = /\.(?:ya?ml|json|toml|ini|cfg|conf|txt|md|py|sh|jinja2?|j2|tmpl|prompt)$/i
const MAX_PAIRS = 20
/** Of one artifact that lies in the store. */
const MAX_STORED = 1024 * 1024
const PACKAGES_FILE = 'requirements.txt'
const PATCH_FILE = 'code.diff'

interface Pair {
  readonly path: string
  readonly oids: readonly [Oid | undefined, Oid | undefined]
}

/** The texts that lie beside two records and are not the same: artifacts at one path, lists of packages, patches. One reading of git for all. */
export async function runTexts(ports: BytesPorts, before: Shown, after: Shown): Promise<RunTexts> {
  const sides = [before, after].map(({run}) => new Map(run.files.map(({path, oid}) => [path, oid])))
  const pairOf = (path: string): Pair => ({path, oids: [sides[0]!.get(path), sides[1]!.get(path)]})
  const beside = [PACKAGES_FILE, PATCH_FILE].map(pairOf).filter(differ)
  const artifacts = artifactPairs(before, after, pairOf)
  const bytes = await blobsOf(ports, [...beside, ...artifacts])
  const textOf = (oid: Oid | undefined) => {
    const found = oid === undefined ? undefined : bytes.get(oid)
    return found && plainText(found)
  }
  const named = (path: string) => beside.find(pair => pair.path === path)?.oids.map(textOf)
  const [lists, patch] = [named(PACKAGES_FILE), named(PATCH_FILE)]
  const texts = await Promise.all(artifacts.map(pair => artifactTexts(ports, [before, after], pair, bytes)))
  return {
    texts: texts.flatMap(text => text ?? []),
    patches: patch ? [{path: PATCH_FILE, before: patch[0] ?? '', after: patch[1] ?? ''}] : [],
    packages: packagesOf(lists, [before, after]),
  }
}

const differ = ({oids: [old, now]}: Pair) => old !== now

/** Both have it, at one path, with other bytes. */
function artifactPairs(before: Shown, after: Shown, pairOf: (path: string) => Pair): Pair[] {
  const old = entriesOf(before)
  const both = [...entriesOf(after)].filter(([path, entry]) => {
    const was = old.get(path)
    if (!TEXT.test(path) || was === undefined) return false
    return was.digest === undefined || entry.digest === undefined || was.digest !== entry.digest
  })
  return both
    .map(([path]) => pairOf(`${ARTIFACTS_FOLDER}/${path}`))
    .filter(pair => differ(pair) || !pair.oids[0])
    .slice(0, MAX_PAIRS)
}

function entriesOf({record}: Shown): Map<string, ArtifactEntry> {
  const said: Json | undefined = record['artifacts']
  const entries = Array.isArray(said) ? said.filter(isObject) : []
  return new Map(
    entries.flatMap(entry =>
      typeof entry['path'] === 'string' && entry['absent'] !== true
        ? [[entry['path'], entry as unknown as ArtifactEntry]]
        : [],
    ),
  )
}

async function blobsOf({objects}: BytesPorts, pairs: readonly Pair[]): Promise<Map<Oid, Uint8Array>> {
  const oids = [...new Set(pairs.flatMap(({oids}) => oids.filter(oid => oid !== undefined)))]
  const found = new Map<Oid, Uint8Array>()
  for await (const {oid, bytes} of objects.blobs(oids)) found.set(oid, bytes)
  return found
}

async function artifactTexts(
  ports: BytesPorts,
  runs: readonly [Shown, Shown],
  {path: filed, oids}: Pair,
  committed: ReadonlyMap<Oid, Uint8Array>,
): Promise<ComparableText | undefined> {
  const path = filed.slice(ARTIFACTS_FOLDER.length + 1)
  const texts: string[] = []
  for (const [i, run] of runs.entries()) {
    const entry = entriesOf(run).get(path)!
    const bytes = await bytesOf(ports, run, entry, committed.get(oids[i] as Oid))
    if (typeof bytes === 'string') return {path, unread: bytes}
    const text = bytes && plainText(bytes)
    if (text === undefined) return undefined
    texts.push(text)
  }
  const role = entriesOf(runs[1]).get(path)?.role
  return {path, before: texts[0]!, after: texts[1]!, ...(role !== undefined && {role})}
}

/** A text says why there are none. */
async function bytesOf(
  ports: BytesPorts,
  run: Shown,
  entry: ArtifactEntry,
  committed: Uint8Array | undefined,
): Promise<Uint8Array | string | undefined> {
  if (committed && !(committed.length <= MAX_POINTER && readPointer(committed))) return committed
  // Only its name was recorded.
  if (entry.digest === undefined) return undefined
  try {
    return await artifactBytes(ports, run, entry, MAX_STORED)
  } catch (error) {
    if (isExpError(error, 'TOO_BIG') || isExpError(error, 'FILE_NOT_FOUND') || isExpError(error, 'DAMAGED_RECORD'))
      return error.message
    throw error
  }
}

function packagesOf(
  lists: readonly (string | undefined)[] | undefined,
  runs: readonly Shown[],
): PackageDiff | undefined {
  const [before, after] = lists ?? []
  if (before === undefined || after === undefined) return undefined
  const libs = runs.flatMap(({record}) => {
    const said = at(record, 'env', 'libs')
    return isObject(said) ? Object.keys(said).map(normalized) : []
  })
  const diff = diffPackages(before, after, new Set(libs))
  return diff.added.length + diff.removed.length + diff.moved.length > 0 ? diff : undefined
}
