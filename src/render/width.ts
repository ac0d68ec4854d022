const PLAIN = /^[\x20-\x7e]*$/
/** Combining marks, format characters and what changes the look of the character before it. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]|[\u{1f3fb}-\u{1f3ff}]/u
/** East Asian wide and full-width, and what is drawn as an emoji by default (Unicode 16, UAX 11). */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{20000}-\u{2fffd}\u{30000}-\u{3fffd}]/u
const FLAG_HALF = /[\u{1f1e6}-\u{1f1ff}]/u
const AS_EMOJI = '\ufe0f'

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

function characterWidth(character: string): 0 | 1 | 2 {
  if (NONE.test(character)) return 0
  return WIDE.test(character) && !FLAG_HALF.test(character) ? 2 : 1
}

/** Cuts to `max` columns, with … in the last; a wide character is never halved. */
export function cutToWidth(text: string, max: number): string {
  if (widthOf(text) <= max) return text
  if (max <= 0) return ''
  let kept = ''
  let width = 0
  for (const character of text) {
    // A mark on the last character kept costs a column only after an upright emoji: one is held back for it.
    const next = width + characterWidth(character) + (character === AS_EMOJI ? 1 : 0)
    if (next > max - 1) break
    kept += character
    width = next
  }
  return `${kept}…`
}

/** Fills with blanks to `width` columns, on the left for `right` aligned texts. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'left' ? text + blanks : blanks + text
}

/** Breaks at blanks into lines of at most `width` columns; a longer word is cut into pieces. Line breaks of the text stay. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap(line => (widthOf(line) <= width ? [line] : wrapLine(line, Math.max(2, width))))
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  let here = ''
  for (const word of line.split(' ').flatMap(word => pieces(word, width))) {
    const longer = here === '' ? word : `${here} ${word}`
    if (widthOf(longer) <= width) here = longer
    else {
      if (here !== '') lines.push(here)
      here = word
    }
  }
  return [...lines, here]
}

function pieces(word: string, width: number): string[] {
  const found = ['']
  let last = 0
  for (const character of word) {
    last += characterWidth(character)
    if (last > width) {
      found.push('')
      last = characterWidth(character)
    }
    found[found.length - 1] += character
  }
  return found
}
