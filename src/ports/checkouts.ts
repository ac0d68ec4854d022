import type {Oid} from '../model/ids'
import type {Pieces} from './copies'

/** A folder in which the code of a run is checked out, made by us. */
export interface Checkout {
  /** Absolute. */
  readonly folder: string
  /** Id of the run. */
  readonly run: string
  readonly name: string
  readonly commit: Oid
  /** A linked worktree, or a clone that needs this repository no more. */
  readonly kind: 'worktree' | 'clone'
  /** `git exp run` makes one for a run that was submitted. */
  readonly by: 'checkout' | 'run'
  /** By a process that is gone, or that goes on. */
  readonly unfinished?: 'cut short' | 'being made'
}

export interface CheckoutRequest {
  readonly run: string
  readonly name: string
  readonly commit: Oid
  /** Absolute; undefined: the usual place, beside the repository. */
  readonly folder?: string
  readonly standalone?: boolean
  /** Commits that submodules had when the run started, where the record says so. */
  readonly submodules?: readonly WantedSubmodule[]
}

export interface WantedSubmodule {
  readonly path: string
  readonly commit: string
}

/** What of a commit's code is not on this machine. */
export interface Lacking {
  /** Paths of files of Git LFS. */
  readonly files: readonly string[]
  /** Each with its problem. */
  readonly submodules: readonly FilledSubmodule[]
}

/** A submodule, and why it is not there. */
export interface FilledSubmodule {
  readonly path: string
  readonly commit: string
  readonly problem?: string
}

export interface MadeCheckout extends Checkout {
  /** The tree that is checked out, as the index says it. */
  readonly tree: Oid
  /** false: it was there already, and nothing was touched. */
  readonly fresh: boolean
  readonly submodules: readonly FilledSubmodule[]
  /** Files of Git LFS that are still pointers. */
  readonly pointers: readonly string[]
  /** Filters of the user's configuration that failed and were left out. */
  readonly failedFilters: readonly string[]
  /** Files whose bytes are not those of the tree, although no filter is for them; at most 100. */
  readonly differing: readonly string[]
}

/** A file in the side folder of a checkout. */
export interface LaidFile {
  /** From the top of the checkout. */
  readonly at: string
  /** Something stood there. */
  readonly taken: boolean
}

/** What would be lost with a checkout; paths from its top. */
export interface CheckoutState {
  readonly changed: readonly string[]
  readonly untracked: readonly string[]
  /** Ignored files, less what Python and we put there. */
  readonly ignored: readonly string[]
  /** HEAD is at a commit that no branch, tag or other ref has. */
  readonly unreachable: boolean
}

export interface CheckoutWords {
  /** The run that it is listed with; undefined: its name is that run's id. */
  readonly run?: string
  readonly submodules?: readonly WantedSubmodule[]
}

/** Folders in which a commit is checked out, apart from the user's own. No hook of the user's runs; index, HEAD, refs, stash and files of the user stay as they are. */
export interface Checkouts {
  /** A linked worktree at `commit`, its HEAD detached; the one that is there already where it is at that commit. Throws GIT_FAILED, READ_ONLY, DISK_FULL. */
  at(commit: Oid, name: string, more?: CheckoutWords): Promise<string>
  /** What such a checkout would lack; makes none, and asks no server. Throws GIT_FAILED. */
  lacks(commit: Oid, submodules: readonly WantedSubmodule[]): Promise<Lacking>
  /** Where a checkout for this run goes unless a folder is named: `../<repository>-<run>`, or in our own folder where that lies in another worktree. */
  usualPlace(run: string): Promise<string>
  /**
   * Throws what `make` would throw for this folder: FILE_EXISTS where something stands there, USAGE where it lies in a worktree that does not
   * ignore it or in a git folder. Answers the same run's checkout that stands there already.
   */
  lookAt(folder: string, request: {readonly run: string; readonly commit: Oid}): Promise<Checkout | undefined>
  /** Checks the commit out, every file as it was committed; all or nothing. Throws what `lookAt` does, GIT_FAILED, READ_ONLY, DISK_FULL, DAMAGED_RECORD where the files are not those of the tree. */
  make(request: CheckoutRequest): Promise<MadeCheckout>
  /** Those that are still there. */
  list(): readonly Checkout[]
  state(checkout: Checkout): Promise<CheckoutState>
  /** With all that is in it. Throws GIT_FAILED. */
  remove(checkout: Checkout): Promise<void>
  /**
   * Writes a file below the checkout's own side folder (`.exp`, which git ignores). What stands at its name is left as it is. Throws what
   * the bytes throw, READ_ONLY, DISK_FULL.
   */
  lay(folder: string, path: string, pieces: Pieces): Promise<LaidFile>
  /** A symlink at `path` of the checkout to `target`. Answers false where something stands there, or where the way there leads out of the checkout. */
  link(folder: string, path: string, target: string): boolean
}
