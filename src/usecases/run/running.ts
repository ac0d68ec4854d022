import type {JsonObject} from '../../base/json'
import type {Settings} from '../../config/settings'
import type {Checkouts} from '../../ports/checkouts'
import type {Children} from '../../ports/children'
import type {CodeSnapshots} from '../../ports/code-snapshots'
import type {GitRemotes} from '../../ports/git-remotes'
import type {Hashing} from '../../ports/hashing'
import type {LiveRuns} from '../../ports/live-runs'
import type {Machine} from '../../ports/machine'
import type {Producers} from '../../ports/producers'
import type {Spool} from '../../ports/spool'
import type {RecordPorts} from '../record/recording'

/** What looking at runs that go on asks of the world. */
export type LookPorts = RecordPorts & {
  readonly live: LiveRuns
  readonly machine: Machine
  /** Where changes wait when the repository's own spool cannot be written. */
  readonly refuge: Spool
}

/** What running a command asks of the world. */
export type RunPorts = LookPorts & {
  readonly children: Children
  readonly snapshots: CodeSnapshots
  readonly hashing: Hashing
  readonly producers: Producers
  readonly checkouts: Checkouts
  readonly remotes: GitRemotes
  readonly settings: Settings
  /** Folder that Python is to look into first; undefined: there is none in this installation. */
  readonly hook: string | undefined
  readonly gitConfig: (key: string) => string | undefined
  /** The container that commands run in, as a record says it; undefined: they run here. */
  readonly container?: JsonObject
}

/** What is said of a run before it starts. */
export interface RunWords {
  readonly name: string | undefined
  readonly task: string | undefined
  readonly group: string | undefined
  readonly tags: readonly string[]
  readonly hypothesis: string | undefined
  readonly notes: readonly string[]
  readonly parent: string | undefined
  readonly seed: number | undefined
  readonly dataset: string | undefined
  /** `split=path` */
  readonly data: readonly string[]
  /** `role=path` */
  readonly inputs: readonly string[]
  readonly configs: readonly string[]
  /** False: only those are kept, and none that the words of the command seem to name. */
  readonly guessConfigs?: boolean
  /** Globs. */
  readonly artifacts: readonly string[]
  readonly keep: readonly string[]
  /** `key=value` */
  readonly params: readonly string[]
  readonly template: string | undefined
  readonly hash: 'before' | 'during' | 'after' | 'never'
  /** False: nothing listens inside the command's Python. */
  readonly hook: boolean
  /** Globs. */
  readonly ingest: readonly string[]
  /** What the script calls a split → what the records call it. */
  readonly splits: Readonly<Record<string, string>>
}

/** What became of a change that was to be committed. */
export type Kept =
  | {readonly kind: 'committed'; readonly commit: string}
  /** It waits where it survives; `git exp recover` commits it. */
  | {readonly kind: 'waits'; readonly place: string; readonly why: string}
  | {readonly kind: 'lost'; readonly why: string}

export type Fields = Readonly<JsonObject>
