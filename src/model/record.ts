import type {JsonObject} from '../base/json'
import type {Timestamp} from '../base/time'
import type {Digest, RunId} from './ids'

export const FORMAT = 1

/** The order of a record's top-level keys; unknown keys follow, sorted. */
export const RECORD_FIELDS = [
  'format',
  'id',
  'name',
  'template',
  'status',
  'task',
  'group',
  'owner',
  'hypothesis',
  'parent',
  'reproduces',
  'created',
  'started',
  'finished',
  'command',
  'code',
  'dataset',
  'inputs',
  'env',
  'params',
  'seed',
  'metrics',
  'directions',
  'series',
  'artifacts',
  'resources',
  'attempts',
  'heard',
  'failure',
  'tags',
  'notes',
] as const

export const STATUSES = ['running', 'preempted', 'finished', 'failed', 'aborted'] as const
export type Status = (typeof STATUSES)[number]

/** A run that may go on: its recorder may still write its record anew. The other statuses freeze it. */
export const isOpen = (status: unknown): boolean => status === 'running' || status === 'preempted'

/** What a person or a script handed in: nothing of it is trusted yet. */
export type Draft = JsonObject

/** A file that belongs to a run. `absent`: named by the input, and nobody has it. */
export interface ArtifactEntry {
  readonly path: string
  readonly role?: string
  readonly digest?: Digest
  readonly size?: number
  readonly media_type?: string
  readonly absent?: true
}

/** The fields every record has; what else it holds is open (`docs/format.md`). */
export interface RecordFields {
  readonly format: typeof FORMAT
  readonly id: RunId
  readonly name: string
  readonly template: {readonly name: string; readonly digest: Digest}
  readonly status: Status
  readonly created: Timestamp
  readonly tags?: readonly string[]
  readonly notes?: string
}

declare const checked: unique symbol

/** A record that satisfied the run schema and its template. Only the schema room makes one. */
export type Run = RecordFields & JsonObject & {readonly [checked]: true}
