import {safe} from '../base/text'
import type {TextDiff, TextHunk} from '../compare/text-diff'
import type {Style} from './color'
import {cutToWidth} from './width'
import {type WordMarks, wordLines, wordMarks} from './word-text'

/** The lines of a text that differ, for a terminal; where words were compared, one line marked `~` in place of two. */
export function hunkTexts(
  {hunks, truncated}: Pick<TextDiff, 'hunks' | 'truncated'>,
  style: Style,
  width: number,
): string[] {
  const marks = wordMarks(style.red, style.green)
  const lines = hunks.flatMap(hunk => [style.cyan(hunkHead(hunk)), ...bodyOf(hunk, style, width, marks)])
  return truncated === undefined ? lines : [...lines, style.dim(`(${safe(truncated)})`)]
}

export const hunkHead = ({oldStart, oldLines, newStart, newLines}: TextHunk) =>
  `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`

function bodyOf({lines, words = []}: TextHunk, style: Style, width: number, marks: WordMarks): string[] {
  const blocks = new Map(words.map(block => [block.at, block]))
  const texts: string[] = []
  for (let at = 0; at < lines.length; ) {
    const block = blocks.get(at)
    if (block) texts.push(...wordLines(block.parts, marks).map(line => `${style.yellow('~')}${line}`))
    else texts.push(lineText(lines[at]!, style, width))
    at += block?.count ?? 1
  }
  return texts
}

function lineText(line: string, style: Style, width: number): string {
  const mark = line.startsWith('-') ? style.red : line.startsWith('+') ? style.green : (text: string) => text
  return mark(cutToWidth(safe(line), width))
}
