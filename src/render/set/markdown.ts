import type {SetComparison} from '../../compare/set/compare-set'
import {Budget, COMMENT_MAX} from '../budget'
import {mdHeader, mdRow, mdText} from '../markdown'
import type {SetCell} from './cells'
import type {Folding} from './folding'
import {reasonText} from './reasons'
import {type SetSection, setTable} from './table'

/** Kept for what is said about what is left out. */
const RESERVE = 512
/** A longer value tells a reader of a pull request nothing more. */
const VALUE_MAX = 120
const BESIDE = 4
const METRICS_ACROSS = 8

/** The same as `renderSet` for a pull request; at most `max` characters, and what is left out is counted. */
export function setMarkdown(
  comparison: SetComparison,
  options: Folding & {readonly limit: number},
  max = COMMENT_MAX,
): string {
  const out = new Budget(max - RESERVE)
  const {columns, sections, folded, legend} = setTable(comparison, {...options, beside: BESIDE, across: METRICS_ACROSS})
  const labels = columns.map(({label}) => (label === '' ? '' : mdText(shortened(label))))
  const right = (at: number) => columns[at]!.align === 'right'
  out.add(`**${comparison.verdict}**\n\n`)
  for (const reason of comparison.reasons) {
    const line = `- ${reason.level === 'bars' ? '**bars** ' : ''}${mdText(shortened(reasonText(reason, comparison), 3))}\n`
    if (!out.add(line)) out.leaveOut('reason', 1)
  }
  for (const section of sections) addSection(out, section, mdHeader(labels, right))
  const notes = [...folded, ...legend].map(note => `_${mdText(note)}_  \n`)
  out.add(`\n${notes.join('')}`)
  return out.end()
}

function addSection(out: Budget, {title, rows, noun}: SetSection, header: string): void {
  const lines = rows.map(row => mdRow(row.map(cell)))
  const head = `\n**${mdText(title)}**\n\n${header}`
  let shown = out.add(head + lines[0]!) ? 1 : 0
  while (shown > 0 && shown < lines.length && out.add(lines[shown]!)) shown++
  if (shown < lines.length) out.leaveOut(noun, lines.length - shown)
}

function cell({text, tone}: SetCell): string {
  if (text === '') return ''
  // The star is for those who read without marks.
  return tone === 'best' ? `**${mdText(text.replace(/\*$/, ''))}**` : mdText(shortened(text))
}

const shortened = (value: string, times = 1) =>
  value.length > times * VALUE_MAX ? `${value.slice(0, times * VALUE_MAX).toWellFormed()}…` : value
