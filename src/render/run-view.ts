import {isObject, type Json, type JsonObject, leaves} from '../base/json'
import {safe} from '../base/text'
import {parseTimestamp} from '../base/time'
import {formatBytes} from '../base/units'
import {RECORD_FIELDS} from '../model/record'
import {block, TITLE_WIDTH, wrapped} from './card'
import {type Style, styleOf} from './color'
import {eventLines} from './event-lines'
import {metricLines} from './metrics-view'
import {formatAge, formatDuration} from './numbers'
import {paramLines} from './param-lines'
import {artifactLines, codeLines, datasetLines, envText, inputLines, pairLines, word} from './run-facts'
import {attemptLines, curveLines, liveLines} from './run-life'
import {statusMark} from './status'
import {metricText, valueText} from './value-text'

/** One run, as `git exp show` prints it. */
export interface RunView {
  /** With its events folded in. */
  readonly record: JsonObject
  /** The run's folder in the ledger tree. */
  readonly path: string
  /** The ledger commit that wrote it last. */
  readonly commit?: string
  readonly warnings?: readonly string[]
}

export interface RunViewOptions {
  readonly color: boolean
  /** Columns of the terminal; Infinity: nothing is cut or broken. */
  readonly width: number
  /** Milliseconds since 1970, for ages. */
  readonly now: number
}

/** A card of the whole run for a terminal: who and why, code and data, params, metrics, artifacts, what people said later. */
export function renderRun(view: RunView, options: RunViewOptions): string {
  const {record, path, commit} = view
  const style = styleOf(options.color)
  const {width} = options
  const room = Math.max(20, width - TITLE_WIDTH)
  const put = (title: string, lines: readonly string[]) => block(title, lines, style)
  const said = (key: string) => put(key, wrapped(textLines(record[key]), width))
  return [
    heading(record, style, options),
    '\n',
    ...['task', 'group', 'owner', 'hypothesis', 'parent', 'reproduces'].map(said),
    put('template', [word(record, 'template', 'name') || word(record, 'template')].filter(Boolean)),
    put('command', wrapped([commandText(record['command'])].filter(Boolean), width)),
    put('code', codeLines(record['code'])),
    put('dataset', datasetLines(record['dataset'])),
    put('inputs', inputLines(record['inputs'])),
    put('env', wrapped([envText(record['env'])].filter(Boolean), width)),
    put('params', paramLines(withSeed(record), room)),
    put('attempts', attemptLines(record['attempts'])),
    put('live', liveLines(record['live'])),
    put('failure', failureLines(record['failure'])),
    put('metrics', metricsLines(record['metrics'], style, width)),
    put('curves', curveLines(record['series'])),
    put('resources', resourceLines(record['resources'], room)),
    put('artifacts', artifactLines(record['artifacts'])),
    said('tags'),
    said('notes'),
    put('later', eventLines(record['events'], options.now, width)),
    put('also', pairLines(flat(others(record)), room)),
    put('path', [safe(path), ...(commit === undefined ? [] : [`commit ${safe(commit)}`])]),
    put('warning', wrapped((view.warnings ?? []).map(safe), width)),
  ].join('')
}

function heading(record: JsonObject, style: Style, {now}: RunViewOptions): string {
  const status = word(record, 'status')
  const created = word(record, 'created')
  const facts = [
    statusMark(status, style)(status),
    created && `${formatAge(created, now)} (${created})`,
    duration(record),
  ]
  const title = [style.bold(word(record, 'name')), style.dim(word(record, 'id'))]
  return `${title.filter(Boolean).join('  ')}\n${facts.filter(Boolean).join(' · ')}\n`
}

function duration(record: JsonObject): string {
  const [started, finished] = [record['started'], record['finished']].map(time =>
    typeof time === 'string' ? parseTimestamp(time) : undefined,
  )
  return started === undefined || finished === undefined ? '' : `took ${formatDuration((finished - started) / 1000)}`
}

/** Lines of a text made safe one by one, so that its own breaks stay. */
function textLines(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : value.trimEnd().split(/\r?\n/).map(safe)
  const text = word(value)
  return text === '' || text === '[]' ? [] : [text]
}

/** Words with blanks are quoted, so that it is plain where each begins. */
function commandText(command: Json | undefined): string {
  if (!Array.isArray(command)) return word(command)
  return command
    .map((part: Json) => (typeof part === 'string' && /^[\w@%+=:,./-]+$/.test(part) ? part : quoted(part)))
    .join(' ')
}

const quoted = (part: Json) => (typeof part === 'string' ? `'${safe(part).replaceAll("'", "'\\''")}'` : valueText(part))

/** The seed among the params, where they do not say it already. */
function withSeed(record: JsonObject): JsonObject {
  const params = record['params']
  const seed = record['seed']
  const base = isObject(params) ? params : params === undefined ? {} : {params}
  return seed === undefined || Object.hasOwn(base, 'seed') ? base : {...base, seed}
}

const flat = (value: JsonObject): JsonObject => Object.fromEntries(leaves(value))

function metricsLines(metrics: Json | undefined, style: Style, width: number): string[] {
  if (isObject(metrics)) return metricLines(metrics, {style, width})
  return metrics === undefined ? [] : [metricText(metrics)]
}

function resourceLines(resources: Json | undefined, room: number): string[] {
  if (!isObject(resources)) return resources === undefined ? [] : [valueText(resources)]
  return pairLines(
    Object.fromEntries([...leaves(resources)].map(([name, value]) => [name, measured(name, value)])),
    room,
  )
}

function measured(name: string, value: Json): Json {
  if (typeof value !== 'number' || value < 0) return value
  if (/(?:^|_)s$/.test(name)) return formatDuration(value)
  return /^peak_|_bytes$/.test(name) && Number.isInteger(value) ? formatBytes(value) : metricText(value)
}

/** How it ended, why, and the last it said. */
function failureLines(failure: Json | undefined): string[] {
  if (!isObject(failure)) return textLines(failure)
  const {exit, reason, stderr, ...rest} = failure
  return [
    [exit === undefined ? '' : `exit ${valueText(exit)}`, typeof reason === 'string' ? safe(reason) : '']
      .filter(Boolean)
      .join('  '),
    ...textLines(stderr),
    ...pairLines(flat(rest), Number.POSITIVE_INFINITY),
  ].filter(Boolean)
}

const VIEWED = new Set<string>([...RECORD_FIELDS, 'events', 'newer', 'live'])

/** Fields that have no place above. */
const others = (record: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !VIEWED.has(key)))
