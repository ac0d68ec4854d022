const PLAIN = /^[\x20-\x7e]*$/
/** Combining marks, format characters and what changes the look of the character before it. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]|[\u{1f3fb}-\u{1f3ff}]/u
/** East Asian wide and full-width, and what is drawn as an emoji by default (Unicode 16, UAX 11). */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{20000}-\u{2fffd}\u{30000}-\u{3fffd}]/u
const FLAG_HALF = /[\u{1f1e6}-\u{1f1ff}]/u
/** Makes the sign before it an emoji, two columns wide. */
export const AS_EMOJI = '\ufe0f'

/** Columns that a text takes on a terminal; the text is free of control characters. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  let last = 0
  for (const character of text) {
    if (character === AS_EMOJI && last === 1) width += 1
    last = characterWidth(character)
    width += last
  }
  return width
}

/** Columns of one character (a code point). */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (NONE.test(character)) return 0
  return WIDE.test(character) && !FLAG_HALF.test(character) ? 2 : 1
}
