import type {Oid} from '../model/ids'

/** A worktree whose HEAD is a branch that moves without it. */
export interface HoldingWorktree {
  readonly path: string
  /** The commit that its files were last brought to, as its reflog tells; undefined: it does not. */
  readonly at: Oid | undefined
}

/** The folders in which this repository's branches are checked out. */
export interface Worktrees {
  /** Those that have `ref` checked out; what cannot be read is left out. Starts no process. */
  holding(ref: string): readonly HoldingWorktree[]
}
