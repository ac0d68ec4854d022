import {plural, safe} from '../../base/text'
import type {Cause, Compared, Judgement, Verdict} from '../../compare/reproduction/judge'
import type {MetricRow} from '../../compare/reproduction/metrics'
import type {SpreadRow} from '../../compare/reproduction/spread'
import {type Style, styleOf} from '../color'
import {formatDelta, formatNumber} from '../numbers'
import {type Cell, renderTable} from '../table'
import {curveText, FILE_WORDS, moved, pairTexts, TITLES, WORDS} from './verdict-words'

export interface VerdictView {
  readonly original: {readonly id: string; readonly name: string}
  readonly runs: readonly {readonly id: string; readonly name: string}[]
  readonly judgement: Judgement
}

export interface VerdictOptions {
  readonly color: boolean
  readonly width: number
  /** Also what is the same. */
  readonly all?: boolean
}

/** The verdict first, then why, then what came out beside what was recorded. */
export function verdictText({original, runs, judgement}: VerdictView, options: VerdictOptions): string {
  const style = styleOf(options.color)
  const {verdict, causes, spread, unknown} = judgement
  const by = runs.map(({id}) => safe(id)).join(', ')
  const first = judgement.reproductions.length === 1 ? judgement.reproductions[0] : undefined
  const why = first && first.reasons.length > 0 ? `: ${first.reasons.join(', ')}` : ''
  return [
    `${verdictMark(verdict, style)}${why}\n`,
    `${style.dim(`${safe(original.name)} ${safe(original.id)}, reproduced by ${by}`)}\n`,
    causesText(causes, verdict, style),
    ...judgement.reproductions.map((compared, i) =>
      comparedText(compared, first ? undefined : runs[i], options, style),
    ),
    spreadText(spread, options, style),
    unknown.length > 0 ? `\n${style.dim(`nothing is known of: ${unknown.join(', ')}`)}\n` : '',
  ].join('')
}

function verdictMark(verdict: Verdict, style: Style): string {
  const mark =
    verdict === 'exact' || verdict === 'within tolerance'
      ? style.green
      : verdict === 'drifted'
        ? style.red
        : style.yellow
  return style.bold(mark(verdict))
}

const SHOWN = 8

function causesText(causes: readonly Cause[], verdict: Verdict, style: Style): string {
  if (causes.length === 0) return ''
  const lines = causes.map(({kind, text, changes}) => {
    const shown = changes.slice(0, SHOWN).map(({what, before, after}) => `${safe(what)}${moved(before, after)}`)
    const more = changes.length > SHOWN ? [`and ${changes.length - SHOWN} more`] : []
    return `  ${style.bold(kind)}  ${[...(text ? [text] : []), ...shown, ...more].join('\n    ')}\n`
  })
  const title = TITLES[verdict]
  return `\n${title}\n${lines.join('')}`
}

type Named = {readonly id: string; readonly name: string}

function comparedText(compared: Compared, run: Named | undefined, options: VerdictOptions, style: Style): string {
  const {metrics, curves, artifacts, verdict, reasons} = compared
  const rows = metrics.filter(row => options.all === true || (row.verdict !== 'same' && row.verdict !== 'cost'))
  const same = metrics.filter(row => row.verdict === 'same').length
  const title =
    run === undefined
      ? ''
      : `\n${safe(run.name)} ${style.dim(safe(run.id))}  ${verdictMark(verdict, style)}${reasons.length > 0 ? `: ${reasons.join(', ')}` : ''}\n`
  const parting = curves.filter(curve => !curve.same)
  const files = artifacts.filter(({state}) => state !== 'same')
  return [
    title,
    rows.length > 0 ? `\n${metricTable(rows, options, style)}` : '',
    same > 0 ? `${rows.length > 0 ? '' : '\n'}${plural(same, 'metric')} equal\n` : '',
    ...parting.map(({metric, before, after, parts}) => `curve ${safe(metric)}: ${curveText(before, after, parts)}\n`),
    curves.length > parting.length ? `${plural(curves.length - parting.length, 'curve')} equal\n` : '',
    ...files.map(({path, state}) => `file ${safe(path)}: ${FILE_WORDS[state]}\n`),
    artifacts.length > files.length ? `${plural(artifacts.length - files.length, 'file')} equal\n` : '',
  ].join('')
}

function metricTable(rows: readonly MetricRow[], {width}: VerdictOptions, style: Style): string {
  const columns = ['metric', 'recorded', 'now', 'difference', 'may differ by', ''].map((label, i) => ({
    label,
    ...(i > 0 && i < 5 && {align: 'right' as const}),
  }))
  const cells = rows.map(({metric, before, after, difference, tolerance, verdict}): Cell[] => {
    const both = pairTexts(before, after)
    return [
      {text: safe(metric)},
      {text: both[0]},
      {text: both[1]},
      {text: difference === undefined ? '' : formatDelta(difference)},
      {text: tolerance ?? ''},
      {text: WORDS[verdict], ...(verdict === 'beyond' || verdict === 'missing' ? {mark: style.red} : {})},
    ]
  })
  return renderTable(columns, cells, {width, header: style.dim}).text
}

function spreadText(spread: readonly SpreadRow[], {width}: VerdictOptions, style: Style): string {
  const moving = spread.filter(({min, max}) => min < max)
  if (spread.length === 0) return ''
  if (moving.length === 0) return `\nall ${spread[0]!.n} came out the same\n`
  const columns = ['metric', 'recorded', 'min', 'max', 'mean', 'sd', ''].map((label, i) => ({
    label,
    ...(i > 0 && i < 6 && {align: 'right' as const}),
  }))
  const rows = moving.map(({metric, original, min, max, mean, sd, covers}) => [
    {text: safe(metric)},
    ...[original, min, max, mean, sd].map(value => ({text: formatNumber(value)})),
    {text: covers ? 'recorded lies within' : 'recorded lies outside'},
  ])
  const widest = moving.map(({metric, min, max}) => `${safe(metric)} ±${formatNumber((max - min) / 2)}`)
  return `\nnon-deterministic, spread of ${moving[0]!.n}: ${widest.join(', ')}\n${renderTable(columns, rows, {width, header: style.dim}).text}`
}
