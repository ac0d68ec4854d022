import {safe} from '../base/text'
import type {ExamplesComparison} from '../compare/examples/compare-examples'
import type {Verdict} from '../compare/examples/verdict'
import {Budget, COMMENT_MAX} from './budget'
import {type Style, styleOf} from './color'
import {countLines, type ExampleTable, exampleTables} from './example-tables'
import {mdCode, mdHeader, mdRow, mdText} from './markdown'
import {renderTable} from './table'
import {wrap} from './width'

export interface ExamplesView {
  readonly before: ExamplesFile
  readonly after: ExamplesFile
  readonly comparison: ExamplesComparison
}

/** A run and the file of it that was read. */
export interface ExamplesFile {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly notes: readonly string[]
}

const INDENT = 2
const MIN_WIDTH = 64
/** Kept for what is said about what is left out. */
const RESERVE = 512

/** Two runs on the same examples, for a terminal: tables of what changed, with intervals, p and verdict; then how it was found out. */
export function renderExamples(
  {before, after, comparison}: ExamplesView,
  {color, width}: {readonly color: boolean; readonly width: number},
): string {
  const style = styleOf(color)
  const room = Math.max(MIN_WIDTH, width)
  const methods = methodTexts(comparison).flatMap(text => wrap(text, Math.min(room, MAX_PROSE)))
  return [
    `${style.red('-')} ${style.bold(safe(before.name))}  ${style.dim(`${safe(before.id)}  ${safe(before.path)}`)}\n`,
    `${style.green('+')} ${style.bold(safe(after.name))}  ${style.dim(`${safe(after.id)}  ${safe(after.path)}`)}\n`,
    '\n',
    ...[...countLines(comparison), ...noteLines([before, after])].map(line => `${line}\n`),
    ...exampleTables(comparison).map(table => tableText(table, room, style)),
    '\n',
    ...methods.map(line => `${style.dim(line)}\n`),
  ].join('')
}

/** Longer lines of prose are hard to read. */
const MAX_PROSE = 110

/** Those of what is shown: intervals of one run are in the data alone. */
const methodTexts = ({methods}: ExamplesComparison) =>
  Object.entries(methods).flatMap(([name, text]) => (name === 'wilson' ? [] : [text]))

const noteLines = (files: readonly ExamplesFile[]) =>
  files.flatMap(({path, notes}, i) => notes.map(note => `${i === 0 ? '-' : '+'} ${safe(path)}: ${safe(note)}`))

function tableText({title, columns, rows}: ExampleTable, width: number, style: Style): string {
  const cells = rows.map(({cells, verdict}) =>
    cells.map((text, at) => (at === cells.length - 1 && verdict ? {text, mark: verdictMark(verdict, style)} : {text})),
  )
  const {text, hidden} = renderTable(columns, cells, {width, indent: INDENT, header: style.dim})
  const left = hidden.length > 0 ? style.dim(`  (no room for ${hidden.join(', ')})\n`) : ''
  return `\n${style.bold(title)}\n${text}${left}`
}

function verdictMark(verdict: Verdict, {green, red, yellow, dim}: Style): (text: string) => string {
  const marks = {better: green, worse: red, differs: yellow, undecided: dim, 'not enough': dim}
  return marks[verdict]
}

/** The same as markdown for a pull request; at most `max` characters, and what is left out is counted. */
export function examplesMarkdown({before, after, comparison}: ExamplesView, max = COMMENT_MAX): string {
  const out = new Budget(max - RESERVE)
  for (const [word, file] of [
    ['from', before],
    ['to', after],
  ] as const)
    out.add(`${word} ${mdCode(file.name)} ${mdCode(file.id)} ${mdCode(file.path)}  \n`)
  out.add(`\n${[...countLines(comparison), ...noteLines([before, after])].map(mdText).join('  \n')}\n`)
  const methods = methodTexts(comparison).map(text => `- ${mdText(text)}\n`)
  const details = `\n<details><summary>How this was found out</summary>\n\n${methods.join('')}\n</details>\n`
  for (const table of exampleTables(comparison)) addTable(out, table)
  out.add(details)
  return out.end()
}

function addTable(out: Budget, {title, columns, rows, noun}: ExampleTable): void {
  const lines = rows.map(({cells}) => mdRow(cells.map(cell => (cell === '' ? '' : mdText(cell)))))
  const head = `\n**${title}**\n\n${mdHeader(
    columns.map(({label}) => label),
    at => columns[at]!.align === 'right',
  )}`
  let shown = out.add(head + lines[0]!) ? 1 : 0
  while (shown > 0 && shown < lines.length && out.add(lines[shown]!)) shown++
  if (shown < lines.length) out.leaveOut(noun, lines.length - shown)
}
