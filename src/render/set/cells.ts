import type {FieldCell} from '../../compare/set/fields'
import type {MetricCell, MetricRow} from '../../compare/set/metric-rows'
import {formatDelta, formatNumber} from '../numbers'
import {shortHash, valueText} from '../value-text'

/** What a cell is to the reader; each renderer marks it in its own way, and no meaning hangs on the mark alone. */
export type Tone = 'best' | 'better' | 'worse' | 'doubt' | 'barred' | 'dim'

export interface SetCell {
  readonly text: string
  readonly tone?: Tone
}

export const EMPTY: SetCell = {text: ''}

/** Hashes without the name of the function: in a column it is the same for all. */
export function fieldCell({value, values}: FieldCell): SetCell {
  if (values !== undefined) return {text: `${values} values`, tone: 'dim'}
  return {text: typeof value === 'string' ? valueText(shortHash(value).replace(/^sha\d+:/, '')) : valueText(value)}
}

/** `0.885 ±0.004`, with `*` where it is the best; sd over the seeds. */
export function measuredCell(cell: MetricCell | undefined, best: boolean): SetCell {
  if (!cell) return EMPTY
  const spread = cell.sd === undefined ? '' : ` ±${formatNumber(cell.sd, 2)}`
  return {text: `${formatNumber(cell.mean)}${spread}${best ? '*' : ''}`, ...(best && {tone: 'best' as const})}
}

/** `+0.005 better p=0.008`, `+0.005 p=0.21` where the seeds do not decide it, `+0.005 better?` where so few never could. */
export function changeCell(cell: MetricCell | undefined): SetCell {
  if (!cell) return EMPTY
  if (cell.barred) return {text: 'not compared', tone: 'barred'}
  const {delta, better, test} = cell
  if (delta === undefined) return EMPTY
  if (delta === 0) return {text: 'same', tone: 'dim'}
  const word = better === undefined ? '?' : better ? 'better' : 'worse'
  const tone = better === undefined ? 'dim' : better ? 'better' : 'worse'
  const signed = formatDelta(delta)
  switch (test?.verdict) {
    case 'differs':
      return {text: `${signed} ${word} p=${formatNumber(test.adjusted, 2)}`, tone}
    case 'undecided':
      return {text: `${signed} p=${formatNumber(test.adjusted, 2)}`, tone: 'doubt'}
    case 'not enough':
      return {text: word === '?' ? `${signed} ?` : `${signed} ${word}?`, tone: 'doubt'}
    default:
      return {text: `${signed} ${word}`, tone}
  }
}

export const isBest = ({best}: MetricRow, rival: number): boolean => best.includes(rival)
