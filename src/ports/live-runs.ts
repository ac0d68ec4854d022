import type {Json, JsonObject} from '../base/json'
import type {Oid, RunId} from '../model/ids'
import type {Point} from '../model/point'

/** Which process, on which boot of which machine. */
export interface Holder {
  readonly host: string
  /** Changes when the machine is started anew; '' where it cannot be had. */
  readonly boot: string
  readonly pid: number
  /** When the process started, as the system counts; tells it from a later one with the same number. */
  readonly born: string
}

/** What is kept of a run while it is not over, beside the ledger. */
export interface LiveState {
  readonly id: RunId
  readonly name: string
  /** The run's folder in the ledger. */
  readonly folder: string
  /** Blob of `run.yaml` as last written; what the next writing replaces. */
  readonly record: Oid
  /** Blob of `series.csv` as last written. */
  readonly series?: Oid
  /** Who runs it; undefined: submitted, and nobody has begun. */
  readonly holder?: Holder
  /** What wrappers of one job step share. */
  readonly key?: string
  /** The record as last written. */
  readonly fields: JsonObject
  /** It has been judged lost, and by whom is on the ledger. */
  readonly lost?: true
  /** What is to be done after the end: files to look for, where from. */
  readonly after: AfterEnd
}

export interface AfterEnd {
  /** Top of the repository: paths in the record start here. */
  readonly top: string
  /** Where the command ran: globs start here. */
  readonly cwd: string
  readonly artifacts: readonly string[]
  readonly keep: readonly string[]
  /** Declared inputs as they were surveyed; null: none. */
  readonly inputs: Json
  readonly hash: 'before' | 'during' | 'after' | 'never'
  /** What the script calls a split → what the records call it. */
  readonly splits?: Readonly<Record<string, string>>
  /** Globs of files to read results from, although nobody was heard writing them. */
  readonly ingest?: readonly string[]
  /** Nobody listens inside the command's Python. */
  readonly deaf?: true
}

/** How one of several wrappers that share a run ended. */
export interface Rank {
  readonly rank: string
  readonly holder: Holder
  /** How often the scheduler had started the job anew by then. */
  readonly restart?: number
  readonly exit?: number
}

/** Who claimed a key first, for which run. */
export interface Claim {
  readonly id: RunId
  readonly holder: Holder
}

/** `<common git dir>/exp/live/`: one folder a run that is not over. Every write is whole or not there. */
export interface LiveRuns {
  readonly me: Holder
  list(): readonly RunId[]
  read(id: RunId): LiveState | undefined
  write(state: LiveState): void
  /** Gives the folder up, once nothing of it is needed. */
  remove(id: RunId): void
  /** Folder for what the run's processes leave. */
  folder(id: RunId): string
  /** Notes that another run went on in the folder of this one; whether somebody has. */
  markShared(id: RunId): void
  isShared(id: RunId): boolean
  /** Makes a place where the run's own processes tell what happens; its path. */
  listen(id: RunId): string
  /** What each of them has told so far. */
  heard(id: RunId): readonly {readonly name: string; readonly text: string}[]
  /** Leaves a file among what a run's own processes told; nothing where the run is over. */
  tell(id: RunId, name: string, text: string): void
  /** A file that one of them named. */
  heardFile(id: RunId, name: string): string | undefined
  /** Keeps a file with the run while it is not over; its path. */
  save(id: RunId, name: string, bytes: Uint8Array): string
  /** Says that the run is alive. */
  beat(id: RunId): void
  /** Another text once anything has been said of the run or written of it; no file is read for it. */
  stamp(id: RunId): string
  /** Milliseconds since the last sign of life; undefined: none is known. */
  age(id: RunId): number | undefined
  /** `unknown`: on another machine, or before it was started anew. */
  alive(holder: Holder): 'yes' | 'no' | 'unknown'
  /** Lines, one write each, whole even where several processes write. */
  addPoints(id: RunId, points: readonly Point[]): void
  points(id: RunId): readonly Point[]
  /** Answers, at each call, the points since the last one; to the last of them, even where the folder has been given up by then. */
  follow(id: RunId): () => readonly Point[]
  /** Whose `key` is: ours for the run `mine` where nobody has claimed it, else that of whoever was first. */
  claim(key: string, mine: RunId): Claim
  unclaim(key: string): void
  putRank(id: RunId, rank: Rank): void
  ranks(id: RunId): readonly Rank[]
}
