import type {AppendPorts} from '../../ledger/drain'
import type {ArtifactStore} from '../../ports/artifact-store'
import type {Files} from '../../ports/files'
import type {GitRepository} from '../../ports/git-repository'
import type {Recorded} from '../../ports/recorded'
import type {TemplateSandbox} from '../../ports/template-sandbox'
import type {Worktrees} from '../../ports/worktrees'
import type {IndexPorts} from '../run-index'

/** What recording asks of the world. */
export type RecordPorts = AppendPorts &
  IndexPorts & {
    readonly repository: GitRepository
    readonly files: Files
    readonly store: ArtifactStore
    readonly recorded: Recorded
    readonly sandbox: TemplateSandbox
    readonly worktrees: Worktrees
    readonly sign: boolean
  }

/** What is recorded, and how. */
export interface RecordInput {
  /** A file, or `-` for standard input. */
  readonly source: string
  readonly message: string | undefined
  readonly tags: readonly string[]
  readonly notes: readonly string[]
  /** Template for records that name none. */
  readonly template: string | undefined
  /** Folder that artifact names start from; default: the folder of the source file. */
  readonly artifacts: string | undefined
  /** What nobody has is an error, not a warning. */
  readonly strict: boolean
  readonly dryRun: boolean
}
