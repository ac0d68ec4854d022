import type {CurveSet} from '../../compare/curves/curve-set'
import {xmlText} from '../chart/xml'
import {cutToWidth, wrap} from '../width'
import {extremeLabels, type LegendRow, legendRows, lineNames, saidOf, seedsOf} from './legend'
import {curveNote} from './notes'
import type {Plot, PlotCurve} from './plot'
import {colorClass, dashClass} from './svg-style'

/** Widths of letters are not known to us; these are of a wide font. */
const [NAME_PIXELS, SMALL_PIXELS] = [6.8, 5.7]
const LINE = 14
const AFTER = 6
const SAMPLE = 20
const LETTER = 13

export interface LegendRoom {
  readonly left: number
  readonly right: number
  readonly top: number
}

/** For each curve a sample with its letter and name, below that its last and best values and what else is to be known of it. */
export function legendBlock(set: CurveSet, plot: Plot, room: LegendRoom): {text: string; height: number} {
  const letters = lineNames(set).length > 1
  const labels = extremeLabels(plot.chart)
  let {top} = room
  const items = legendRows(set, plot).map((row, i) => {
    const small = wrapped([...seedsOf(row, set), ...smallTexts(row, labels, plot.curves[i]!)], room)
    const item = legendItem(row, small, {...room, top}, {letters, band: plot.curves[i]!.bands !== undefined})
    top += LINE * (small.length + 1) + AFTER
    return item
  })
  return {text: items.join(''), height: top - room.top}
}

const indentOf = (left: number) => left + SAMPLE + 6

function smallTexts(row: LegendRow, labels: readonly string[], curve: PlotCurve): string[] {
  const [last, ...extremes] = saidOf(row, labels)
  const values = labels.length === 1 ? [[last, ...extremes].join(' · ')] : [last!, extremes.join(' · ')].filter(Boolean)
  return [...values, ...curveNote(curve)]
}

const wrapped = (texts: readonly string[], {left, right}: LegendRoom) =>
  texts.flatMap(text => wrap(text, Math.floor((right - indentOf(left)) / SMALL_PIXELS)))

function legendItem(
  {line, letter, name}: LegendRow,
  small: readonly string[],
  {left, right, top}: LegendRoom,
  {letters, band}: {readonly letters: boolean; readonly band: boolean},
): string {
  const indent = indentOf(left)
  const nameAt = indent + (letters ? LETTER : 0)
  const shown = cutToWidth(name, Math.floor((right - nameAt) / NAME_PIXELS))
  return [
    band ? `<path class="h ${colorClass(line)}" d="M${left} ${top - 9}h${SAMPLE}v10h-${SAMPLE}z"/>\n` : '',
    `<path class="l ${colorClass(line)}${dashClass(line)}" d="M${left} ${top - 4}h${SAMPLE}"/>\n`,
    letters ? `<text class="${colorClass(line)}" x="${indent}" y="${top}">${letter}</text>\n` : '',
    `<text x="${nameAt}" y="${top}">${xmlText(shown)}</text>\n`,
    ...small.map((text, i) => `<text class="s" x="${indent}" y="${top + LINE * (i + 1)}">${xmlText(text)}</text>\n`),
  ].join('')
}
