import type {Style} from './color'
import {pad, wrap} from './width'

/** Columns that the title of a block takes, its gap included. */
export const TITLE_WIDTH = 13

/** A title in the left margin and its lines beside it; nothing where there are none. Lines may hold colour. */
export function block(title: string, lines: readonly string[], style: Style): string {
  return lines
    .map(
      (line, at) =>
        `${at === 0 ? style.dim(pad(title, TITLE_WIDTH)) : ' '.repeat(TITLE_WIDTH)}${line}`.trimEnd() + '\n',
    )
    .join('')
}

/** Texts free of control characters, broken to the room beside the margin. */
export function wrapped(texts: readonly string[], width: number): string[] {
  return texts.flatMap(text => wrap(text, Math.max(20, width - TITLE_WIDTH)))
}

/** The lines of a rendered table. */
export function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1)
}
