/** Labels of examples as text, so that 1 and "1" are one label; undefined where the file has none. */
export type Labels = readonly (string | undefined)[]

/** What a file says of each example of a set; every column is as long as `ids`. */
export interface Predictions {
  /** Each once. */
  readonly ids: readonly string[]
  /** The column they come from; absent: they are the numbers of the rows, from 1. */
  readonly idColumn?: string
  readonly gold?: Labels
  /** Absent also where they are no labels: the notes say why. */
  readonly predicted?: Labels
  /** By column: losses, scores, 1 and 0 for true and false; NaN where a cell holds no finite number. */
  readonly numbers: ReadonlyMap<string, Float64Array>
  /** By column: texts of few values, such as a language or a domain. */
  readonly groups: ReadonlyMap<string, Labels>
  /** What was left out or taken otherwise than it stands, each in one clause. */
  readonly notes: readonly string[]
}
