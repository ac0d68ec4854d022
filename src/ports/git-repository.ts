import type {Oid} from '../model/ids'
import type {Signature} from './git-objects'

/** Facts about the repository, found once a command. */
export interface RepositoryFacts {
  readonly gitDir: string
  readonly commonDir: string
  readonly bare: boolean
  readonly worktree: string | undefined
  /** Where the command was typed, relative to the top of the worktree: '' or `sub/`. */
  readonly prefix: string
  readonly objectFormat: 'sha1' | 'sha256'
}

/** The state of the user's code, read without touching index or worktree. */
export interface WorktreeState {
  readonly head: Oid | undefined
  readonly branch: string | undefined
  readonly staged: number
  readonly unstaged: number
  readonly untracked: number
  readonly unmerged: number
}

export interface GitRepository {
  readonly facts: RepositoryFacts
  /** undefined in a bare repository. */
  state(): Promise<WorktreeState | undefined>
  /** `user.name` and `user.email` by git's own rules, now; throws NO_IDENTITY with git's words. */
  author(): Promise<Signature>
  committer(): Promise<Signature>
  /** Remote URL of `origin` (or the only remote) with credentials stripped. */
  remoteUrl(): Promise<string | undefined>
}
