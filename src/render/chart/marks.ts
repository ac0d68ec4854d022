/** Capital letters first, then small ones; whoever draws more curves than these repeats them. */
const LETTERS_OF_CURVES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** So many curves have a letter of their own. */
export const MARKS = LETTERS_OF_CURVES.length

/** The small letter of one that has a capital, for what lies around it; undefined: its small letter is a curve's own. */
export const bandLetterOf = (curve: number): string | undefined =>
  curve < MARKS / 2 ? letterOf(curve).toLowerCase() : undefined

export const letterOf = (curve: number): string => LETTERS_OF_CURVES[curve % MARKS]!
