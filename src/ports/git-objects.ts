import type {Oid} from '../model/ids'

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

export interface GitObject {
  readonly oid: Oid
  readonly type: ObjectType
  readonly bytes: Uint8Array
}

export interface TreeEntry {
  /** Path from the listed root, `/` between parts. */
  readonly path: string
  readonly mode: '100644' | '100755' | '120000' | '160000' | '040000'
  readonly oid: Oid
}

export interface TreeChange {
  readonly path: string
  readonly before?: Oid
  readonly after?: Oid
  /** Of each side that is there; absent where both are ordinary files (100644). */
  readonly modes?: {readonly before?: TreeEntry['mode']; readonly after?: TreeEntry['mode']}
}

export interface Signature {
  readonly name: string
  readonly email: string
  /** Seconds since 1970. */
  readonly time: number
  /** `+0100` */
  readonly zone: string
}

export interface Commit {
  readonly oid: Oid
  readonly tree: Oid
  readonly parents: readonly Oid[]
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
}

export interface HistoryOptions {
  readonly path?: string
  readonly limit?: number
  readonly skip?: number
  readonly without?: Oid
}

/** Reads the object database. Never writes; never takes a lock. */
export interface GitObjects {
  /**
   * One answer per name, in order. A name is an object id, a ref, `<commit>:<path>`, `HEAD` or any of these with `^{commit}`;
   * undefined where nothing, or more than one thing, answers to it.
   */
  find(names: readonly string[]): Promise<(GitObject | undefined)[]>
  /** As `find`, without the bytes: for thousands of names, whatever they are of. One process. */
  ids(names: readonly string[]): Promise<(Pick<GitObject, 'oid' | 'type'> | undefined)[]>
  /**
   * Where a full ref points as far as one look at a file tells, without waiting: null where there is none, undefined where it must be
   * asked with `find`. It may have moved since.
   */
  peek?(ref: string): Oid | null | undefined
  /** Blobs by id, in the order asked; throws DAMAGED_RECORD for one that is missing. For many: one process, constant memory. */
  blobs(oids: readonly Oid[]): AsyncIterable<GitObject>
  /**
   * All files (not folders) of a commit or tree, depth first in git's order; under these folders alone, where any are named, and nothing
   * for one that is not there. None of the folders may lie in another. For many: one process.
   */
  files(treeish: Oid, ...folders: readonly string[]): Promise<TreeEntry[]>
  /** Files that differ between two commits or trees, under `folder`. Renames are a removal and an addition. */
  changes(before: Oid, after: Oid, folder?: string): Promise<TreeChange[]>
  /** Files that differ between the two trees (no commits) of each pair, in their order. For many: one process. */
  changesBetween(pairs: readonly (readonly [Oid, Oid])[]): Promise<TreeChange[][]>
  /**
   * Commits reachable from `from` and not from `without`, newest first; only those that touch `path` where one is given. In a shallow
   * clone the commits at its edge have no parents.
   */
  history(from: Oid, options?: HistoryOptions): Promise<Commit[]>
}
