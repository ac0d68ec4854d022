import type {RunId} from '../model/ids'

/** Which runs were recorded from this worktree; what `latest` means. */
export interface Recorded {
  add(ids: readonly RunId[]): void
  /** Newest first, at most the last few thousand. */
  newest(): readonly RunId[]
}
