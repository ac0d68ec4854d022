import {ExpError} from '../../base/errors'
import {at, type JsonObject} from '../../base/json'
import {timestamp} from '../../base/time'
import {mustBeWritable, readHead} from '../../ledger/head'
import {isOid} from '../../model/ids'
import type {LiveState} from '../../ports/live-runs'
import {attemptOf, attemptsOf} from './attempts'
import {mustBeFree, openState} from './find-open'
import {type Observed, observe} from './observe'
import {type OpenedRun, pinned, START_PATIENCE_MS} from './open-run'
import type {RunPorts, RunWords} from './running'
import {commitRun, spellRun, templateFor} from './write-run'

export interface ContinueInput {
  readonly words: RunWords
  readonly argv: readonly string[]
  /** Any name of the run. */
  readonly run: string
  /** In a folder of its own, at the code as it was recorded. */
  readonly atSnapshot?: boolean
}

/**
 * Begins a run that was submitted, or another attempt of one that was preempted or left: the same record, written anew. Throws
 * RUN_NOT_FOUND, RUN_FINAL, RUN_BUSY.
 */
export async function continueRun(ports: RunPorts, {words, argv, run, atSnapshot}: ContinueInput): Promise<OpenedRun> {
  const [head, author, observed] = await Promise.all([
    readHead(ports.objects, ports.ref),
    ports.repository.author(),
    observe(ports, words, argv),
  ])
  mustBeWritable(head)
  const state = await openState(ports, head, run)
  mustBeFree(ports, state)
  const checkout = atSnapshot ? await checkedOut(ports, state) : undefined
  const template = await templateFor(
    ports,
    head,
    String(at(state.fields, 'template', 'name') ?? head.settings.template),
  )
  const {fields, warnings} = continued(ports, state, checkout === undefined ? observed : withCode(observed, state))
  const spelled = await spellRun(fields, template, ports.objectFormat)
  const code = checkout === undefined && observed.code && (await pinned(ports, head, state.id, observed.code))
  const kept = await commitRun(ports, {
    spelled,
    verb: attemptsOf(state.fields).length === 0 ? 'start' : 'resume',
    author,
    folder: state.folder,
    replaces: state.record,
    ...(code && {code}),
    patience: START_PATIENCE_MS,
  })
  const {after} = state
  const next = {
    ...state,
    record: spelled.oid,
    holder: ports.live.me,
    fields,
    after: {
      ...after,
      cwd: checkout ?? ports.files.resolve('.'),
      ...(checkout !== undefined && {top: checkout}),
      artifacts: [...new Set([...after.artifacts, ...words.artifacts])],
      keep: [...new Set([...after.keep, ...words.keep])],
      ...(observed.survey && {inputs: observed.survey, hash: observed.words.hash}),
    },
  }
  return {state: next, kept, head, author, template, warnings: [...observed.warnings, ...warnings]}
}

function continued(
  ports: RunPorts,
  {fields: before}: LiveState,
  observed: Observed,
): {fields: JsonObject; warnings: string[]} {
  const started = timestamp(ports.clock.now())
  const attempts = attemptsOf(before)
  const moved = treeOf(before) !== treeOf(observed.fields)
  const first = attempts.length === 0
  const {code, command, env} = observed.fields
  const attempt = {
    ...attemptOf(ports.live.me, observed.fields, started),
    ...(moved && !first && {code: codeOf(observed.fields) ?? null}),
  }
  const {finished: _, failure: __, ...open} = before
  const fields = {
    ...open,
    status: 'running',
    ...(before['started'] === undefined && {started}),
    ...(first && {command, env, code: moved ? {...(code as JsonObject), submitted: codeOf(before) ?? null} : code}),
    attempts: [...attempts, attempt],
  } as JsonObject
  const since = first ? 'it was submitted' : 'the first attempt'
  return {fields, warnings: moved ? [`the code has moved since ${since}; what runs now is recorded`] : []}
}

/** The folder in the recorded code where the command was typed in the user's own. */
async function checkedOut(ports: RunPorts, {id, fields}: LiveState): Promise<string> {
  const commit = codeOf(fields)
  if (typeof commit !== 'string' || !isOid(commit)) {
    throw new ExpError('RUN_NOT_FOUND', `${id} names no commit that could be checked out`, {data: {id}})
  }
  const place = await ports.checkouts.at(commit, id)
  return ports.files.resolve(place, ports.repository.facts.prefix)
}

/** It runs at the code as recorded, whatever the user's folder holds now. */
const withCode = (observed: Observed, {fields}: LiveState): Observed => ({
  ...observed,
  fields: {...observed.fields, code: fields['code'] ?? null},
})

const codeOf = (fields: JsonObject) => at(fields, 'code', 'snapshot') ?? at(fields, 'code', 'commit')
const treeOf = (fields: JsonObject) => at(fields, 'code', 'tree') ?? codeOf(fields)
