import type {JsonObject} from '../../base/json'
import {surveyJson} from '../../capture/input-state'
import {redactText} from '../../capture/secrets'
import type {Heard} from '../../hearing/hear'
import type {RunId} from '../../model/ids'
import type {ChildEnd} from '../../ports/children'
import type {LiveState} from '../../ports/live-runs'
import {hearRun} from '../heard'
import {type Closed, closeRun, END_PATIENCE_MS, type Ending} from './close-run'
import {finishArtifacts} from './finish-artifacts'
import {finishInputs} from './finish-inputs'
import {foundInputs} from './found-inputs'
import {type InputsBeside, inputsBeside, withInputs} from './hash-beside'
import {recordChildren} from './heard-children'
import {ingestFiles} from './ingest-files'
import {lacksNow} from './lacks'
import {listenEnv} from './listen'
import type {OpenedRun} from './open-run'
import {pushBehind} from './push-behind'
import type {RunPorts} from './running'
import {awaitRanks, putRank, type Share} from './share'
import {quietly, type Talk} from './talk'
import {whyOf} from './why'
import {markNeighbours, offer, tellNeighbours} from './written-files'

export interface RanCommand {
  readonly id: RunId
  readonly name: string
  /** The run's folder in the ledger tree. */
  readonly path: string
  readonly status: string
  /** What the command answered; ours too. */
  readonly exit: number
  /** Of the last record; null: it waits in the spool, or another wrapper writes it. */
  readonly commit: string | null
  readonly artifacts: number
  readonly warnings: readonly string[]
}

/** One attempt of a run that has been opened: the command, its last record, then what takes time. */
export async function attempt(
  ports: RunPorts,
  opened: OpenedRun,
  argv: readonly string[],
  said: Talk,
  share?: Share,
): Promise<RanCommand> {
  const {state} = opened
  quietly(() => {
    ports.live.write(state)
    // A run with a sign of life has begun: whoever shares it may attach, and recover will not take it for nothing.
    ports.live.beat(state.id)
  }, said)
  pushBehind(ports, opened.kept)
  quietly(() => markNeighbours(ports.live, state), said)
  const inputs = inputsBeside(ports, state)
  const end = await runChild(ports, state, argv, said)
  inputs.ended()
  try {
    return await afterwards(ports, opened, {end, inputs, share}, said)
  } catch (error) {
    said.warn(`what came of ${state.id} could not be recorded: ${whyOf(error)}; git exp recover does what it can`)
    return {...unrecorded(state, end), warnings: said.warnings}
  }
}

/** What we answer for a command whose end could not be recorded. */
const unrecorded = ({id, name, folder: path}: LiveState, {exit}: ChildEnd): Omit<RanCommand, 'warnings'> => ({
  id,
  name,
  path,
  status: exit === 0 ? 'finished' : 'failed',
  exit,
  commit: null,
  artifacts: 0,
})

interface Ran {
  readonly end: ChildEnd
  readonly inputs: InputsBeside
  readonly share: Share | undefined
}

/** So long what follows waits for a ledger that the end itself could not get at, in ms: a job holds its machine meanwhile. */
const AGAIN_PATIENCE_MS = 1000

/** The last record of a command that has ended, and what takes time. */
async function afterwards(
  ports: RunPorts,
  opened: OpenedRun,
  {end, inputs, share}: Ran,
  said: Talk,
): Promise<RanCommand> {
  const {state} = opened
  const others = share ? await shared(ports, share, end, said) : []
  const ending = endingOf(end, others, ports.machine.env)
  const heard = await heardOf(ports, state, said)
  if (heard) inputs.found(await foundInputs(ports, state, heard))
  const known = await inputs.known()
  const fields = known && withInputs(state.fields, known)
  const closed = await closeRun(ports, opened, state, {...ending, ...(fields && {fields}), ...(heard && {heard})})
  for (const text of closed.warnings) said.warn(text)
  said.warn(end.unstarted)
  said.kept(closed.kept, `the end of ${state.id}`)
  pushBehind(ports, closed.kept)
  const {after} = closed.state
  quietly(() => ports.live.write({...closed.state, after: {...after, inputs: surveyJson(inputs.all())}}), said)
  ports.children.settled(end.exit)
  const later = {...ports, patience: closed.kept.kind === 'committed' ? END_PATIENCE_MS : AGAIN_PATIENCE_MS}
  if (heard && ending.status !== 'preempted')
    await recordChildren(later, opened, closed.state, ending.status, heard.children, said)
  const settled = await finishInputs(later, opened, closed.state, inputs, said)
  said.warn(await stillLacks(ports, opened, closed, settled))
  const files = await finishArtifacts(later, opened.head, closed.state, opened.author)
  quietly(() => tellNeighbours(ports.live, state, heard), said)
  said.hint(offer(ports.files, closed.state, heard, files.paths))
  for (const text of files.warnings) said.warn(text)
  if (files.kept) said.kept(files.kept, `the artifact list of ${state.id}`)
  const lost = closed.kept.kind === 'lost' || files.kept?.kind === 'lost'
  if (ending.status !== 'preempted' && !lost) quietly(() => ports.live.remove(state.id), said)
  return {
    id: state.id,
    name: state.name,
    path: state.folder,
    status: ending.status,
    exit: end.exit,
    commit: closed.kept.kind === 'committed' ? closed.kept.commit : null,
    artifacts: files.count,
    warnings: said.warnings,
  }
}

/** A result is not lost because what was told of it cannot be understood. */
async function heardOf(ports: RunPorts, state: LiveState, said: Talk): Promise<Heard | undefined> {
  try {
    const told = hearRun(ports.live, state)
    const read = await ingestFiles(ports, state, told, said)
    const heard = read.length > 0 ? hearRun(ports.live, state, read) : told
    for (const text of heard?.warnings ?? []) said.warn(text)
    return heard
  } catch (error) {
    said.warn(`what the processes of ${state.id} told could not be read: ${whyOf(error)}`)
    return undefined
  }
}

/** What the template asks for may have been the digest of a large input. */
export async function stillLacks(
  {objectFormat}: Pick<RunPorts, 'objectFormat'>,
  {template}: Pick<OpenedRun, 'template'>,
  {lacks, state: {fields}}: Closed,
  settled: JsonObject | undefined,
): Promise<string | undefined> {
  if (lacks === undefined || settled === undefined) return lacks
  return lacksNow({...fields, ...withInputs(fields, settled)}, template, objectFormat, lacks)
}

/** Runs the command for a run that is recorded as running. */
export function runChild(ports: RunPorts, state: LiveState, argv: readonly string[], said: Talk): Promise<ChildEnd> {
  let scratch = ''
  let listening: Record<string, string> = {}
  quietly(() => {
    scratch = ports.live.folder(state.id)
    listening = listenEnv(ports, state)
  }, said)
  return ports.children.run(
    {
      argv,
      cwd: state.after.cwd,
      env: {...childEnv(state), ...listening},
      ...(scratch !== '' && {scratch}),
      beat: () => ports.live.beat(state.id),
    },
    () => ports.live.beat(state.id),
  )
}

/** What the command may name its run by. */
function childEnv({id, name, fields}: LiveState): Record<string, string> {
  const attempts = fields['attempts']
  return {
    GIT_EXP_RUN_ID: id,
    GIT_EXP_RUN_NAME: name,
    GIT_EXP_ATTEMPT: String(Array.isArray(attempts) ? attempts.length : 1),
  }
}

async function shared(ports: RunPorts, share: Share, end: ChildEnd, said: Talk): Promise<number[]> {
  quietly(() => putRank(ports.live, share, end.exit), said)
  return awaitRanks(ports, share)
}

/**
 * By hand is aborted; by the signal of a scheduler that will start the job anew is preempted; any other end but exit 0 is a
 * failure, that of a task beside this one too.
 */
function endingOf(end: ChildEnd, others: readonly number[], env: RunPorts['machine']['env']): Ending {
  const exit = end.signal ?? end.exit
  const more = {end, exit, ...(end.stderr !== undefined && {stderr: redactText(end.stderr).text})}
  const keyboard = (signal: string | undefined) => signal === 'SIGINT' || signal === 'SIGQUIT'
  if (end.exit === 0 && others.length === 0) return {...more, status: 'finished'}
  if (end.exit === 0) return {...more, exit: others[0]!, status: 'failed', reason: 'another task of its step failed'}
  if (keyboard(end.passed) || keyboard(end.signal)) return {...more, status: 'aborted'}
  const stopped = end.passed ?? (end.signal === 'SIGTERM' ? end.signal : undefined)
  if (stopped === undefined) return {...more, status: 'failed'}
  const reason = `${stopped} was sent to it`
  return {...more, status: env['SLURM_JOB_ID'] || env['PBS_JOBID'] ? 'preempted' : 'aborted', reason}
}
