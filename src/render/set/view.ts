import {safe} from '../../base/text'
import type {SetComparison} from '../../compare/set/compare-set'
import {linesOf} from '../card'
import {type Style, styleOf} from '../color'
import {type Cell, renderTable} from '../table'
import {wrap} from '../width'
import type {SetCell, Tone} from './cells'
import type {Folding} from './folding'
import {reasonText} from './reasons'
import {setTable} from './table'

export interface SetViewOptions extends Folding {
  readonly color: boolean
  /** Columns of the terminal; Infinity: nothing is cut. */
  readonly width: number
  /** Of rivals below one another, or of metrics, so many; 0 is all. */
  readonly limit: number
}

const INDENT = 2
const MIN_WIDTH = 64
/** What a rival takes beside others: a value and its change. */
const RIVAL_WIDTH = 32
const FIELD_WIDTH = 28
const REASONS = 12
const MAX_PROSE = 110

/** The verdict with its reasons, then a table of what differs and what was measured, then what the marks mean. */
export function renderSet(comparison: SetComparison, options: SetViewOptions): string {
  const style = styleOf(options.color)
  const width = Math.max(MIN_WIDTH, options.width)
  const beside = Number.isFinite(width) ? Math.max(2, Math.floor((width - FIELD_WIDTH) / RIVAL_WIDTH)) : 4
  const table = setTable(comparison, {...options, beside, across: 6})
  const rows = table.sections.flatMap(section => section.rows.map(row => row.map(cell => marked(cell, style))))
  const {text, hidden} = renderTable(table.columns, rows, {width, indent: INDENT, header: style.bold})
  const [header, ...lines] = linesOf(text)
  let from = 0
  const sections = table.sections.map(({title, rows}) => {
    from += rows.length
    return `\n${style.bold(title)}\n${lines.slice(from - rows.length, from).join('\n')}\n`
  })
  const notes = [...table.folded, ...roomFor(hidden), ...table.legend]
  return [
    ...verdictLines(comparison, style, width),
    ...acrossLine(comparison, style),
    `\n${header}\n`,
    ...sections,
    '\n',
    ...notes.flatMap(note => wrap(safe(note), Math.min(width, MAX_PROSE))).map(line => `${style.dim(line)}\n`),
  ].join('')
}

export function verdictLines(comparison: SetComparison, style: Style, width: number): string[] {
  const {verdict} = comparison
  const mark = {comparable: style.green, 'comparable with notes': style.yellow, 'not comparable': style.red}[verdict]
  return [`${style.bold(mark(verdict))}\n`, ...reasonLines(comparison, style, width)]
}

export function reasonLines(comparison: SetComparison, style: Style, width: number): string[] {
  const {reasons} = comparison
  const lines = reasons.slice(0, REASONS).flatMap(reason => {
    const word = reason.level === 'bars' ? style.red('bars') : style.dim('note')
    const [first, ...rest] = wrap(reasonText(reason, comparison), Math.min(width, MAX_PROSE) - 8)
    return [`  ${word}  ${first}\n`, ...rest.map(line => `        ${line}\n`)]
  })
  const left = reasons.length - REASONS
  return [...lines, ...(left > 0 ? [`  and ${left} more: --format json\n`] : [])]
}

/** How to say that what bars is meant. */
function acrossLine({reasons}: SetComparison, style: Style): string[] {
  const kinds = [...new Set(reasons.flatMap(({kind, level}) => (level === 'bars' ? [kind] : [])))]
  if (kinds.length === 0) return []
  return [`  ${style.dim(`where that is meant: ${kinds.map(kind => `--across ${kind}`).join(' ')}`)}\n`]
}

const HIDDEN = 3

function roomFor(hidden: readonly string[]): string[] {
  const named = hidden.filter(label => label !== '')
  if (named.length === 0) return []
  const left = named.length - HIDDEN
  return [`no room for ${named.slice(0, HIDDEN).join(', ')}${left > 0 ? ` and ${left} more` : ''}`]
}

function marked({text, tone}: SetCell, style: Style): Cell {
  const mark = tone && markOf(tone, style)
  return mark ? {text, mark} : {text}
}

function markOf(tone: Tone, {bold, green, red, yellow, dim}: Style): (text: string) => string {
  return {best: bold, better: green, worse: red, doubt: dim, barred: yellow, dim}[tone]
}
