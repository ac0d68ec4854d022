import type {CurveSet} from '../../compare/curves/curve-set'
import {xmlText} from '../chart/xml'
import {cutToWidth} from '../width'
import {curveNote, extremeLabels, legendRows} from './legend'
import type {Plot} from './plot'
import {colorClass, dashClass} from './svg-style'

/** Widths of letters are not known to us; these are of a wide font. */
const [NAME_PIXELS, SMALL_PIXELS] = [6.8, 6]
const LINE = 14
const AFTER = 6
const SAMPLE = 20
const LETTER = 13

interface Room {
  readonly left: number
  readonly right: number
  readonly top: number
}

/** For each curve a sample with its letter and name, below that its last and best values and what else is to be known of it. */
export function legendBlock(set: CurveSet, plot: Plot, {left, right, top}: Room): {text: string; height: number} {
  const letters = set.runs.length > 1
  const indent = left + SAMPLE + 6
  const name = indent + (letters ? LETTER : 0)
  const labels = extremeLabels(plot.chart)
  let y = top
  const items = legendRows(set, plot).map((row, i) => {
    const at = y
    const said = [
      `last ${row.last}`,
      ...row.extremes.flatMap((text, nth) => (text === '' ? [] : `${labels[nth]} ${text}`)),
    ]
    const small = [said.join(' · '), ...curveNote(plot.curves[i]!)].map(
      (text, nth) =>
        `<text class="s" x="${indent}" y="${at + LINE * (nth + 1)}">${xmlText(cutToWidth(text, Math.floor((right - indent) / SMALL_PIXELS)))}</text>\n`,
    )
    y += LINE * (small.length + 1) + AFTER
    return [
      `<path class="l ${colorClass(row.run)}${dashClass(row.run)}" d="M${left} ${at - 4}h${SAMPLE}"/>\n`,
      letters ? `<text class="${colorClass(row.run)}" x="${indent}" y="${at}">${row.letter}</text>\n` : '',
      `<text x="${name}" y="${at}">${xmlText(cutToWidth(row.name, Math.floor((right - name) / NAME_PIXELS)))}</text>\n`,
      ...small,
    ].join('')
  })
  return {text: items.join(''), height: y - top}
}
