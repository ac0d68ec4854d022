import type {Oid} from '../../model/ids'
import {parseRunPath, RECORD_FILE, RUNS_FOLDER} from '../../model/paths'
import type {GitObjects, TreeChange} from '../../ports/git-objects'
import {groupByRun, isIndexed, type RunSource} from './read-runs'

/** More changed runs than this are read anew, with the whole ledger. */
const CHANGED_MAX = 20_000
/** Listing more folders one by one takes longer than listing all. */
const FOLDERS_MAX = 24

/** A run that differs between two tips, as it is at the later one; no `source` when it is gone. */
export interface ChangedRun {
  readonly folder: string
  /** It has no row yet. */
  readonly fresh: boolean
  readonly source: RunSource | undefined
}

/** Runs whose summary may differ between two tips; undefined when `before` cannot be read or nearly everything differs. */
export async function changedRuns(objects: GitObjects, before: Oid, after: Oid): Promise<ChangedRun[] | undefined> {
  const changes = await changesUnder(objects, before, after)
  if (!changes) return undefined
  const indexed = changes.filter(({path}) => isIndexed(parseRunPath(path)?.rest ?? ''))
  const folders = new Map<string, TreeChange[]>()
  for (const change of indexed) {
    const {folder} = parseRunPath(change.path)!
    const known = folders.get(folder)
    if (known) known.push(change)
    else folders.set(folder, [change])
  }
  if (folders.size > CHANGED_MAX) return undefined
  return resolveFolders(objects, after, folders)
}

async function changesUnder(objects: GitObjects, before: Oid, after: Oid): Promise<TreeChange[] | undefined> {
  try {
    return await objects.changes(before, after, RUNS_FOLDER)
  } catch {
    // The old tip was rewritten away and collected: the index starts anew.
    return undefined
  }
}

async function resolveFolders(
  objects: GitObjects,
  tip: Oid,
  folders: ReadonlyMap<string, readonly TreeChange[]>,
): Promise<ChangedRun[]> {
  const isFresh = (changes: readonly TreeChange[]) =>
    changes.some(({path, before, after}) => path.endsWith(`/${RECORD_FILE}`) && !before && after)
  const old = [...folders].filter(([, changes]) => !isFresh(changes)).map(([folder]) => folder)
  const listed = await listFolders(objects, tip, old)
  return [...folders].map(([folder, changes]) => {
    const fresh = isFresh(changes)
    const files = changes.flatMap(({path, after}) => (after ? [{path, oid: after}] : []))
    return {folder, fresh, source: fresh ? groupByRun(files).get(folder) : listed.get(folder)}
  })
}

async function listFolders(objects: GitObjects, tip: Oid, folders: readonly string[]): Promise<Map<string, RunSource>> {
  const roots = folders.length > FOLDERS_MAX ? [RUNS_FOLDER] : folders
  const listed = await Promise.all(roots.map(root => objects.files(tip, root)))
  return groupByRun(listed.flat())
}
