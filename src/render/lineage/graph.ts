import {safe} from '../../base/text'
import type {Row} from '../../lineage/links'
import type {LineageRunView, LineageView} from './lineage-view'
import {stepLabel} from './words'

interface Arrow {
  readonly from: Row
  readonly to: Row
  readonly label: string
}

/** From what came first to what came of it; each once, also where both directions met it. */
function arrowsOf(view: LineageView): Arrow[] {
  const arrows = view.walks.flatMap(({direction, steps}) =>
    steps.map((step): Arrow => {
      const [to, from] = direction === 'up' ? [step.at, step.row] : [step.row, step.at]
      return {from, to, label: stepLabel(view, step, direction === 'up' ? 'up' : 'down')}
    }),
  )
  return [...new Map(arrows.map(arrow => [`${arrow.from} ${arrow.to}`, arrow])).values()]
}

const facts = ({id, status, superseded_by}: LineageRunView) =>
  `${id} ${status}${superseded_by === undefined ? '' : ', superseded'}`

/** Graphviz's language; the run asked for has a thick line. */
export function lineageDot(view: LineageView): string {
  const text = (said: string) => `"${safe(said).replace(/["\\]/g, '\\$&')}"`
  const nodes = [...view.runs].map(([row, run]) => {
    const label = `${text(run.name).slice(0, -1)}\\n${text(facts(run)).slice(1)}`
    return `  ${text(run.id)} [label=${label}${row === view.root ? ', penwidth=2' : ''}]\n`
  })
  const id = (row: Row) => text(view.runs.get(row)!.id)
  const arrows = arrowsOf(view).map(({from, to, label}) => `  ${id(from)} -> ${id(to)} [label=${text(label)}]\n`)
  return `digraph lineage {\n  rankdir=LR\n  node [shape=box]\n${nodes.join('')}${arrows.join('')}}\n`
}

/** Mermaid's flowchart, which forges draw in markdown; the run asked for has a thick line. */
export function lineageMermaid(view: LineageView): string {
  const names = new Map([...view.runs.keys()].map((row, i) => [row, `n${i}`]))
  const nodes = [...view.runs].map(
    ([row, run]) => `  ${names.get(row)}["${mermaidText(run.name)}<br/>${mermaidText(facts(run))}"]\n`,
  )
  const arrows = arrowsOf(view).map(
    ({from, to, label}) => `  ${names.get(from)} -->|"${mermaidText(label)}"| ${names.get(to)}\n`,
  )
  return `flowchart LR\n${nodes.join('')}${arrows.join('')}  style ${names.get(view.root)} stroke-width:3px\n`
}

/** Entities for all that Mermaid, HTML or markdown could make something of. */
const mermaidText = (text: string) =>
  safe(text.toWellFormed()).replace(/[^\p{L}\p{N} ._-]/gu, character => `#${character.codePointAt(0)};`)
