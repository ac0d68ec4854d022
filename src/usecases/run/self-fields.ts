import {isObject, type Json, type JsonObject, listOf, textOf} from '../../base/json'
import {timestamp} from '../../base/time'
import {redactArgv, redactJson, redactUrl} from '../../capture/secrets'
import {readChained} from '../../ledger/chained'
import type {Oid} from '../../model/ids'
import type {Point} from '../../model/point'
import {metricsOf} from '../../model/points'
import type {Signature} from '../../ports/git-objects'
import {heardFields, type Put, saidFields} from './heard-fields'
import type {LookPorts} from './running'
import {inputsOf, pick} from './self-inputs'
import type {SelfRecorded} from './self-recorded'
import type {NamedCode} from './write-run'

/** The code as the run knew it, and the commit where this repository has it. */
export async function codeOf(ports: LookPorts, {run}: SelfRecorded): Promise<{fields: JsonObject; named?: NamedCode}> {
  const {remote, ...rest} = isObject(run['code']) ? run['code'] : {}
  const said: JsonObject = {...(textOf(remote) && {repo: redactUrl(String(remote))}), ...rest}
  const commit = textOf(said['commit'])
  if (commit === undefined || !/^[0-9a-f]{7,64}$/.test(commit)) return {fields: {...said, unresolved: true}}
  const [found] = await ports.objects.find([`${commit}^{commit}`])
  if (!found) return {fields: {...said, unresolved: true}}
  const chained = readChained(ports.cache, undefined).has(found.oid)
  return {fields: {...said, commit: found.oid}, named: {oid: found.oid as Oid, unchained: !chained, pinned: false}}
}

interface Known {
  readonly name: string
  readonly author: Signature
  readonly code: JsonObject
  readonly artifacts: readonly JsonObject[]
}

const COPIED = ['task', 'group', 'hypothesis', 'parent'] as const

/** The record of such a run, but for metrics and curves. */
export function fieldsOf(found: SelfRecorded, known: Known) {
  const {run, end, heard, id} = found
  const started = timeOf(run['started'])
  const finished = timeOf(end?.['finished']) ?? timestampOf(found.lastWord) ?? started
  const command = redactArgv(listOf(run['command']).map(String)).argv
  const base: JsonObject = {
    format: 1,
    id,
    name: known.name,
    ...Object.fromEntries(COPIED.flatMap(key => (textOf(run[key]) === undefined ? [] : [[key, run[key]!]]))),
    owner: `${known.author.name} <${known.author.email}>`,
    created: started,
    started,
    finished,
    ...(command.length > 0 && {command}),
    code: known.code,
    ...datasetOf(run),
    env: envOf(run),
    ...(isObject(run['params']) && {params: run['params']}),
    ...(typeof run['seed'] === 'number' && {seed: run['seed']}),
    ...(known.artifacts.length > 0 && {artifacts: known.artifacts}),
    ...(isObject(end) && {resources: pick(end, ['wall_s', 'cpu_s', 'peak_rss'])}),
    attempts: [{host: String(run['host'] ?? ''), started, ended: finished, exit: end?.['exit'] ?? null}],
    ...(listOf(run['tags']).length > 0 && {tags: [...new Set(listOf(run['tags']).map(String))]}),
    ...(listOf(run['notes']).length > 0 && {notes: listOf(run['notes']).map(String).join('\n\n')}),
    ...endingOf(end),
    ...inputsOf(found),
  }
  const state = {id, name: known.name, folder: '', record: '' as Oid, fields: base, after: {} as never}
  const heardOnes = heardFields(state, heard.voices.length > 0 ? heard : undefined, command)
  const words = saidFields(heard.run, base)
  const fields = redactJson({...base, ...heardOnes.fields, ...words} as JsonObject).value as JsonObject
  return {
    fields,
    puts: [...heardOnes.puts, ...requirementsOf(run, heard.environment?.requirements)],
    metrics: (points: readonly Point[]): JsonObject => {
      const metrics = metricsOf(points)
      return Object.keys(metrics).length > 0 ? {metrics} : {}
    },
  }
}

const STATUSES = new Set(['finished', 'failed', 'aborted'])

function endingOf(end: JsonObject | undefined): JsonObject {
  if (!end) return {status: 'failed', failure: {reason: 'it ended without a word'}}
  const status = STATUSES.has(String(end['status'])) ? String(end['status']) : 'failed'
  if (status === 'finished') return {status}
  const [reason, stderr, exit] = [textOf(end['reason']), textOf(end['stderr']), end['exit']]
  const failure = {...(exit !== undefined && exit !== null && {exit}), ...(reason && {reason}), ...(stderr && {stderr})}
  return {status, failure: failure as JsonObject}
}

function datasetOf(run: JsonObject): JsonObject {
  const said = run['dataset']
  if (typeof said === 'string' && said !== '') return {dataset: {name: said}}
  return isObject(said) && Object.keys(said).length > 0 ? {dataset: said} : {}
}

function envOf(run: JsonObject): JsonObject {
  const {python, platform, gpus, cpus, packages} = isObject(run['env']) ? run['env'] : {}
  return {
    ...(textOf(python) && {python: python!}),
    ...(textOf(platform) && {platform: platform!}),
    ...(typeof cpus === 'number' && {cpu: {cores: cpus}}),
    ...(listOf(gpus).length > 0 && {gpu: gpus!}),
    ...(isObject(packages) && {packages: Object.keys(packages).length}),
  }
}

function requirementsOf(run: JsonObject, heard: string | undefined): Put[] {
  const env = isObject(run['env']) ? run['env'] : {}
  const packages = isObject(env['packages']) ? env['packages'] : {}
  const lines = Object.entries(packages).map(([name, version]) => `${name}==${String(version)}\n`)
  const text = heard ?? lines.sort().join('')
  return text === '' ? [] : [{path: 'requirements.txt', bytes: Buffer.from(text)}]
}

const timestampOf = (ms: number | undefined) => (ms === undefined ? undefined : timestamp(Math.round(ms)))

/** A time as JSON has it: text with its zone, or seconds since 1970. */
export function timeOf(value: Json | undefined): string {
  const ms = typeof value === 'number' ? value * 1000 : Date.parse(String(value))
  return timestamp(Number.isFinite(ms) ? Math.round(ms) : 0)
}
