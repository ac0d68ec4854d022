import {plural} from '../../base/text'
import type {Unknown} from '../../lineage/links'
import {type TreeLine, treeOf} from '../../lineage/tree'
import type {Direction, Walk} from '../../lineage/walk'
import {type Style, styleOf} from '../color'
import {formatAge, formatNumber} from '../numbers'
import {statusMark} from '../status'
import {valueText} from '../value-text'
import {cutToWidth, widthOf} from '../width'
import type {LineageRunView, LineageView} from './lineage-view'
import {stepLabel, tieWord} from './words'

export interface LineageOptions {
  readonly color: boolean
  /** Columns of the terminal; Infinity: nothing is cut. */
  readonly width: number
  /** Milliseconds since 1970, for ages. */
  readonly now: number
  readonly ascii: boolean
}

/** What a line is made of, one after the other. */
interface Piece {
  readonly text: string
  readonly mark?: (text: string) => string
}

const HEADS: Readonly<Record<Direction, readonly [some: string, none: string]>> = {
  up: ['came from', 'came from no run that is known'],
  down: ['led to', 'led to nothing yet'],
}
/** However deep a line is, so much of it is shown. */
const LEAST = 30

/** The run, then a tree of what it came from and one of what came of it. */
export function renderLineage(view: LineageView, options: LineageOptions): string {
  const style = styleOf(options.color)
  const root = lineOf([{text: ''}, ...runPieces(view.runs.get(view.root)!, style, options.now)], options.width)
  return root + view.walks.map(walk => renderWalk(view, walk, options, style)).join('')
}

function renderWalk(view: LineageView, walk: Walk, options: LineageOptions, style: Style): string {
  const lines = treeOf(walk, view.root)
  const [some, none] = HEADS[walk.direction]
  if (lines.length === 0) return `${style.dim(none)}\n`
  const drawn = lines.map(line =>
    lineOf(
      [{text: branchOf(line, options.ascii), mark: style.dim}, ...piecesOf(view, walk, line, {...options, style})],
      options.width,
    ),
  )
  return `${style.bold(some)}\n${drawn.join('')}`
}

function branchOf({open}: TreeLine, ascii: boolean): string {
  const [through, none, fork, end] = ascii ? ['|  ', '   ', '|- ', '`- '] : ['│  ', '   ', '├─ ', '└─ ']
  const above = open.slice(0, -1).map(more => (more ? through : none))
  return above.join('') + (open.at(-1) ? fork : end)
}

function piecesOf(
  view: LineageView,
  {direction}: Walk,
  {step, seen, unknown, more}: TreeLine,
  {style, now}: {readonly style: Style; readonly now: number},
): Piece[] {
  if (more !== undefined) return [{text: `… ${plural(more, 'more run')}`, mark: style.dim}]
  if (unknown) return strangerPieces(unknown, style)
  const run = view.runs.get(step!.row)!
  const label: Piece = {text: `${stepLabel(view, step!, direction)}:`, mark: style.dim}
  if (seen) {
    const where = seen === 'circle' ? 'circle' : 'shown elsewhere'
    return [label, {text: valueText(run.name), mark: style.bold}, {text: `(${where})`, mark: style.dim}]
  }
  const others =
    step!.others === undefined ? [] : [{text: `(so did ${plural(step!.others, 'other run')})`, mark: style.dim}]
  return [label, ...runPieces(run, style, now), ...others]
}

function strangerPieces({tie, said, candidates}: Unknown, style: Style): Piece[] {
  const why = candidates === 0 ? 'not in this ledger' : `${candidates} runs are called so`
  return [
    {text: `${tieWord(tie, 'up')}:`, mark: style.dim},
    {text: valueText(said)},
    {text: `(${why})`, mark: style.yellow},
  ]
}

function runPieces(run: LineageRunView, style: Style, now: number): Piece[] {
  const decided = [
    ...(run.superseded_by === undefined ? [] : [`superseded by ${valueText(run.superseded_by)}`]),
    ...(run.corrected === undefined ? [] : ['corrected']),
  ]
  return [
    {text: valueText(run.name), mark: style.bold},
    {text: valueText(run.id), mark: style.yellow},
    {text: valueText(run.status), mark: statusMark(run.status, style)},
    ...(run.metric === undefined ? [] : [{text: formatNumber(run.metric)}]),
    {text: valueText(formatAge(run.created, now)), mark: style.dim},
    ...(decided.length === 0 ? [] : [{text: decided.join(', '), mark: style.yellow}]),
  ]
}

/** The first piece stands close to the second, the others two blanks apart. */
function lineOf(pieces: readonly Piece[], width: number): string {
  let room = Math.max(width, widthOf(pieces[0]?.text ?? '') + LEAST)
  let line = ''
  for (const [i, {text, mark = (same: string) => same}] of pieces.entries()) {
    const gap = i < 2 ? '' : '  '
    if (room <= gap.length) break
    const cut = cutToWidth(text, room - gap.length)
    line += gap + mark(cut)
    room -= gap.length + widthOf(cut)
  }
  return `${line.trimEnd()}\n`
}
