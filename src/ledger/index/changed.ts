import {getOrMake} from '../../base/lazy'
import type {Oid} from '../../model/ids'
import {parseRunPath, RUNS_FOLDER} from '../../model/paths'
import type {GitObjects, TreeChange} from '../../ports/git-objects'
import {groupByRun, isIndexed, type RunSource} from './read-runs'

/** More changed runs than this are read anew, with the whole ledger. */
const CHANGED_MAX = 20_000
/** Listing more folders one by one takes longer than listing all. */
const FOLDERS_MAX = 24

/** Run folders with what changed in them of what a summary comes from. */
export type ChangedFolders = ReadonlyMap<string, readonly TreeChange[]>

/** Runs whose summary may differ between two tips; undefined when `before` cannot be read or nearly everything differs. */
export async function changedFolders(
  objects: GitObjects,
  before: Oid,
  after: Oid,
): Promise<ChangedFolders | undefined> {
  const changes = await changesUnder(objects, before, after)
  if (!changes) return undefined
  const folders = new Map<string, TreeChange[]>()
  for (const change of changes) {
    const place = parseRunPath(change.path)
    if (place && isIndexed(place.rest)) getOrMake(folders, place.folder, (): TreeChange[] => []).push(change)
  }
  return folders.size > CHANGED_MAX ? undefined : folders
}

async function changesUnder(objects: GitObjects, before: Oid, after: Oid): Promise<TreeChange[] | undefined> {
  try {
    return await objects.changes(before, after, RUNS_FOLDER)
  } catch {
    // The old tip was rewritten away and collected: the index starts anew.
    return undefined
  }
}

/**
 * The files of changed runs at `tip`; a run that is gone has none. What the index knew nothing of (not in `known`) is all among
 * the changes; of other folders the files that stayed are listed.
 */
export async function changedSources(
  objects: GitObjects,
  tip: Oid,
  folders: ChangedFolders,
  known: ReadonlyMap<string, unknown>,
): Promise<RunSource[]> {
  const added = [...folders].filter(([folder]) => !known.has(folder)).flatMap(([, changes]) => changes)
  const files = added.flatMap(({path, after}) => (after ? [{path, oid: after}] : []))
  const old = [...folders.keys()].filter(folder => known.has(folder))
  const listed = await listFolders(objects, tip, old)
  return [...groupByRun(files).values(), ...old.flatMap(folder => listed.get(folder) ?? [])]
}

async function listFolders(objects: GitObjects, tip: Oid, folders: readonly string[]): Promise<Map<string, RunSource>> {
  const roots = folders.length > FOLDERS_MAX ? [RUNS_FOLDER] : folders
  const listed = await Promise.all(roots.map(root => objects.files(tip, root)))
  return groupByRun(listed.flat())
}
