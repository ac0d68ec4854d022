/** The answer for each row: no, yes, or unknown (a field is missing, or the comparison has no meaning for its kind). */
export type Mask = Uint8Array

export const NO = 0
export const YES = 1
export const UNKNOWN = 2

/** What a comparison says, as it stands in a mask. */
export const answerOf = (answer: boolean | undefined) => (answer === undefined ? UNKNOWN : answer ? YES : NO)
