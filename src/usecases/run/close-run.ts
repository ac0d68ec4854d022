import {isObject, type Json, type JsonObject} from '../../base/json'
import {timestamp} from '../../base/time'
import {redactText} from '../../capture/secrets'
import type {Heard} from '../../hearing/hear'
import type {LedgerHead} from '../../ledger/head'
import {metricsOf} from '../../model/points'
import type {ChildEnd} from '../../ports/children'
import type {Signature} from '../../ports/git-objects'
import type {LiveState} from '../../ports/live-runs'
import type {CompiledTemplate} from '../../schema/templates'
import {pointsOf} from '../heard'
import {withEnd} from './attempts'
import {curvesOf} from './curves'
import {heardFields, requirementsPut} from './heard-fields'
import {lacksWarning} from './lacks'
import type {Kept, LookPorts} from './running'
import {commitRun, type Spelled, spellRun} from './write-run'

export type EndStatus = 'finished' | 'failed' | 'aborted' | 'preempted'

export interface Ending {
  readonly status: EndStatus
  /** Exit code, or the name of the signal; null: nobody saw it. */
  readonly exit: number | string | null
  readonly end?: ChildEnd
  /** The end of what it wrote to stderr; secrets are taken out here. */
  readonly stderr?: string
  /** Why, in words, where the exit code does not say. */
  readonly reason?: string
  /** Fields that are known only now. */
  readonly fields?: JsonObject
  /** What its processes told. */
  readonly heard?: Heard
}

export interface Closed {
  readonly state: LiveState
  readonly kept: Kept
  /** In one line what its template asks for besides, as far as is known now. */
  readonly lacks?: string
  readonly warnings: readonly string[]
}

/** So long the end of a run waits for the ledger, in ms: a scheduler may kill what lingers. */
export const END_PATIENCE_MS = 5000

/** Writes the last record of a run (or, preempted, of an attempt): metrics, curves, cost. Everything slow comes after it. */
export async function closeRun(
  ports: LookPorts,
  {head, template, author}: {head: LedgerHead; template: CompiledTemplate; author: Signature},
  state: LiveState,
  ending: Ending,
): Promise<Closed> {
  const ended = timestamp(ports.clock.now())
  const {caps} = head.settings
  const points = pointsOf(ports.live, state, ending.heard)
  const curves = await curvesOf(ports, state, points, caps.series)
  const metrics = metricsOf(points, isObject(state.fields['metrics']) ? state.fields['metrics'] : {})
  const heard = heardFields(state, ending.heard, commandOf(state.fields))
  const packages = await requirementsPut(ports, state.folder, ending.heard)
  const fields: JsonObject = {
    ...state.fields,
    ...heard.fields,
    ...ending.fields,
    status: ending.status,
    ...(ending.status !== 'preempted' && {finished: ended}),
    attempts: withEnd(state.fields, ended, ending.exit),
    ...(Object.keys(metrics).length > 0 && {metrics}),
    ...withCurves(heard.fields, curves.fields),
    ...(ending.end && {resources: resourcesOf(state.fields, ending.end, ending.heard)}),
    ...failureOf(ending),
  }
  const {spelled, warnings} = await fitting(fields, template, ports.objectFormat, caps.record)
  const kept = await commitRun(ports, {
    spelled,
    verb: VERBS[ending.status],
    author,
    folder: state.folder,
    replaces: state.record,
    puts: [...curves.puts, ...heard.puts, ...packages],
    patience: END_PATIENCE_MS,
  })
  return {
    state: {...state, record: spelled.oid, fields, ...(curves.oid && {series: curves.oid})},
    kept,
    ...lackingOf(spelled, ending.status),
    warnings: [...warnings, ...curves.warnings],
  }
}

const VERBS: Readonly<Record<EndStatus, string>> = {
  finished: 'finish',
  failed: 'fail',
  aborted: 'abort',
  preempted: 'preempt',
}

const commandOf = ({command}: JsonObject) => (Array.isArray(command) ? command.map(String) : [])

/** Curves over the cap are an artifact, beside those that were heard. */
function withCurves(heard: JsonObject, curves: JsonObject): JsonObject {
  const [a, b] = [heard['artifacts'], curves['artifacts']]
  return Array.isArray(a) && Array.isArray(b) ? {...curves, artifacts: [...new Set([...a, ...b])]} : curves
}

/** Time adds up over attempts, memory is the highest of them. */
function resourcesOf(fields: JsonObject, {wall, cpu, peakRss, peakVram: sampled}: ChildEnd, heard?: Heard): JsonObject {
  const told = heard?.environment?.peakVram
  const peakVram = told === undefined ? sampled : Math.max(told, sampled ?? 0)
  const before = isObject(fields['resources']) ? fields['resources'] : {}
  const highest = (key: string, value: number) => Math.max(numberOf(before[key]) ?? 0, value)
  const sum = (key: string, value: number) => round((numberOf(before[key]) ?? 0) + value)
  return {
    ...before,
    wall_s: sum('wall_s', wall),
    ...(cpu !== undefined && {cpu_s: sum('cpu_s', cpu)}),
    ...(peakRss !== undefined && {peak_rss: highest('peak_rss', peakRss)}),
    ...(peakVram !== undefined && {peak_vram: highest('peak_vram', peakVram)}),
  }
}

const numberOf = (value: Json | undefined) => (typeof value === 'number' ? value : undefined)
const round = (seconds: number) => Math.round(seconds * 1000) / 1000

const STDERR_LINES = 40

function failureOf({status, exit, stderr, reason, end}: Ending): JsonObject {
  if (status === 'finished') return {}
  const text = reason ?? end?.unstarted
  const lines = (stderr ?? '')
    .replace(/\r(?!\n)[^\n]*/g, '')
    .trimEnd()
    .split('\n')
    .slice(-STDERR_LINES)
    .join('\n')
  const clean = (said: string) => redactText(said).text
  return {
    failure: {
      ...(exit !== null && {exit}),
      ...(text && {reason: clean(text)}),
      ...(lines !== '' && {stderr: `${clean(lines)}\n`}),
    },
  }
}

/** Nothing for a preempted run: another attempt may still bring it. */
const lackingOf = (spelled: Spelled, status: EndStatus) => {
  const lacks = status === 'preempted' ? undefined : lacksWarning(spelled)
  return lacks === undefined ? {} : {lacks}
}

/** A result is never refused: what makes the record too large, or none at all, is left out and told. */
async function fitting(
  fields: JsonObject,
  template: CompiledTemplate,
  format: 'sha1' | 'sha256',
  cap: number,
): Promise<{spelled: Awaited<ReturnType<typeof spellRun>>; warnings: string[]}> {
  const warnings: string[] = []
  let left = fields
  for (const key of ['', 'failure', 'metrics', 'inputs', 'params', 'env', 'notes']) {
    if (key !== '') {
      if (left[key] === undefined) continue
      const {[key]: _, ...rest} = left
      left = rest
      warnings.push(`${key} did not fit the record and is left out`)
    }
    try {
      const spelled = await spellRun(left, template, format)
      if (spelled.bytes.length <= cap) return {spelled, warnings}
    } catch (error) {
      if (key === 'notes') throw error
    }
  }
  return {spelled: await spellRun(left, template, format), warnings}
}
