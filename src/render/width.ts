import {AS_EMOJI, characterWidth, widthOf} from '../base/width'

export {widthOf}

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
