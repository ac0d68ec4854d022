import {safe} from '../base/text'
import type {Comparison, ComparisonRow, ComparisonSection} from '../compare/compare-runs'
import type {TextDiff} from '../compare/text-diff'
import {Budget} from './budget'
import {linesOf} from './card'
import {type Style, styleOf} from './color'
import {rowTexts, summaryLines} from './comparison-texts'
import {mdBlock, mdCode, mdHeader, mdRow, mdText} from './markdown'
import {type Cell, renderTable} from './table'
import {cutToWidth, widthOf, wrap} from './width'

/** Two runs and what differs between them. */
export interface ComparisonView {
  readonly before: {readonly id: string; readonly name: string}
  readonly after: {readonly id: string; readonly name: string}
  readonly comparison: Comparison
}

const INDENT = 2
/** In a narrower terminal the lines break by themselves: a value left out would be worse. */
const MIN_WIDTH = 64
/** Lines of one value. */
const MAX_STACKED = 12

/** A comparison for a terminal: sections of rows field, before, after, change; then the text files as diffs. */
export function renderComparison(
  {before, after, comparison}: ComparisonView,
  {color, width}: {readonly color: boolean; readonly width: number},
): string {
  const style = styleOf(color)
  return [
    `${style.red('-')} ${style.bold(safe(before.name))}  ${style.dim(safe(before.id))}\n`,
    `${style.green('+')} ${style.bold(safe(after.name))}  ${style.dim(safe(after.id))}\n`,
    ...sectionTexts(comparison.sections, width, style),
    ...comparison.texts.map(text => diffText(text, style, width)),
    '\n',
    ...summaryLines(comparison).map(line => `${style.dim(line)}\n`),
  ].join('')
}

/** All rows are laid out as one table, so that the columns of one section stand below those of the other. */
function sectionTexts(sections: readonly ComparisonSection[], width: number, style: Style): string[] {
  const room = Math.max(MIN_WIDTH, width)
  const placed = sections.flatMap(({name, rows}) => rows.map(row => placeRow(row, name, room, style)))
  const cells = placed.map(row => row.cells)
  const lines = linesOf(renderTable(COLUMNS, cells, {width: room, indent: INDENT}).text)
  const whole = lines.map((line, at) => [line, ...placed[at]!.below].join('\n'))
  let from = 0
  return sections.map(({name, rows}) => {
    const own = whole.slice(from, from + rows.length)
    from += rows.length
    return `\n${style.bold(name)}\n${own.join('\n')}\n`
  })
}

const COLUMNS = [
  {label: 'field', priority: 4, min: 16},
  {label: 'before', priority: 2, min: 12},
  {label: 'after', priority: 2, min: 12},
  {label: 'change', priority: 3, min: 14},
]

interface PlacedRow {
  readonly cells: readonly Cell[]
  /** Values too long for a column, one below the other. */
  readonly below: readonly string[]
}

function placeRow(row: ComparisonRow, section: ComparisonSection['name'], width: number, style: Style): PlacedRow {
  const {path, before, after, change} = rowTexts(row, section)
  const same = row.kind === 'same'
  const field = {text: cutToWidth(path, Math.floor(width * 0.4)), mark: same ? style.dim : plain}
  const said = {text: change, mark: changeMark(row, style)}
  const room = Math.floor(width * 0.3)
  if (!same && (widthOf(before) > room || widthOf(after) > room)) {
    const below = [...stacked('-', before, width, style.red), ...stacked('+', after, width, style.green)]
    return {cells: [field, EMPTY, EMPTY, said], below}
  }
  const old = {text: cutToWidth(before, room), mark: same ? style.dim : style.red}
  return {cells: [field, old, same ? EMPTY : {text: after, mark: style.green}, said], below: []}
}

const EMPTY: Cell = {text: ''}

/** A long value on lines of its own; the end of one that would fill the screen is cut. */
function stacked(sign: string, value: string, width: number, mark: (text: string) => string): string[] {
  const indent = ' '.repeat(2 * INDENT)
  const room = width - indent.length - 2
  const lines = value === '' ? [] : wrap(cutToWidth(value, room * MAX_STACKED), room)
  return lines.map((line, at) => mark(`${indent}${at === 0 ? sign : ' '} ${line}`))
}

const plain = (text: string) => text

function changeMark({better, scales}: ComparisonRow, style: Style): (text: string) => string {
  if (scales) return style.yellow
  return better === undefined ? style.dim : better ? style.green : style.red
}

function diffText({path, hunks, truncated}: TextDiff, style: Style, width: number): string {
  const marks = new Map([
    ['-', style.red],
    ['+', style.green],
  ])
  const lines = hunks.flatMap(hunk => [
    style.cyan(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`),
    ...hunk.lines.map(line => (marks.get(line[0] ?? '') ?? plain)(cutToWidth(safe(line), width))),
  ])
  const rest = truncated === undefined ? [] : [style.dim(`(${safe(truncated)})`)]
  return `\n${style.bold(safe(path))}\n${[...lines, ...rest].join('\n')}\n`
}

/** A comment on GitHub holds so many characters. */
export const COMMENT_MAX = 65_536
/** Kept for what is said about what is left out. */
const RESERVE = 512
/** A longer value tells a reader of a pull request nothing more. */
const VALUE_MAX = 200

/** A comparison as markdown for a pull request, what was measured first; at most `max` characters, and what is left out is counted. */
export function comparisonMarkdown({before, after, comparison}: ComparisonView, max = COMMENT_MAX): string {
  const out = new Budget(max - RESERVE)
  for (const run of [before, after]) {
    out.add(`${run === before ? 'from' : 'to'} ${code(run.name)} ${code(run.id)}  \n`)
  }
  out.add(`\n${summaryLines(comparison).map(mdText).join('  \n')}\n`)
  const [measured, others] = partition(comparison.sections, ({name}) => name === 'metrics' || name === 'resources')
  for (const section of [...measured, ...others]) addSection(out, section)
  for (const text of comparison.texts) addText(out, text)
  return out.end()
}

function addSection(out: Budget, {name, rows}: ComparisonSection): void {
  const lines = rows.map(row => {
    const {path, before, after, change} = rowTexts(row, name)
    return mdRow([code(path), text(before), text(after), mdText(change)])
  })
  const head = `\n**${name}**\n\n${mdHeader(['field', 'before', 'after', 'change'], at => at > 2)}`
  let shown = lines.length > 0 && out.add(head + lines[0]!) ? 1 : 0
  while (shown > 0 && shown < lines.length && out.add(lines[shown]!)) shown++
  if (shown < lines.length) out.leaveOut('field', lines.length - shown)
}

function addText(out: Budget, {path, hunks, truncated}: TextDiff): void {
  const body = hunks.flatMap(({oldStart, oldLines, newStart, newLines, lines}) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ])
  const rest = truncated === undefined ? '' : `\n${mdText(truncated)}\n`
  const block = body.length === 0 ? '' : mdBlock(body.join('\n'), 'diff')
  const details = `\n<details><summary>${code(path)}</summary>\n\n${block}${rest}\n</details>\n`
  if (!out.add(details)) out.leaveOut('text file', 1)
}

const shortened = (value: string) => (value.length > VALUE_MAX ? `${value.slice(0, VALUE_MAX).toWellFormed()}…` : value)
const text = (value: string) => (value === '' ? '' : mdText(shortened(value)))
const code = (value: string) => mdCode(shortened(value))

function partition<T>(items: readonly T[], holds: (item: T) => boolean): [T[], T[]] {
  return [items.filter(holds), items.filter(item => !holds(item))]
}
