import type {Json} from '../base/json'

/**
 * One field of all runs, side by side: what a filter or a sort reads instead of 100,000 documents.
 * `kind[row]` says what stands there; `num[row]` holds the number, 0 or 1 for a boolean, or the code of a text or list.
 */
export interface Column {
  readonly kind: Uint8Array
  readonly num: Float64Array
  /** The text (kind text) or the JSON text (kind list or other, as `spellJson` writes it) of a code; decoded when asked. */
  word(code: number): string
  /** The codes of a text; none when no row holds it. A text has one code for each part of the table that it stands in. */
  codesOf(text: string): readonly number[]
  /** Codes run from 0 to words - 1. */
  readonly words: number
}

export const KIND = {missing: 0, number: 1, text: 2, bool: 3, null: 4, list: 5, other: 6} as const

/** Runs as columns; dead rows (replaced by a later version of the same run) are marked. */
export interface Table {
  readonly rows: number
  /** undefined: no run has the field. A dotted path into the summary, as `metrics.test.macro_f1`. */
  column(path: string): Column | undefined
  readonly dead: (row: number) => boolean
  /** 1 for each row that is not dead. */
  live(): Uint8Array
  /** When each run was created, in ms since 1970; NaN where its record does not say. */
  created(): Float64Array
  /** The whole summary of one row, parsed. */
  document(row: number): Json
  /** Every field path that some run has. */
  paths(): readonly string[]
}

/** The rows that are not dead, ascending. */
export function liveRows(table: Table): Uint32Array {
  const live = table.live()
  const rows = new Uint32Array(live.length)
  let count = 0
  for (let row = 0; row < live.length; row++) if (live[row] === 1) rows[count++] = row
  return rows.subarray(0, count)
}
