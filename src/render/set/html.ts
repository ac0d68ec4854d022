import type {SetComparison} from '../../compare/set/compare-set'
import type {MetricCell} from '../../compare/set/metric-rows'
import {htmlPage, htmlText} from '../html'
import {formatNumber} from '../numbers'
import type {SetCell} from './cells'
import type {Folding} from './folding'
import {reasonText} from './reasons'
import {setTable} from './table'

const BESIDE = 6
const METRICS_ACROSS = 24

/** Read in light and in dark, on paper too; no meaning hangs on a colour alone. */
const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem }
h1 { font-size: 1.4rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { border-bottom: 1px solid #8885; padding: .2rem .7rem; text-align: left; white-space: nowrap }
td { max-width: 30rem; overflow-wrap: anywhere; white-space: normal }
tbody th { font-weight: 400 }
th.section { font-weight: 700; padding-top: 1rem; border-bottom-width: 2px }
.best { font-weight: 700 }
.better { color: #1a7f37 } .worse { color: #cf222e } .barred { color: #9a6700 } .dim, .doubt { opacity: .7 }
@media (prefers-color-scheme: dark) { .better { color: #3fb950 } .worse { color: #f85149 } .barred { color: #d29922 } }
`

/** The same as `renderSet` as a page of its own, with the intervals of what has several seeds. */
export function setHtml(comparison: SetComparison, options: Folding & {readonly limit: number}): string {
  const {columns, sections, folded, legend} = setTable(comparison, {...options, beside: BESIDE, across: METRICS_ACROSS})
  const head = columns.map(({label}) => `<th scope="col">${htmlText(label)}</th>`).join('')
  const bodies = sections.map(({title, rows}) => {
    const lines = rows.map(row => `<tr>${row.map(cellHtml).join('')}</tr>`).join('\n')
    return `<tbody>\n<tr><th class="section" colspan="${columns.length}" scope="rowgroup">${htmlText(title)}</th></tr>\n${lines}\n</tbody>`
  })
  const reasons = comparison.reasons.map(
    reason =>
      `<li>${reason.level === 'bars' ? '<strong>bars</strong> ' : ''}${htmlText(reasonText(reason, comparison))}</li>`,
  )
  const notes = [...folded, ...legend].map(note => `<p class="dim">${htmlText(note)}</p>`)
  const body = `<h1>${htmlText(comparison.verdict)}</h1>
<ul>${reasons.join('\n')}</ul>
<div class="scroll"><table>
<thead><tr>${head}</tr></thead>
${bodies.join('\n')}
</table></div>
${intervals(comparison)}
${notes.join('\n')}`
  return htmlPage({
    title: `git exp: ${comparison.rivals
      .map(({label}) => label)
      .join(', ')
      .slice(0, 200)}`,
    style: STYLE,
    body,
  })
}

function cellHtml({text, tone}: SetCell, at: number): string {
  const attributes = tone ? ` class="${tone}"` : ''
  return at === 0 ? `<th scope="row">${htmlText(text)}</th>` : `<td${attributes}>${htmlText(text)}</td>`
}

/** 95 % intervals of the means, for those that have several seeds. */
function intervals({metrics, rivals}: SetComparison): string {
  const rows = metrics.flatMap(({path, cells}) =>
    cells.flatMap((cell, i) => (cell?.interval ? [intervalRow(path, rivals[i]!.label, cell)] : [])),
  )
  if (rows.length === 0) return ''
  return `<details><summary>Over seeds: mean, standard deviation, 95 % interval of the mean</summary><div class="scroll"><table>
<thead><tr>${['metric', 'run', 'seeds', 'mean', 'sd', 'from', 'to'].map(label => `<th scope="col">${label}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table></div></details>`
}

function intervalRow(path: string, label: string, {n, mean, sd, interval}: MetricCell): string {
  const numbers = [n, mean, sd!, ...interval!].map(value => `<td>${htmlText(formatNumber(value))}</td>`)
  return `<tr><th scope="row">${htmlText(path)}</th><td>${htmlText(label)}</td>${numbers.join('')}</tr>`
}
