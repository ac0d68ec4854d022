import type {Oid} from '../model/ids'
import type {Signature} from './git-objects'

export interface FilePut {
  /** Path in the ledger tree; the ledger room has checked it. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** A file of which the repository has the blob. */
export interface BlobPut {
  readonly path: string
  readonly oid: Oid
}

/** A ref that goes on to a commit that the repository has. */
export interface RefMove {
  readonly ref: string
  /** Where it must stand; undefined: it must not exist. */
  readonly from: Oid | undefined
  readonly to: Oid
}

export interface NewCommit {
  readonly message: string
  readonly author: Signature
  readonly committer: Signature
  readonly puts: readonly (FilePut | BlobPut)[]
  readonly removes?: readonly string[]
  /** Further parents. Their files count for nothing: what is taken from them is among `puts`. */
  readonly merges?: readonly Oid[]
}

export interface WritePlan {
  /** Full name of the ledger ref. */
  readonly ref: string
  /** Where the ref must stand for the plan to hold; undefined: it must not exist. */
  readonly base: Oid | undefined
  /** One after the other, the first on `base`; none: only other refs move. */
  readonly commits: readonly NewCommit[]
  /** Code commits to make reachable from the chain; moves before the ledger. */
  readonly chain?: {
    readonly ref: string
    readonly base: Oid | undefined
    readonly add: readonly Oid[]
    readonly committer: Signature
  }
  /** Further refs that move in the same transaction; after the chain, before the ledger. */
  readonly moves?: readonly RefMove[]
  /** Refs to delete in the same transaction, once the chain holds what they pinned. */
  readonly drop?: readonly string[]
  /** Sign the commits as git is set to. */
  readonly sign?: boolean
}

export type WriteResult =
  | {readonly kind: 'moved'; readonly commits: readonly Oid[]; readonly chain?: Oid}
  /** A ref was not where the plan expected it; nothing moved. */
  | {readonly kind: 'raced'}
  /** Another process holds the lock of a ref; nothing moved. */
  | {readonly kind: 'locked'; readonly reason: string}
  /** git refused the commits themselves (bad path, bad identity…); nothing moved. */
  | {readonly kind: 'refused'; readonly reason: string}

/** A lock file of git's that stands in the way of a ref. */
export interface RefLock {
  readonly file: string
  /** In ms, since it was made. */
  readonly age: number
}

/** Writes commits and moves refs, by compare-and-swap. */
export interface GitWriter {
  /** Objects and refs are on disk (fsynced) when it answers `moved`. */
  write(plan: WritePlan): Promise<WriteResult>
  /** A write will come soon: what takes time to start may start now. */
  ready(): void
  /** Makes `ref` point at `oid` whatever it pointed at; for pins. */
  pin(ref: string, oid: Oid): Promise<void>
  /** Locks of these refs as they stand now; a git that was killed leaves its own behind for ever. */
  locks(refs: readonly string[]): readonly RefLock[]
  /** Lets go of what failed writes hold on to, once their changes are on the ledger in whatever way, or given up. */
  release(): Promise<void>
  /** Packs what small writes have left behind and sweeps left-over private refs; answers at once, works in the background. */
  tidy(): void
}
