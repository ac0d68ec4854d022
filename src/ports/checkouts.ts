import type {Oid} from '../model/ids'

/** Folders in which a commit is checked out, apart from the user's own. */
export interface Checkouts {
  /** A linked worktree at `commit`, its HEAD detached; the one that is there already where it is at that commit. Throws GIT_FAILED, READ_ONLY, DISK_FULL. */
  at(commit: Oid, name: string): Promise<string>
}
