import {safe} from '../base/text'
import type {WordPart} from '../compare/words'

/** How each kind of part is marked. */
export type WordMarks = Readonly<Record<WordPart['kind'], (text: string) => string>>

/** Of what stayed the same, so much is shown beside a change. */
const BESIDE = 80

/** As `git diff --word-diff=plain` marks words; the text within is free of control characters. */
export function wordMarks(removed: (text: string) => string, added: (text: string) => string): WordMarks {
  return {
    same: text => text,
    removed: text => removed(`[-${text}-]`),
    added: text => added(`{+${text}+}`),
  }
}

/** Parts as lines, free of control characters; what is long and the same is cut to what stands beside a change, and counted. */
export function wordLines(parts: readonly WordPart[], marks: WordMarks): string[] {
  const lines = ['']
  for (const {kind, text} of parts.map((part, i) => elided(part, i === 0, i === parts.length - 1))) {
    text.split('\n').forEach((piece, i) => {
      if (i > 0) lines.push('')
      if (piece !== '') lines[lines.length - 1] += marks[kind](safe(piece))
    })
  }
  return lines
}

/** One side of the change: what was the same and what was removed, or what was added. */
export const sideOf = (parts: readonly WordPart[], side: 'removed' | 'added'): WordPart[] =>
  parts.filter(({kind}) => kind === 'same' || kind === side)

function elided(part: WordPart, first: boolean, last: boolean): WordPart {
  const {kind, text} = part
  const [head, tail] = [first ? 0 : BESIDE, last ? 0 : BESIDE]
  const left = text.length - head - tail
  // The words in place of the text take room too.
  if (kind !== 'same' || left < BESIDE) return part
  const said = `… ${left} characters …`
  const end = tail === 0 ? '' : text.slice(-tail).toWellFormed()
  return {kind, text: [text.slice(0, head).toWellFormed(), said, end].filter(piece => piece !== '').join(' ')}
}
