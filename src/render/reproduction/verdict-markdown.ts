import {plural} from '../../base/text'
import type {Cause, Compared} from '../../compare/reproduction/judge'
import type {SpreadRow} from '../../compare/reproduction/spread'
import {Budget, COMMENT_MAX} from '../budget'
import {mdCode, mdHeader, mdRow, mdText} from '../markdown'
import {addList, MANY} from '../markdown-list'
import {formatDelta, formatNumber} from '../numbers'
import type {VerdictView} from './verdict'
import {brief, curveText, FILE_WORDS, pairTexts, TITLES, WORDS} from './verdict-words'

/** Kept for what is said about what is left out. */
const RESERVE = 512
/** A longer text tells a reader of a pull request nothing more. */
const TEXT_MAX = 200

/** The verdict for a pull request: it first, then why, then what came out; at most `max` characters, and what is left out is counted. */
export function verdictMarkdown({original, runs, judgement}: VerdictView, all = false, max = COMMENT_MAX): string {
  const {verdict, causes, reproductions, spread, unknown} = judgement
  const out = new Budget(max - RESERVE)
  const single = reproductions.length === 1
  const why = single && reproductions[0]!.reasons.length > 0 ? `: ${mdText(reproductions[0]!.reasons.join(', '))}` : ''
  out.add(`**${verdict}**${why}\n`)
  const by = runs.slice(0, MANY).map(({name, id}) => `${code(name)} ${code(id)}`)
  out.add(`\n${code(original.name)} ${code(original.id)}, reproduced by ${by.join(', ')}\n`)
  if (runs.length > MANY) out.leaveOut('run', runs.length - MANY)
  addCauses(out, causes, TITLES[verdict])
  reproductions.forEach((compared, i) => {
    if (!single) out.add(`\n${code(runs[i]!.name)} ${code(runs[i]!.id)}: **${compared.verdict}**\n`)
    addMetrics(out, compared, all)
    addRest(out, compared)
  })
  addSpread(out, spread)
  if (unknown.length > 0) out.add(`\n_nothing is known of: ${mdText(unknown.join(', '))}_\n`)
  return out.end()
}

function addCauses(out: Budget, causes: readonly Cause[], title: string): void {
  const lines = causes.flatMap(({kind, text: said, changes}) => [
    ...(said ? [mdRow([kind, mdText(said), '', ''])] : []),
    ...changes.map(({what, before, after}) =>
      mdRow([
        kind,
        code(what),
        before === undefined ? '' : text(brief(before)),
        after === undefined ? (before === undefined ? 'has changed' : '') : text(brief(after)),
      ]),
    ),
  ])
  const head = mdHeader(['cause', 'what', 'recorded', 'now'], () => false)
  const folded = lines.length > MANY
  addList(out, {title: folded ? `${title} (${lines.length})` : `**${title}**`, head, lines, noun: 'cause', folded})
}

function addMetrics(out: Budget, {metrics}: Compared, all: boolean): void {
  const shown = metrics.filter(({verdict}) => all || (verdict !== 'same' && verdict !== 'cost'))
  const lines = shown.map(({metric, before, after, difference, tolerance, verdict}) => {
    const [old, now] = pairTexts(before, after)
    const apart = difference === undefined ? '' : formatDelta(difference)
    const word = verdict === 'beyond' || verdict === 'missing' ? `**${WORDS[verdict]}**` : WORDS[verdict]
    return mdRow([code(metric), text(old), text(now), mdText(apart), text(tolerance ?? ''), word])
  })
  const labels = ['metric', 'recorded', 'now', 'difference', 'may differ by', '']
  const folded = lines.length > MANY
  const title = folded ? plural(lines.length, 'metric') : '**metrics**'
  addList(out, {title, head: mdHeader(labels, at => at > 0 && at < 5), lines, noun: 'metric', folded})
}

/** What is equal is counted, what is not is named. */
function addRest(out: Budget, {metrics, curves, artifacts}: Compared): void {
  const bent = curves.filter(({same}) => !same)
  const files = artifacts.filter(({state}) => state !== 'same')
  const equal = [
    [metrics.filter(({verdict}) => verdict === 'same').length, 'metric'],
    [curves.length - bent.length, 'curve'],
    [artifacts.length - files.length, 'file'],
  ] as const
  const said = equal.flatMap(([count, noun]) => (count > 0 ? [plural(count, noun)] : []))
  const lines = [
    ...bent.map(
      ({metric, before, after, parts}) => `- curve ${code(metric)}: ${mdText(curveText(before, after, parts))}\n`,
    ),
    ...files.map(({path, state}) => `- file ${code(path)}: ${FILE_WORDS[state]}\n`),
  ]
  const folded = lines.length > MANY
  const title = folded ? 'curves and files' : '**curves and files**'
  addList(out, {title, head: '', lines, noun: 'curve or file', folded})
  if (said.length > 0) out.add(`\nequal: ${said.join(', ')}\n`)
}

function addSpread(out: Budget, spread: readonly SpreadRow[]): void {
  const moving = spread.filter(({min, max}) => min < max)
  if (spread.length > 0 && moving.length === 0) out.add(`\nall ${spread[0]!.n} came out the same\n`)
  const lines = moving.map(({metric, original, min, max, mean, sd, covers}) =>
    mdRow([
      code(metric),
      ...[original, min, max, mean, sd].map(value => mdText(formatNumber(value))),
      covers ? 'recorded lies within' : 'recorded lies outside',
    ]),
  )
  const title = moving.length === 0 ? '' : `non-deterministic, spread of ${moving[0]!.n}`
  const labels = ['metric', 'recorded', 'min', 'max', 'mean', 'sd', '']
  const folded = lines.length > MANY
  const head = mdHeader(labels, at => at > 0 && at < 6)
  addList(out, {title: folded ? title : `**${title}**`, head, lines, noun: 'metric', folded})
}

const shortened = (value: string) => (value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX).toWellFormed()}…` : value)
const code = (value: string) => mdCode(shortened(value))
const text = (value: string) => (value === '' ? '' : mdText(shortened(value)))
