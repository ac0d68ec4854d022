import type {Oid} from '../model/ids'

/** The remotes as far as taking up a ledger needs them. All by the user's own git: credentials, ssh, proxies. */
export interface GitRemotes {
  names(): readonly string[]
  /** The remote-tracking ref of a branch that is here already, with no network. */
  tracked(remote: string, branch: string): Promise<Oid | undefined>
  /** Asks the remote itself; 'unreachable' with git's words when it does not answer within `timeoutMs`. */
  ask(remote: string, branch: string, timeoutMs: number): Promise<Oid | undefined | {readonly unreachable: string}>
  /** Fetches one branch into its remote-tracking ref. Throws REMOTE_FAILED. */
  fetch(remote: string, branch: string): Promise<Oid>
  /** Pushes these refs (globs too) in the background, never by force; nobody hears how it went. */
  pushBehind(remote: string, refs: readonly string[]): void
  /** Makes the local branch at the remote's, with its upstream set. */
  track(remote: string, branch: string): Promise<void>
}
