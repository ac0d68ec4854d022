import type {JsonObject} from '../../base/json'

/** A run that is compared: its record with events folded in. */
export interface Entrant {
  readonly id: string
  readonly name: string
  readonly record: JsonObject
  /** The files that ran, as one word, where the repository has them: equal where they are the same. */
  readonly code?: string
  /** The files are those of the commit; absent where nobody looked. */
  readonly asCommitted?: boolean
  /** File that measures → its content, where the repository has the code. */
  readonly evaluation?: ReadonlyMap<string, string>
}

/** Runs that differ in nothing but seed; or that a field puts together. */
export interface Rival {
  /** Name of its first run, with the beginning of its id where names repeat; or the field and its value. */
  readonly label: string
  readonly runs: readonly Entrant[]
  /** Each once, as text, in the order of the runs. */
  readonly seeds: readonly string[]
  /** Runs whose seed nobody knows. */
  readonly unknownSeeds: number
}
