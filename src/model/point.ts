/** A metric value as it was said while a run went on. */
export interface Point {
  /** Dotted path below `metrics`. */
  readonly metric: string
  readonly value: number
  /** Of training, as the script counts; none: a value and no part of a curve. */
  readonly step?: number
  /** Milliseconds since 1970. */
  readonly time: number
  /** Which attempt of the run said it, counted from 1. */
  readonly attempt: number
}
