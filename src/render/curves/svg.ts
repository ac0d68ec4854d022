import {safe, someOf} from '../../base/text'
import type {CurveSet} from '../../compare/curves/curve-set'
import {xmlText} from '../chart/xml'
import {extremeLabels, legendRows, lineNames, saidOf, seedsOf} from './legend'
import {runNotes} from './notes'
import {type Plot, type PlotOptions, plotOf} from './plot'
import {PANEL_WIDTH, svgPanel} from './svg-panel'
import {svgStyle} from './svg-style'

/** Points that are drawn in all; with some nine characters each an image keeps well below 200 KB. */
const POINTS_MAX = 16_000
const [PAD, GAP] = [12, 16]

/**
 * The charts below one another as an image that needs nothing else: no script, no font, no address. The same curves give the same bytes.
 * It brings its own ground, dark where the reader prefers that.
 */
export function curvesSvg(set: CurveSet, options: PlotOptions): string {
  const plots = set.charts.map(chart => plotOf(chart, options))
  const columns = columnsFor(plots)
  let top = PAD
  const panels = plots.map(plot => {
    const {text, height} = svgPanel(set, plot, {...options, top, columns})
    top += height + GAP
    return text
  })
  const notes = runNotes(set).map(
    (note, i) => `<text class="s" x="${PAD}" y="${top + 4 + 15 * i}">${xmlText(note)}</text>\n`,
  )
  const height = top - GAP + PAD + (notes.length > 0 ? GAP + 15 * notes.length : 0)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PANEL_WIDTH}" height="${height}" viewBox="0 0 ${PANEL_WIDTH} ${height}" role="img" aria-labelledby="curves-title curves-desc">
<title id="curves-title">${xmlText(titleOf(set))}</title>
<desc id="curves-desc">${xmlText(describe(set, plots))}</desc>
<style>${svgStyle}</style>
<rect class="bg" width="100%" height="100%" rx="6"/>
${panels.join('')}${notes.join('')}</svg>
`
}

/** How many columns a curve is drawn in; where there are few points each has its own. */
function columnsFor(plots: readonly Plot[]): number | undefined {
  const curves = plots.flatMap(plot => plot.curves)
  const lines = curves.flatMap(({front, behind}) => [front, ...(behind ? [behind] : [])])
  // A band has two edges with one point a column each, a line has two points a column.
  const bands = curves.flatMap(curve => (curve.bands ? [curve.bands] : []))
  const points = pointsOf(lines) + 2 * pointsOf(bands)
  return points <= POINTS_MAX ? undefined : Math.max(20, Math.floor(POINTS_MAX / 2 / (lines.length + bands.length)))
}

const pointsOf = (drawn: readonly (readonly (readonly unknown[])[])[]) =>
  drawn.flat().reduce((count, {length}) => count + length, 0)

const SAID = 12

const titleOf = (set: CurveSet) =>
  safe(
    `${someOf(
      set.charts.map(({metric}) => metric),
      SAID,
    )} of ${someOf(lineNames(set), SAID)}`,
  )

/** For those who do not see the picture. */
function describe(set: CurveSet, plots: readonly Plot[]): string {
  return plots
    .map(plot => {
      const {chart, axes} = plot
      const range = axes ? ` from step ${axes.x.min} to ${axes.x.max}` : ''
      const labels = extremeLabels(chart)
      const curves = legendRows(set, plot).map(
        row => `${row.name}: ${[...seedsOf(row, set), ...saidOf(row, labels)].join(', ')}`,
      )
      return `${safe(chart.metric)}${range}. ${curves.slice(0, SAID).join('; ')}.`
    })
    .join(' ')
}
