import {diffText, MAX_EDITS, ONLY_ENDS, type TextHunk} from '../text-diff'
import {isBinaryName, isWordy, plainText} from './plain-text'
import type {TouchedFile} from './touched-files'

export interface SourceCommit {
  readonly commit: string
  /** First line of its message. */
  readonly subject: string
}

/** How one commit stands to another. */
export interface CommitRange {
  /** Of `after`, seen from `before`; `unrelated`: no common commit is here. */
  readonly relation: 'ahead' | 'behind' | 'diverged' | 'unrelated'
  /** Commits that only `after` has, newest first, and that only `before` has. */
  readonly ahead: readonly SourceCommit[]
  readonly behind: readonly SourceCommit[]
  /** There are more than were looked at. */
  readonly more?: true
}

/** The code of one run: `ran` is the commit whose tree ran, `commit` the one that was checked out. */
export interface RanCode {
  readonly commit: string
  readonly ran: string
}

export interface SourceFile extends Omit<TouchedFile, 'before' | 'after'> {
  /** It is no text. */
  readonly binary?: true
  /** In bytes, of what is no text and was read. */
  readonly size?: {readonly before?: number; readonly after?: number}
  /** Lines; absent where they were not counted. */
  readonly added?: number
  readonly removed?: number
  readonly hunks: readonly TextHunk[]
  /** What is not shown and why, in one clause. */
  readonly truncated?: string
}

/** The code of two runs. */
export interface SourceDiff {
  readonly before: RanCode
  readonly after: RanCode
  /** Absent where both have one commit, or one is not here. */
  readonly range?: CommitRange
  /** False: a tree is not here, and nothing is known of its files. */
  readonly compared: boolean
  /** By path, the first of them; `total` says how many there are. */
  readonly files: readonly SourceFile[]
  readonly total: Readonly<Record<TouchedFile['kind'], number>>
  /** Of the files whose lines were counted. */
  readonly lines: {readonly added: number; readonly removed: number}
  /** Text files among all whose lines were not counted. */
  readonly uncounted: number
  /** What cannot be told, in sentences. */
  readonly problems: readonly string[]
}

/** A file with what could be read of it; a side is undefined where there is none, or nobody has it here. */
export interface FileBytes {
  readonly file: TouchedFile
  readonly before?: Uint8Array
  readonly after?: Uint8Array
}

/** Files that are listed at most. */
export const MAX_FILES = 1_000
/** Files whose text is looked at: enough for what a person changes between two runs. */
export const MAX_READ = 300
const MAX_FILE_LINES = 200
const MAX_LINES = 1_000
/** Work on all files together, in the edits of `diffText`. */
const ALL_EDITS = 20_000

/** True where the lines of a file are worth reading its bytes. */
export const isDiffable = ({path, kind, what}: TouchedFile): boolean =>
  kind !== 'renamed' && what !== 'submodule' && !isBinaryName(path)

/** The texts of files, line by line, configs and prompts word by word too; bounded in lines and in work. */
export async function diffSource(files: readonly FileBytes[]): Promise<SourceFile[]> {
  let [room, work] = [MAX_LINES, ALL_EDITS]
  const found: SourceFile[] = []
  for (const each of files) {
    const diff =
      work > 0
        ? await diffFile(each, Math.min(room, MAX_FILE_LINES))
        : unread(each.file, 'not compared: too much differs')
    room -= diff.hunks.reduce((sum, {lines}) => sum + lines.length, 0)
    work -= editsOf(each, diff)
    found.push(diff)
  }
  return found
}

/** Only two texts are compared; those that have too little in common cost the most. */
function editsOf({before, after}: FileBytes, {added, removed, truncated}: SourceFile): number {
  if (!before || !after || truncated === ONLY_ENDS) return 0
  if (added === undefined || removed === undefined) return truncated === undefined ? 0 : MAX_EDITS
  return added + removed
}

async function diffFile(each: FileBytes, maxLines: number): Promise<SourceFile> {
  const {file} = each
  if (file.kind === 'renamed' || file.what === 'submodule' || file.before === file.after) return plainFile(file)
  if (isBinaryName(file.path)) return {...plainFile(file), binary: true}
  if ((file.before && !each.before) || (file.after && !each.after)) return unread(file, 'its text was not read')
  const [before, after] = [each.before, each.after].map(bytes => (bytes ? plainText(bytes) : ''))
  if (before === undefined || after === undefined) return {...plainFile(file), binary: true, size: sizesOf(each)}
  const {path: _, ...diff} = await diffText({path: file.path, before, after}, {maxLines, words: isWordy(file.path)})
  return {...plainFile(file), ...diff, ...(before === after && {added: 0, removed: 0})}
}

const sizesOf = ({before, after}: FileBytes) => ({
  ...(before && {before: before.length}),
  ...(after && {after: after.length}),
})

function plainFile({before: _, after: __, ...file}: TouchedFile): SourceFile {
  return {...file, hunks: []}
}

const unread = (file: TouchedFile, truncated: string): SourceFile =>
  isDiffable(file) ? {...plainFile(file), truncated} : plainFile(file)

/** Its lines differ, and none of them is shown. */
export const isUnshown = ({hunks, added = 0, removed = 0, truncated}: SourceFile): boolean =>
  hunks.length === 0 && (added + removed > 0 || truncated !== undefined)

/** What is said of all files together. */
export function sourceTotals(
  touched: readonly TouchedFile[],
  files: readonly SourceFile[],
): Pick<SourceDiff, 'total' | 'lines' | 'uncounted'> {
  const total = {added: 0, removed: 0, changed: 0, renamed: 0}
  for (const {kind} of touched) total[kind]++
  const lines = {added: 0, removed: 0}
  let uncounted = touched.slice(files.length).filter(isDiffable).length
  for (const {added, removed, truncated} of files) {
    lines.added += added ?? 0
    lines.removed += removed ?? 0
    if (added === undefined && truncated !== undefined) uncounted++
  }
  return {total, lines, uncounted}
}
