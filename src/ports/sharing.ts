import type {Oid} from '../model/ids'

/** Where the ledger and the chain of code commits stand; undefined: there is none. */
export interface SharedTips {
  readonly ledger: Oid | undefined
  readonly chain: Oid | undefined
}

/** The ledger to and from a remote, by the user's own git: credentials, ssh, proxies. */
export interface Sharing {
  /** Fetches both into tracking refs, and what they reach; nothing else. Throws REMOTE_FAILED. */
  fetch(remote: string, ledger: string): Promise<SharedTips>
  /**
   * Moves refs of the remote, all or none, never by force; where the remote cannot do that, the first ones first. `behind`: the remote
   * has what we lack. Throws REMOTE_FAILED, REMOTE_REFUSED.
   */
  push(remote: string, refs: readonly {readonly ref: string; readonly oid: Oid}[]): Promise<'pushed' | 'behind'>
  /** Whether files of Git LFS are here that a push does not take along, since LFS's hook is not installed. */
  leavesFiles(): Promise<boolean>
  /** A best common ancestor of two commits; undefined: they have none that is here. */
  mergeBase(a: Oid, b: Oid): Promise<Oid | undefined>
}
