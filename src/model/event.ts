import type {Json, JsonObject} from '../base/json'
import type {Timestamp} from '../base/time'

/** Something people decided or added about a run after it ended. Appended, never edited. */
export interface RunEvent {
  readonly format: 1
  /** Open list: a kind this version does not know is kept and shown as newer. */
  readonly kind: string
  /** Hybrid clock: max(now, latest seen + 1 ms). */
  readonly at: Timestamp
  readonly by: string
  /** File names of the events its author had seen that nothing else followed. */
  readonly after?: readonly string[]
  readonly [field: string]: Json | undefined
}

/** An event with its file name (`<time>-<rand>-<kind>.yaml`), which is its id within the run. */
export interface StoredEvent {
  readonly file: string
  readonly event: RunEvent
}

export function eventFields(event: RunEvent): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as JsonObject
}
