/** A file of two trees that is not the same in both. Ids are of blobs, or of a submodule's commit. */
export interface FileChange {
  readonly path: string
  readonly before?: string
  readonly after?: string
  /** Absent where all there is is an ordinary file (100644). */
  readonly modes?: {readonly before?: string; readonly after?: string}
}

/** One file as a reader counts it. */
export interface TouchedFile {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed'
  /** Where it was before, with the same bytes. */
  readonly from?: string
  /** What it is, or was where it is gone, if no ordinary file. */
  readonly what?: 'link' | 'submodule'
  /** It became one that may be executed, or ceased to be; of links and submodules nothing is said. */
  readonly executable?: boolean
  readonly before?: string
  readonly after?: string
}

/** Changes of a tree with those that only moved taken together, by path. Only files with the very same bytes count as moved. Pure. */
export function touchedFiles(changes: readonly FileChange[]): TouchedFile[] {
  const pairs = movedPairs(changes)
  const moved = new Set([...pairs].flat())
  const rest = changes.filter(change => !moved.has(change)).map(touched)
  const renamed = [...pairs].map(([gone, come]): TouchedFile => {
    const {kind: _, ...file} = touched({...come, before: gone.before!, modes: {...gone.modes, ...come.modes}})
    return {...file, kind: 'renamed', from: gone.path}
  })
  return [...rest, ...renamed].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Of several with the same bytes those of one name belong together, then those that come first. */
function movedPairs(changes: readonly FileChange[]): Map<FileChange, FileChange> {
  const gone = changes.filter(({before, after}) => before !== undefined && after === undefined)
  const come = new Map<string, FileChange[]>()
  for (const change of changes) {
    if (change.before !== undefined || change.after === undefined) continue
    const all = come.get(change.after)
    if (all) all.push(change)
    else come.set(change.after, [change])
  }
  const pairs = new Map<FileChange, FileChange>()
  for (const sameName of [true, false]) {
    for (const change of gone) {
      const free = pairs.has(change) ? undefined : come.get(change.before!)
      const at = free?.findIndex(other => !sameName || baseName(other.path) === baseName(change.path)) ?? -1
      if (at >= 0) pairs.set(change, free!.splice(at, 1)[0]!)
    }
  }
  return pairs
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1)

function touched({path, before, after, modes = {}}: FileChange): TouchedFile {
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  const special = [modes.after, modes.before].map(whatOf).find(what => what !== undefined)
  const was = modes.before === '100755'
  const is = modes.after === '100755'
  return {
    path,
    kind,
    ...(special && {what: special}),
    ...(!special && kind === 'changed' && was !== is && {executable: is}),
    ...(before !== undefined && {before}),
    ...(after !== undefined && {after}),
  }
}

const whatOf = (mode: string | undefined): TouchedFile['what'] =>
  mode === '160000' ? 'submodule' : mode === '120000' ? 'link' : undefined
