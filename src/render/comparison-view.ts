import {plural, safe} from '../base/text'
import type {Comparison, ComparisonRow, ComparisonSection} from '../compare/compare-runs'
import {linesOf} from './card'
import {type Style, styleOf} from './color'
import {rowTexts, summaryLines} from './comparison-texts'
import {hunkTexts} from './hunk-lines'
import {packagesSection, sourceText, sourceTexts} from './source-view'
import {type Cell, renderTable} from './table'
import {cutToWidth, widthOf, wrap} from './width'
import {wordLines, wordMarks} from './word-text'

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
/** Lines of two long texts compared by words. */
const MAX_WORD_LINES = 40

/** A comparison for a terminal: sections of rows field, before, after, change; the code and the packages; then texts as diffs. */
export function renderComparison(
  {before, after, comparison}: ComparisonView,
  {color, width}: {readonly color: boolean; readonly width: number},
): string {
  const style = styleOf(color)
  return [
    `${style.red('-')} ${style.bold(safe(before.name))}  ${style.dim(safe(before.id))}\n`,
    `${style.green('+')} ${style.bold(safe(after.name))}  ${style.dim(safe(after.id))}\n`,
    ...inPlace(comparison, sectionTexts(comparison.sections, width, style), style, width),
    ...(comparison.source ? sourceTexts(comparison.source, style, width) : []),
    ...comparison.texts.map(text => `\n${style.bold(safe(text.path))}\n${hunkTexts(text, style, width).join('\n')}\n`),
    '\n',
    ...summaryLines(comparison).map(line => `${style.dim(line)}\n`),
  ].join('')
}

/** The code stands behind what is said of it, the packages before what was measured. */
function inPlace(
  {sections, source, packages}: Comparison,
  texts: readonly string[],
  style: Style,
  width: number,
): string[] {
  const codeAt = countWhile(sections, ['record', 'code'])
  const packagesAt = countWhile(sections, ['record', 'code', 'params', 'dataset', 'env'])
  return [
    ...texts.slice(0, codeAt),
    ...(source ? [sourceText(source, style, width)] : []),
    ...texts.slice(codeAt, packagesAt),
    ...(packages ? [packagesSection(packages, style)] : []),
    ...texts.slice(packagesAt),
  ]
}

const countWhile = (sections: readonly ComparisonSection[], names: readonly ComparisonSection['name'][]) =>
  sections.filter(({name}) => names.includes(name)).length

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
  if (row.words) return {cells: [field, EMPTY, EMPTY, said], below: wordsBelow(row.words, style)}
  if (!same && (widthOf(before) > room || widthOf(after) > room)) {
    const below = [...stacked('-', before, width, style.red), ...stacked('+', after, width, style.green)]
    return {cells: [field, EMPTY, EMPTY, said], below}
  }
  const old = {text: cutToWidth(before, room), mark: same ? style.dim : style.red}
  return {cells: [field, old, same ? EMPTY : {text: after, mark: style.green}, said], below: []}
}

/** Both values at once; a terminal breaks what is too wide. */
function wordsBelow(words: NonNullable<ComparisonRow['words']>, style: Style): string[] {
  const indent = ' '.repeat(2 * INDENT)
  const lines = wordLines(words, wordMarks(style.red, style.green))
  const left = lines.length - MAX_WORD_LINES
  const shown = lines.slice(0, MAX_WORD_LINES).map((line, i) => `${indent}${i === 0 ? style.yellow('~') : ' '} ${line}`)
  return left > 0 ? [...shown, style.dim(`${indent}  (${plural(left, 'more line')})`)] : shown
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
