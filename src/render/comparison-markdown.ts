import {plural} from '../base/text'
import type {ComparisonSection} from '../compare/compare-runs'
import type {PackageDiff} from '../compare/packages'
import {isUnshown, type SourceDiff, type SourceFile} from '../compare/source/diff-source'
import type {TextDiff, TextHunk} from '../compare/text-diff'
import type {WordPart} from '../compare/words'
import {Budget, COMMENT_MAX} from './budget'
import {rowTexts, summaryLines} from './comparison-texts'
import type {ComparisonView} from './comparison-view'
import {hunkHead} from './hunk-lines'
import {htmlCode, mdBlock, mdCode, mdHeader, mdRow, mdText} from './markdown'
import {addList, MANY} from './markdown-list'
import {
  countsText,
  fileChange,
  filePath,
  LETTERS,
  packageLines,
  packagesText,
  sourceHead,
  subjectLines,
  totalText,
  unlisted,
} from './source-lines'
import {sideOf, wordLines, wordMarks} from './word-text'

/** Kept for what is said about what is left out. */
const RESERVE = 512
/** A longer value tells a reader of a pull request nothing more. */
const VALUE_MAX = 200
const WORDS_MAX = 600

/** A comparison as markdown for a pull request, what was measured first; at most `max` characters, and what is left out is counted. */
export function comparisonMarkdown({before, after, comparison}: ComparisonView, max = COMMENT_MAX): string {
  const out = new Budget(max - RESERVE)
  for (const run of [before, after]) {
    out.add(`${run === before ? 'from' : 'to'} ${code(run.name)} ${code(run.id)}  \n`)
  }
  out.add(`\n${summaryLines(comparison).map(mdText).join('  \n')}\n`)
  const {sections, source, packages, texts} = comparison
  const [measured, others] = partition(sections, ({name}) => name === 'metrics' || name === 'resources')
  for (const section of measured) addSection(out, section)
  if (source) addSource(out, source)
  for (const section of others) addSection(out, section)
  if (packages) addPackages(out, packages)
  for (const file of source?.files ?? []) addFileText(out, file)
  for (const {path, hunks, truncated} of texts)
    addText(out, {title: htmlCode(shortened(path)), hunks, truncated}, 'text file')
  return out.end()
}

function addSection(out: Budget, {name, rows}: ComparisonSection): void {
  const lines = rows.map(row => {
    const {path, before, after, change} = rowTexts(row, name)
    const [old, now] = row.words
      ? (['removed', 'added'] as const).map(side => wordCell(row.words!, side))
      : [before, after].map(text)
    return mdRow([code(path), old!, now!, mdText(change)])
  })
  const folded = lines.length > MANY && name !== 'metrics'
  const title = folded ? `<b>${name}</b>: ${plural(lines.length, 'field')}` : `**${name}**`
  addList(out, {
    title,
    head: mdHeader(['field', 'before', 'after', 'change'], at => at > 2),
    lines,
    noun: 'field',
    folded,
  })
}

const MARKS = wordMarks(
  text => text,
  text => text,
)

/** One of two long texts with what differs marked, and what does not cut to what stands beside it. */
function wordCell(words: readonly WordPart[], side: 'removed' | 'added'): string {
  const line = wordLines(sideOf(words, side), MARKS).join(' ')
  return mdText(line.length > WORDS_MAX ? `${line.slice(0, WORDS_MAX).toWellFormed()}…` : line)
}

function addSource(out: Budget, source: SourceDiff): void {
  const said = [...sourceHead(source), ...[totalText(source)].filter(line => line !== '')]
  out.add(`\n**source** ${said.map(mdText).join('  \n')}\n`)
  const commits = subjectLines(source.range).map(
    ({sign, text: line}) => `- ${sign === '-' ? 'only before: ' : ''}${mdText(line)}\n`,
  )
  addList(out, {title: 'commits', head: '', lines: commits, noun: 'commit', folded: commits.length > 5})
  const files = source.files.map(file => mdRow([LETTERS[file.kind], code(filePath(file)), mdText(fileChange(file))]))
  const folded = files.length > MANY
  const title = folded ? plural(files.length, 'file') : 'files'
  addList(out, {title, head: mdHeader(['', 'file', 'lines'], at => at > 1), lines: files, noun: 'file', folded})
  if (unlisted(source) > 0) out.leaveOut('file', unlisted(source))
}

function addPackages(out: Budget, packages: PackageDiff): void {
  const lines = packageLines(packages).map(({sign, name, text: change}) => {
    const what = {'+': 'added', '-': 'removed', ' ': 'moved'}[sign]
    return mdRow([code(name), mdText(change), what])
  })
  const folded = lines.length > MANY
  const title = `${folded ? '<b>packages</b>:' : '**packages**'} ${packagesText(packages)}`
  addList(out, {title, head: mdHeader(['package', 'version', 'change'], () => false), lines, noun: 'package', folded})
}

function addFileText(out: Budget, file: SourceFile): void {
  const {hunks, truncated, added = 0, removed = 0} = file
  const title = [htmlCode(shortened(filePath(file))), countsText(added, removed)].filter(part => part !== '').join(' ')
  if (hunks.length > 0) addText(out, {title, hunks, truncated}, 'file text')
  else if (isUnshown(file)) out.leaveOut('file text', 1)
}

interface FoldedText extends Pick<TextDiff, 'hunks'> {
  readonly title: string
  readonly truncated: string | undefined
}

function addText(out: Budget, {title, hunks, truncated}: FoldedText, noun: string): void {
  const body = hunks.flatMap(hunk => [hunkHead(hunk), ...bodyOf(hunk)])
  const rest = truncated === undefined ? '' : `\n${mdText(truncated)}\n`
  const block = body.length === 0 ? '' : mdBlock(body.join('\n'), 'diff')
  const details = `\n<details><summary>${title}</summary>\n\n${block}${rest}\n</details>\n`
  if (!out.add(details)) out.leaveOut(noun, 1)
}

/** A longer line is cut to what stands beside its changes. */
const LINE_MAX = 200

/** As a `diff` block colours it: lines. Those of which a reader would not find the difference have it marked. */
function bodyOf({lines, words = []}: TextHunk): string[] {
  const long = words.filter(({at, count}) => lines.slice(at, at + count).some(line => line.length > LINE_MAX))
  const blocks = new Map(long.map(block => [block.at, block]))
  const body: string[] = []
  for (let at = 0; at < lines.length; ) {
    const block = blocks.get(at)
    if (block) {
      body.push(...wordLines(sideOf(block.parts, 'removed'), MARKS).map(line => `-${line}`))
      body.push(...wordLines(sideOf(block.parts, 'added'), MARKS).map(line => `+${line}`))
    } else body.push(lines[at]!)
    at += block?.count ?? 1
  }
  return body
}

const shortened = (value: string) => (value.length > VALUE_MAX ? `${value.slice(0, VALUE_MAX).toWellFormed()}…` : value)
const text = (value: string) => (value === '' ? '' : mdText(shortened(value)))
const code = (value: string) => mdCode(shortened(value))

function partition<T>(items: readonly T[], holds: (item: T) => boolean): [T[], T[]] {
  return [items.filter(holds), items.filter(item => !holds(item))]
}
