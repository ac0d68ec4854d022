import type {Json, JsonObject} from '../base/json'
import type {RunId} from './ids'
import type {LineageFacts} from './lineage'

/** The indexed excerpt of a run: its record folded with its events, long texts and file lists left out. JSON-able. */
export interface Summary {
  readonly id: RunId
  readonly name: string
  readonly status: string
  readonly created: string
  readonly tags: readonly string[]
  readonly task?: string
  readonly group?: string
  readonly owner?: string
  readonly hypothesis?: string
  readonly parent?: string
  readonly reproduces?: string
  readonly started?: string
  readonly finished?: string
  readonly template: string
  readonly seed?: Json
  readonly params: JsonObject
  readonly metrics: JsonObject
  readonly dataset?: Json
  readonly code?: Json
  readonly env?: Json
  readonly resources?: Json
  readonly lineage?: LineageFacts
  /** The run's folder in the ledger tree. */
  readonly path: string
  /** Why the record (status `damaged`) or one of its events could not be read. */
  readonly problem?: string
}
