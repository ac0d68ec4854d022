import {plural} from '../base/text'
import {diffLineWords, type WordPart} from './words'

/** A text file that both runs hold. */
export interface TextPair {
  readonly path: string
  readonly before: string
  readonly after: string
}

/** Lines of a hunk whose words were compared. */
export interface WordBlock {
  /** Where in `lines` the first of them stands; how many they are, removed and added. */
  readonly at: number
  readonly count: number
  readonly parts: readonly WordPart[]
}

export interface TextHunk {
  /** 1-based line numbers, as in a unified diff. */
  readonly oldStart: number
  readonly oldLines: number
  readonly newStart: number
  readonly newLines: number
  /** Each begins with a blank, `-`, `+` or `\`. */
  readonly lines: readonly string[]
  /** Absent where words were not asked for, or say no more than the lines. */
  readonly words?: readonly WordBlock[]
}

export interface TextDiff {
  readonly path: string
  readonly hunks: readonly TextHunk[]
  /** Lines, all of them, shown or not; absent where they were not compared. */
  readonly added?: number
  readonly removed?: number
  /** What is not shown and why, in one clause. */
  readonly truncated?: string
}

export interface TextDiffOptions {
  /** Lines that are shown at most. */
  readonly maxLines?: number
  /** Compare words too within changed lines. */
  readonly words?: boolean
}

/** A larger text is not compared line by line. */
const MAX_CHARACTERS = 2 * 1024 * 1024
/** Lines removed and added; beyond it two texts have nothing to do with each other. */
export const MAX_EDITS = 2_000
/** What is said of texts that differ in CRLF alone. */
export const ONLY_ENDS = 'only the ends of lines differ'
const TIMEOUT_MS = 1_000
const MAX_SHOWN_LINES = 1_000
const MAX_LINE = 300
const CONTEXT = 3
/** Characters of one text that are compared by words; what comes after them is shown by lines. */
const MAX_WORDS = 100_000

type Library = typeof import('diff')

/** What differs between two texts, line by line. Never takes long: what would is answered with `truncated` and no hunks. */
export async function diffText({path, before, after}: TextPair, options: TextDiffOptions = {}): Promise<TextDiff> {
  if (before === after) return {path, hunks: []}
  if (before.length + after.length > MAX_CHARACTERS) return tooFar(before, after, path, 'are too large')
  if (unixLines(before) === unixLines(after)) return {path, hunks: [], truncated: ONLY_ENDS}
  const library = await import('diff')
  const hunks = hunksOf(before, after, library)
  if (!hunks) return tooFar(before, after, path, 'have too little in common')
  const counts = {added: 0, removed: 0}
  for (const {lines} of hunks) {
    for (const line of lines) {
      if (line.startsWith('+')) counts.added++
      else if (line.startsWith('-')) counts.removed++
    }
  }
  return {path, ...counts, ...capped(hunks, options, library)}
}

const unixLines = (text: string) => text.replaceAll('\r\n', '\n')

/** undefined where the texts have too little in common. */
function hunksOf(before: string, after: string, {structuredPatch}: Library): readonly TextHunk[] | undefined {
  // Of a file that is new or gone all lines are told, however many.
  if (before === '' || after === '') return [wholeHunk(before, after)]
  const [old, now] = hasCrsOnly(before) && hasCrsOnly(after) ? [unixLines(before), unixLines(after)] : [before, after]
  const options = {context: CONTEXT, maxEditLength: MAX_EDITS, timeout: TIMEOUT_MS}
  return structuredPatch('a', 'b', old, now, undefined, undefined, options)?.hunks
}

/** Every line ends in CRLF, so that the CRs say nothing. */
const hasCrsOnly = (text: string) => text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text)

function wholeHunk(before: string, after: string): TextHunk {
  const [old, now] = [countLines(before), countLines(after)]
  const text = before === '' ? after : before
  const sign = before === '' ? '+' : '-'
  const lines = unixLines(text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
  const rest = text.endsWith('\n') ? [] : ['\\ No newline at end of file']
  return {
    oldStart: Math.min(1, old),
    oldLines: old,
    newStart: Math.min(1, now),
    newLines: now,
    lines: [...lines.map(line => sign + line), ...rest],
  }
}

function tooFar(before: string, after: string, path: string, why: string): TextDiff {
  const [old, now] = [countLines(before), countLines(after)]
  return {path, hunks: [], truncated: `the texts ${why} to compare line by line: ${plural(old, 'line')} and ${now}`}
}

/** Without a copy of each line. */
export function countLines(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

function capped(
  hunks: readonly TextHunk[],
  {maxLines = MAX_SHOWN_LINES, words = false}: TextDiffOptions,
  library: Library,
): Pick<TextDiff, 'hunks' | 'truncated'> {
  const shown: TextHunk[] = []
  let lines = 0
  let left = 0
  for (const {oldStart, oldLines, newStart, newLines, lines: all} of hunks) {
    const some = all.slice(0, Math.max(0, maxLines - lines))
    lines += some.length
    left += all.length - some.length
    if (some.length === 0) continue
    const blocks = words ? wordBlocks(some, library) : []
    const counts = {oldStart, oldLines, newStart, newLines}
    shown.push({...counts, lines: some.map(cutLine), ...(blocks.length > 0 && {words: blocks})})
  }
  return {hunks: shown, ...(left > 0 && {truncated: `${plural(left, 'more line')} not shown`})}
}

function wordBlocks(lines: readonly string[], {diffArrays}: Library): WordBlock[] {
  const blocks: WordBlock[] = []
  let room = MAX_WORDS
  for (let at = 0; at < lines.length; ) {
    const old = runOf(lines, at, '-')
    // "No newline at end of file" may stand between the two.
    const gap = old.length > 0 && lines[at + old.length]?.startsWith('\\') ? 1 : 0
    const now = runOf(lines, at + old.length + gap, '+')
    const count = old.length + gap + now.length
    const swapped = old.length > 0 && now.length > 0
    if (swapped) room -= lengthOf(old) + lengthOf(now)
    const parts = swapped && room >= 0 ? diffLineWords(old, now, diffArrays) : undefined
    if (parts) blocks.push({at, count, parts})
    at += Math.max(1, count)
  }
  return blocks
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length, 0)

function runOf(lines: readonly string[], from: number, sign: string): string[] {
  const end = lines.findIndex((line, i) => i >= from && !line.startsWith(sign))
  return lines.slice(from, end < 0 ? undefined : end).map(line => line.slice(1))
}

function cutLine(line: string): string {
  if (line.length <= MAX_LINE) return line
  return `${line.slice(0, MAX_LINE).toWellFormed()}… (${line.length - MAX_LINE} more characters)`
}
