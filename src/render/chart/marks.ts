/** Capital letters first, then small ones; whoever draws more curves than these repeats them. */
const LETTERS_OF_CURVES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** So many curves have a letter of their own. */
export const MARKS = LETTERS_OF_CURVES.length

export const letterOf = (curve: number): string => LETTERS_OF_CURVES[curve % MARKS]!
