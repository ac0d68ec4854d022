import {ExpError} from '../../base/errors'
import type {JsonObject} from '../../base/json'
import {dotted, formatProblem} from '../../base/problem'
import {timestamp} from '../../base/time'
import {type Finding, redactJson} from '../../capture/secrets'
import {readChained} from '../../ledger/chained'
import {type LedgerHead, mustBeWritable, readHead} from '../../ledger/head'
import {type Oid, type RunId, runIdFrom} from '../../model/ids'
import {pinRef} from '../../model/refs'
import type {Signature} from '../../ports/git-objects'
import type {LiveState} from '../../ports/live-runs'
import {checkName} from '../../schema/naming'
import type {CompiledTemplate} from '../../schema/templates'
import {findRun} from '../run-index'
import {attemptOf} from './attempts'
import {type Observed, observe} from './observe'
import type {Kept, RunPorts, RunWords} from './running'
import {commitRun, type NamedCode, type Spelled, spellRun, templateFor} from './write-run'

/** So long a command waits for the ledger before it starts, in ms: its record is safe in the spool. */
export const START_PATIENCE_MS = 2000

export interface OpenInput {
  readonly words: RunWords
  readonly argv: readonly string[]
  /** What the record says was run; undefined: `argv`. */
  readonly command?: readonly string[]
  /** The id, where it had to be known before. */
  readonly id?: RunId
  readonly key?: string
  readonly parent?: string
  readonly group?: string
  /** The run that this one repeats. */
  readonly reproduces?: string
  /** False: submitted only; somebody begins it later. */
  readonly begins: boolean
}

/** A run that has been recorded as running. */
export interface OpenedRun {
  readonly state: LiveState
  readonly kept: Kept
  readonly head: LedgerHead
  readonly author: Signature
  readonly template: CompiledTemplate
  readonly warnings: readonly string[]
}

/**
 * Records a run before it starts: code, data and environment as they are now. Throws what is wrong with the words or the place
 * (NO_LEDGER, BAD_RECORD, FILE_NOT_FOUND, RUN_NOT_FOUND of its parent…); what the machine does to us is a warning, and the record waits.
 */
export async function openRun(ports: RunPorts, input: OpenInput): Promise<OpenedRun> {
  const [head, author, observed] = await Promise.all([
    readHead(ports.objects, ports.ref),
    ports.repository.author(),
    observe(ports, input.words, input.argv, input.command),
  ])
  mustBeWritable(head)
  const template = await templateFor(ports, head, observed.words.template)
  await refuseName(ports, head, observed.name)
  const now = ports.clock.now()
  const id = input.id ?? runIdFrom(ports.ids.random(8))
  const parent = input.words.parent ? (await findRun(ports, head, input.words.parent)).id : input.parent
  const whole = openFields(ports, {...input, ...(parent !== undefined && {parent})}, observed, {now, id, author})
  const {value, found} = redactJson(whole)
  const fields = value as JsonObject
  const spelled = await spellRun(fields, template, ports.objectFormat)
  const code = observed.code && (await pinned(ports, head, id, observed.code))
  const state = liveState(ports, input, spelled, fields, observed)
  if (input.begins) leaveTrace(ports, state)
  const kept = await commitRun(ports, {
    spelled,
    verb: input.begins ? 'start' : 'submit',
    author,
    puts: observed.puts,
    ...(code && {code}),
    patience: START_PATIENCE_MS,
  })
  if (kept.kind !== 'lost') ports.recorded.add([id])
  return {state, kept, head, author, template, warnings: [...observed.warnings, ...secretWarning(found)]}
}

const secretWarning = (found: readonly Finding[]) =>
  found.length === 0
    ? []
    : [`a secret is not recorded: ${[...new Set(found.map(({where}) => dotted(where)))].join(', ')}`]

/** Who is killed when the ledger has the run must have left what recover finds it by. That it cannot be written is told later. */
function leaveTrace({live}: RunPorts, state: LiveState): void {
  try {
    live.write(state)
  } catch {}
}

function openFields(
  ports: RunPorts,
  {begins, parent, group, reproduces}: OpenInput,
  observed: Observed,
  {now, id, author}: {now: number; id: RunId; author: Signature},
): JsonObject {
  const {words} = observed
  const started = timestamp(now)
  const text = (key: string, value: string | undefined) => (value === undefined || value === '' ? {} : {[key]: value})
  return {
    format: 1,
    id,
    name: observed.name,
    status: 'running',
    owner: `${author.name} <${author.email}>`,
    created: started,
    ...(begins && {started}),
    ...observed.fields,
    ...text('task', words.task),
    ...text('group', words.group ?? group),
    ...text('hypothesis', words.hypothesis),
    ...text('parent', parent),
    ...text('reproduces', reproduces),
    ...(words.tags.length > 0 && {tags: [...new Set(words.tags)]}),
    ...text('notes', words.notes.join('\n\n')),
    ...(begins && {attempts: [attemptOf(ports.live.me, observed.fields, started)]}),
  }
}

async function refuseName(ports: RunPorts, head: LedgerHead, name: string): Promise<void> {
  const problems = await checkName(name, head.settings.naming, ports.sandbox)
  if (problems.length === 0) return
  const lines = problems.map(problem =>
    formatProblem({...problem, line: 1, column: 1}, 'name').replace(/^name:1:1: /, ''),
  )
  throw new ExpError('BAD_RECORD', lines.join('\n'), {hints: ['git exp run --name <name> -- …'], data: {problems}})
}

/** Pinned before the spool entry exists: an unpinned snapshot may be gone after the next gc. */
export async function pinned(ports: RunPorts, head: LedgerHead, id: RunId, oid: Oid): Promise<NamedCode> {
  if (readChained(ports.cache, head.chain).has(oid)) return {oid, unchained: false, pinned: false}
  try {
    await ports.writer.pin(pinRef(id), oid)
    return {oid, unchained: true, pinned: true}
  } catch (error) {
    if (error instanceof ExpError) return {oid, unchained: true, pinned: false}
    throw error
  }
}

function liveState(
  ports: RunPorts,
  {key, begins}: OpenInput,
  {run, folder, oid}: Spelled,
  fields: JsonObject,
  observed: Observed,
): LiveState {
  return {
    id: run.id,
    name: run.name,
    folder,
    record: oid,
    ...(begins && {holder: ports.live.me}),
    ...(key !== undefined && {key}),
    fields,
    after: {
      top: ports.repository.facts.worktree ?? ports.files.resolve('.'),
      cwd: ports.files.resolve('.'),
      artifacts: observed.words.artifacts,
      keep: observed.words.keep,
      inputs: observed.survey ?? null,
      hash: observed.words.hash,
      ...(Object.keys(observed.words.splits).length > 0 && {splits: observed.words.splits}),
      ...(observed.words.ingest.length > 0 && {ingest: observed.words.ingest}),
      ...(!observed.words.hook && {deaf: true as const}),
    },
  }
}
