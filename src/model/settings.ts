/** Sizes in bytes; what is over a cap goes to the artifact store or is refused with the remedy. */
export interface Caps {
  readonly record: number
  readonly series: number
  /** An artifact up to this size is committed with its bytes; a larger one as a pointer. */
  readonly small_artifact: number
  /** An artifact larger than this is refused. */
  readonly artifact: number
}

export const DEFAULT_CAPS: Caps = {
  record: 256 * 1024,
  series: 1024 * 1024,
  small_artifact: 100 * 1024,
  artifact: 64 * 1024 ** 3,
}

export type Direction = 'higher' | 'lower'

/** `ledger.yaml`, checked. */
export interface LedgerSettings {
  readonly format: number
  readonly name?: string
  /** Template for records that name none. */
  readonly template: string
  readonly primary_metric?: string
  /** Metric name or dotted path → which way is better. */
  readonly directions: Readonly<Record<string, Direction>>
  readonly naming: {readonly pattern?: string; readonly unique: boolean}
  readonly caps: Caps
  /** Names or dotted paths of params, `*` for any text, that say nothing of what was tried; absent: none but those known. */
  readonly volatile_params?: readonly string[]
  /** Name → filter, for `@name`; absent: none. */
  readonly filters?: Readonly<Record<string, string>>
}
