import {blobOid} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {at, isObject, type JsonObject} from '../../base/json'
import {timestamp} from '../../base/time'
import {redactJson} from '../../capture/secrets'
import {type LedgerHead, mustBeWritable, readHead} from '../../ledger/head'
import {readRun} from '../../ledger/read-run'
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
  /** The scheduler has started the job anew, and knows that what ran it on another machine is over. */
  readonly restarted?: boolean
}

/**
 * Begins a run that was submitted, or another attempt of one that was preempted or left: the same record, written anew. Throws
 * RUN_NOT_FOUND, RUN_FINAL, RUN_BUSY.
 */
export async function continueRun(ports: RunPorts, input: ContinueInput): Promise<OpenedRun> {
  const {words, argv, run, atSnapshot, restarted} = input
  const [head, author, observed] = await Promise.all([
    readHead(ports.objects, ports.ref),
    ports.repository.author(),
    observe(ports, words, argv),
  ])
  mustBeWritable(head)
  const state = await openState(ports, head, run)
  mustBeFree(ports, state, restarted)
  const checkout = atSnapshot ? await checkedOut(ports, state) : undefined
  const template = await templateFor(
    ports,
    head,
    String(at(state.fields, 'template', 'name') ?? head.settings.template),
  )
  const {fields, warnings} = continued(
    ports,
    state,
    words,
    checkout === undefined ? observed : withCode(observed, state),
  )
  const spelled = await spellRun(fields, template, ports.objectFormat)
  const code = checkout === undefined && observed.code && (await pinned(ports, head, state.id, observed.code))
  const kept = await commitRun(ports, {
    spelled,
    verb: attemptsOf(state.fields).length === 0 ? 'start' : 'resume',
    author,
    folder: state.folder,
    replaces: state.record,
    puts: checkout === undefined ? await firstPuts(ports, head, state, observed) : [],
    ...(code && {code}),
    patience: START_PATIENCE_MS,
  })
  const {after} = state
  const moved = (glob: string) => (checkout === undefined ? glob : inCheckout(glob, after.top, checkout.top))
  const next = {
    ...state,
    record: spelled.oid,
    holder: ports.live.me,
    fields,
    after: {
      ...after,
      cwd: checkout?.cwd ?? ports.files.resolve('.'),
      ...(checkout !== undefined && {top: checkout.top}),
      artifacts: [...new Set([...after.artifacts, ...words.artifacts])].map(moved),
      keep: [...new Set([...after.keep, ...words.keep])].map(moved),
      ...(saysInputs(words) && observed.survey && {inputs: observed.survey, hash: observed.words.hash}),
    },
  }
  return {state: next, kept, head, author, template, warnings: [...observed.warnings, ...warnings]}
}

function continued(
  ports: RunPorts,
  {fields: before}: LiveState,
  words: RunWords,
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
  const fields = redactJson({
    ...open,
    ...saidNow(before, words, observed),
    status: 'running',
    ...(before['started'] === undefined && {started}),
    ...(first && {command, env, code: moved ? {...(code as JsonObject), submitted: codeOf(before) ?? null} : code}),
    attempts: [...attempts, attempt],
  } as JsonObject).value as JsonObject
  const since = first ? 'it was submitted' : 'the first attempt'
  return {fields, warnings: moved ? [`the code has moved since ${since}; what runs now is recorded`] : []}
}

/** What is said of a run as it begins is laid over what was said before; lists grow. */
function saidNow(before: JsonObject, words: RunWords, {fields}: Observed): JsonObject {
  const {task, group, hypothesis, seed, tags, notes} = words
  const object = (key: string) => ({...(before[key] as JsonObject | undefined), ...(fields[key] as JsonObject)})
  const list = (key: string) => (Array.isArray(before[key]) ? before[key] : [])
  const configs = (Array.isArray(fields['artifacts']) ? fields['artifacts'] : []) as readonly JsonObject[]
  const paths = new Set(configs.map(({path}) => path))
  return {
    ...(task !== undefined && {task}),
    ...(group !== undefined && {group}),
    ...(hypothesis !== undefined && {hypothesis}),
    ...(seed !== undefined && {seed}),
    ...(isObject(fields['params']) && {params: object('params')}),
    ...(tags.length > 0 && {tags: [...new Set([...list('tags'), ...tags])]}),
    ...(notes.length > 0 && {notes: [...(before['notes'] ? [before['notes']] : []), ...notes].join('\n\n')}),
    ...(words.dataset !== undefined && {dataset: object('dataset')}),
    ...(saysInputs(words) && {dataset: object('dataset'), inputs: fields['inputs'] ?? []}),
    ...(configs.length > 0 && {
      artifacts: [...list('artifacts').filter(item => !paths.has((item as JsonObject)['path'])), ...configs],
    }),
  }
}

const saysInputs = ({data, inputs}: RunWords) => data.length + inputs.length > 0

/** Config files, packages and the diff of the code that runs; those of the submission give way. */
async function firstPuts(ports: RunPorts, head: LedgerHead, state: LiveState, {puts}: Observed) {
  if (attemptsOf(state.fields).length > 0) return []
  const files = await readRun(ports.objects, head.tip, state.folder).then(
    run => run.files,
    () => [],
  )
  const oids = new Map(files.map(({path, oid}) => [path, oid]))
  return puts.flatMap(put => {
    const expect = oids.get(put.path)
    return expect === blobOid(put.bytes, ports.objectFormat) ? [] : [{...put, ...(expect && {expect})}]
  })
}

/** A team's globs start at the top of the repository, as it was called at submission. */
const inCheckout = (glob: string, from: string, to: string) =>
  glob.startsWith(`${from}/`) ? `${to}${glob.slice(from.length)}` : glob

/** The recorded code, and the folder in it where the command was typed in the user's own. */
async function checkedOut(ports: RunPorts, {id, fields}: LiveState): Promise<{top: string; cwd: string}> {
  const commit = codeOf(fields)
  if (typeof commit !== 'string' || !isOid(commit)) {
    throw new ExpError('RUN_NOT_FOUND', `${id} names no commit that could be checked out`, {data: {id}})
  }
  const top = await ports.checkouts.at(commit, id)
  return {top, cwd: ports.files.resolve(top, ports.repository.facts.prefix)}
}

/** It runs at the code and its config files as recorded, whatever the user's folder holds now. */
const withCode = (observed: Observed, {fields}: LiveState): Observed => ({
  ...observed,
  fields: {...observed.fields, code: fields['code'] ?? null, artifacts: []},
})

const codeOf = (fields: JsonObject) => at(fields, 'code', 'snapshot') ?? at(fields, 'code', 'commit')
const treeOf = (fields: JsonObject) => at(fields, 'code', 'tree') ?? codeOf(fields)
