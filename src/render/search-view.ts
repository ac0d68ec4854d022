import {plural} from '../base/text'
import {type Style, styleOf} from './color'
import {mdCode, mdText} from './markdown'
import {formatAge} from './numbers'
import {statusMark} from './status'
import {valueText} from './value-text'
import {cutToWidth, widthOf} from './width'

export interface SearchView {
  readonly terms: readonly string[]
  readonly total: number
  readonly runs: readonly {
    readonly id: string
    readonly name: string
    readonly status: string
    readonly decision?: string
    readonly created: string
    readonly passages: readonly PassageView[]
  }[]
  readonly missing: readonly {readonly path: string; readonly count: number}[]
}

interface PassageView {
  readonly field: string
  readonly text: string
  readonly marks: readonly (readonly [start: number, end: number])[]
}

export interface SearchOptions {
  readonly color: boolean
  /** Columns of the terminal; Infinity: nothing is cut. */
  readonly width: number
  /** Milliseconds since 1970, for ages. */
  readonly now: number
}

const INDENT = 4
/** So much of what stands before the first word found is shown. */
const BEFORE = 24
/** A passage is never cut shorter. */
const LEAST = 20

/** Each run in a line, and below it the passages, the words found in bold. */
export function renderSearch(view: SearchView, {color, width, now}: SearchOptions): string {
  const style = styleOf(color)
  const runs = view.runs.map(run => {
    const {status, decision} = run
    const state = [
      statusMark(status, style)(valueText(status)),
      ...(decision === undefined ? [] : [valueText(decision)]),
    ]
    const head = [style.yellow(valueText(run.id)), style.bold(valueText(run.name)), state.join(', ')]
    return `${[...head, style.dim(formatAge(run.created, now))].join('  ')}\n${run.passages.map(each => line(each, style, width)).join('')}`
  })
  return [...runs, ...notesOf(view).map(note => `${style.dim(note)}\n`)].join('')
}

function line({field, text, marks}: PassageView, style: Style, width: number): string {
  const label = `${valueText(field)}: `
  const room = Math.max(LEAST, width - INDENT - widthOf(label))
  const pieces = fitted(piecesOf(text, marks), room)
  return `${' '.repeat(INDENT)}${style.dim(label)}${pieces.map(({text, found}) => (found ? style.bold(text) : text)).join('')}\n`
}

/** A stretch of a passage, free of control characters. */
interface Piece {
  readonly text: string
  readonly found: boolean
}

function piecesOf(text: string, marks: PassageView['marks']): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const add = (from: number, to: number, found: boolean) => {
    if (to > from) pieces.push({text: oneLine(text.slice(from, to)), found})
  }
  for (const [start, end] of marks) {
    add(at, start, false)
    add(start, end, true)
    at = end
  }
  add(at, text.length, false)
  return pieces
}

const oneLine = (text: string) => (text === '' ? '' : valueText(text.toWellFormed().replace(/\s+/g, ' ')))

/** A long beginning gives way to the first word found, and the end to the room there is. */
function fitted(pieces: readonly Piece[], room: number): Piece[] {
  const whole = pieces.reduce((sum, {text}) => sum + widthOf(text), 0)
  if (whole <= room) return [...pieces]
  const [first, ...rest] = pieces
  const start = first && !first.found ? [{...first, text: endOf(first.text, BEFORE)}, ...rest] : pieces
  const fit: Piece[] = []
  let left = room
  for (const piece of start) {
    if (left <= 0) break
    fit.push({...piece, text: cutToWidth(piece.text, left)})
    left -= widthOf(piece.text)
  }
  return fit
}

function endOf(text: string, max: number): string {
  if (widthOf(text) <= max) return text
  const kept: string[] = []
  let width = 1
  for (const character of [...text].reverse()) {
    width += widthOf(character)
    if (width > max) break
    kept.unshift(character)
  }
  return `…${kept.join('')}`
}

/** The same as a list. */
export function searchMarkdown(view: SearchView): string {
  const runs = view.runs.map(({id, name, status, decision, passages}) => {
    const state = decision === undefined ? status : `${status}, ${decision}`
    const lines = passages.map(passage => `  - ${mdText(passage.field)}: ${mdPassage(passage)}\n`)
    return `- ${mdCode(id)} ${mdCode(name)} ${mdText(state)}\n${lines.join('')}`
  })
  const notes = notesOf(view).map(note => `_${mdText(note)}_\n`)
  return [runs.join(''), notes.join('\n')].filter(Boolean).join('\n')
}

/** Where the text holds what a forge makes something of, it is code as a whole. */
function mdPassage({text, marks}: PassageView): string {
  const whole = mdText(text)
  if (/^(?:`|<code>)/.test(whole)) return whole
  const pieces = piecesOf(text, marks).map(({text: part, found}) => {
    const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? []
    const marked = middle === '' ? '' : found ? `**${mdText(middle)}**` : mdText(middle)
    return before + marked + after
  })
  return pieces.join('').trim()
}

function notesOf({terms, total, runs, missing}: SearchView): string[] {
  const said = terms.map(term => (/\s/.test(term) ? `"${valueText(term)}"` : valueText(term))).join(' ')
  return [
    ...(total === 0 ? [`nobody wrote of ${said}`] : []),
    ...(runs.length < total ? [`${runs.length} of ${plural(total, 'run')} shown; --limit 0 shows all`] : []),
    ...missing.map(({path, count}) => `${plural(count, 'run')} without ${valueText(path)} did not match`),
  ]
}
