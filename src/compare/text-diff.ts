import {plural} from '../base/text'

/** A text file that both runs hold. */
export interface TextPair {
  readonly path: string
  readonly before: string
  readonly after: string
}

export interface TextHunk {
  /** 1-based line numbers, as in a unified diff. */
  readonly oldStart: number
  readonly oldLines: number
  readonly newStart: number
  readonly newLines: number
  /** Each begins with a blank, `-`, `+` or `\`. */
  readonly lines: readonly string[]
}

export interface TextDiff {
  readonly path: string
  readonly hunks: readonly TextHunk[]
  /** What is not shown and why, in one clause. */
  readonly truncated?: string
}

/** A larger text is not compared line by line. */
const MAX_CHARACTERS = 2 * 1024 * 1024
/** Lines removed and added; beyond it two texts have nothing to do with each other. */
const MAX_EDITS = 2_000
const TIMEOUT_MS = 1_000
const MAX_SHOWN_LINES = 1_000
const MAX_LINE = 300
const CONTEXT = 3

/** What differs between two texts, line by line. Never takes long: what would is answered with `truncated` and no hunks. */
export async function diffText({path, before, after}: TextPair): Promise<TextDiff> {
  if (before === after) return {path, hunks: []}
  if (before.length + after.length > MAX_CHARACTERS) return tooFar(before, after, path, 'are too large')
  const {structuredPatch} = await import('diff')
  const options = {context: CONTEXT, maxEditLength: MAX_EDITS, timeout: TIMEOUT_MS}
  const patch = structuredPatch(path, path, before, after, undefined, undefined, options)
  return patch ? {path, ...capped(patch.hunks)} : tooFar(before, after, path, 'have too little in common')
}

function tooFar(before: string, after: string, path: string, why: string): TextDiff {
  const [old, now] = [countLines(before), countLines(after)]
  return {path, hunks: [], truncated: `the texts ${why} to compare line by line: ${plural(old, 'line')} and ${now}`}
}

/** Without a copy of each line. */
function countLines(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

function capped(hunks: readonly TextHunk[]): Pick<TextDiff, 'hunks' | 'truncated'> {
  const shown: TextHunk[] = []
  let lines = 0
  let left = 0
  for (const {oldStart, oldLines, newStart, newLines, lines: all} of hunks) {
    const some = all.slice(0, MAX_SHOWN_LINES - lines)
    lines += some.length
    left += all.length - some.length
    if (some.length > 0) shown.push({oldStart, oldLines, newStart, newLines, lines: some.map(cutLine)})
  }
  return {hunks: shown, ...(left > 0 && {truncated: `${plural(left, 'more line')} not shown`})}
}

function cutLine(line: string): string {
  if (line.length <= MAX_LINE) return line
  return `${line.slice(0, MAX_LINE).toWellFormed()}… (${line.length - MAX_LINE} more characters)`
}
