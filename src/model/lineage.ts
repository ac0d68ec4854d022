/** What ties runs together. Each leads from the later run to what it came from. */
export const TIES = ['parent', 'reproduces', 'supersedes', 'input'] as const
export type Tie = (typeof TIES)[number]

/** What the index keeps of a run to tie it to others; digests are cut to their first 16 digits. */
export interface LineageFacts {
  /** Runs that its inputs name as those that made them. */
  readonly from?: readonly string[]
  readonly read?: readonly string[]
  readonly made?: readonly string[]
  /** The run that takes its place. */
  readonly superseded_by?: string
  /** How many corrections there are. */
  readonly corrected?: number
}
