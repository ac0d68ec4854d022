import type {Oid} from '../model/ids'

/** How much one snapshot may take up. */
export interface SnapshotCaps {
  /** Largest untracked file. */
  readonly fileBytes: number
  /** All captured files together, tracked ones too. */
  readonly totalBytes: number
  readonly files: number
  /** Length of the readable diff. */
  readonly diffBytes: number
}

/** What a snapshot may take up unless the user says otherwise. */
export const SNAPSHOT_CAPS: SnapshotCaps = {
  fileBytes: 1 << 20,
  totalBytes: 64 << 20,
  files: 5000,
  diffBytes: 256 << 10,
}

/** What to capture, and what not. */
export interface SnapshotRequest {
  readonly caps: SnapshotCaps
  /** Globs of untracked files to take besides the built-in ones; without a slash they match the name, else the path from the top. */
  readonly patterns: readonly string[]
  /** Why a file looks like a key, by its path and its first 64 KB; undefined: it does not. */
  readonly secret: (path: string, head: Uint8Array) => string | undefined
  readonly redactDiff: (text: string) => string
}

/** Why a file was left out: it matches no pattern; which cap it is over; or what it is. */
export type ExclusionReason = 'pattern' | 'size' | 'total' | 'count' | 'secret' | 'unreadable' | 'special'

/** A file that is not in the snapshot as it stands in the worktree. A path that ends in a slash is a whole folder. */
export interface ExcludedFile {
  readonly path: string
  readonly why: ExclusionReason
  readonly bytes?: number
  /** What the check for secrets, or git, said. */
  readonly detail?: string
}

/** A gitlink of the index. */
export interface SubmoduleState {
  readonly path: string
  /** The commit checked out there. */
  readonly commit: string
  readonly dirty: boolean
}

/** The user's code as it stood in the worktree. */
export interface CodeSnapshot {
  readonly head: Oid | undefined
  readonly branch: string | undefined
  /** The commit that holds `tree`: HEAD where HEAD holds it; undefined where there is neither a commit nor a file. Nothing points at it yet. */
  readonly commit: Oid | undefined
  readonly tree: Oid
  /** A tracked file differs from HEAD, whether or not the difference could be captured. */
  readonly dirty: boolean
  /** Changed tracked files that were captured; one with both kinds of change counts twice. */
  readonly staged: number
  readonly unstaged: number
  /** Untracked files that were captured. */
  readonly untracked: number
  /** Tracked files that are gone. */
  readonly deleted: number
  /** Files of nested repositories and dirty submodules, captured as plain files. */
  readonly nested: number
  /** At most 100; those that match no pattern come last. */
  readonly excluded: readonly ExcludedFile[]
  readonly excludedMore: number
  /** In words: what belongs to the code and could not be captured. */
  readonly incomplete: readonly string[]
  readonly submodules: readonly SubmoduleState[]
  /** From HEAD to `tree`, redacted; undefined where they are equal. Where it was cut, its last line says so. */
  readonly diff: string | undefined
}

/** Makes commits of dirty worktrees. Index, HEAD, refs, stash and files of the user stay as they are. */
export interface CodeSnapshots {
  /** Objects are on disk when it answers, and may be lost to `git gc` until the caller points a ref at the commit. */
  take(request: SnapshotRequest): Promise<CodeSnapshot>
}
