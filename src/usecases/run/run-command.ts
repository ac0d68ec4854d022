import {isExpError} from '../../base/errors'
import {type Job, jobOf} from '../../capture/env/scheduler'
import {redactArgv} from '../../capture/secrets'
import {readHead} from '../../ledger/head'
import {isRunId, type RunId, runIdFrom} from '../../model/ids'
import type {LiveState} from '../../ports/live-runs'
import {attachTo} from './attach'
import {attempt, type RanCommand} from './attempt'
import {continueRun} from './continue-run'
import {type OpenedRun, openRun} from './open-run'
import {refuseSubmission} from './refuse-submission'
import type {RunPorts, RunWords} from './running'
import {awaitOpened, jobKey, joinShare, leftBy, putRank, type Share, shareKey} from './share'
import {quietly, type Talk, type Told, talk} from './talk'
import {whyOf} from './why'

export interface RunCommandInput {
  readonly words: RunWords
  readonly argv: readonly string[]
  /** A submitted run to begin. */
  readonly in?: string
  /** A preempted or abandoned run to go on with. */
  readonly resume?: string
  /** Begin or go on at the code as it was recorded, in a folder of its own. */
  readonly atSnapshot?: boolean
  /** Each task of a job step is a run of its own. */
  readonly each?: boolean
  /** Hears each line for the user as it comes; the command's own output is between them. */
  readonly tell: (line: Told) => void
  /** What the record says was run, where only its program is found elsewhere. */
  readonly command?: readonly string[]
  /** Where the id is to be written before the command starts. */
  readonly opened?: (id: RunId) => Promise<void>
}

/**
 * Runs a command as a run: recorded before it starts, and again when it has ended. Throws only before it starts, and only what
 * the user can mend; from then on the command's own result is ours, whatever becomes of the record.
 */
export async function runCommand(ports: RunPorts, input: RunCommandInput): Promise<RanCommand> {
  refuseSubmission(input.argv)
  const said = talk(input.tell)
  const job = jobOf(ports.machine.env)
  const key = input.each ? undefined : shareKey(job)
  if (key === undefined || input.in !== undefined || input.resume !== undefined) return alone(ports, input, said, job)
  return together(ports, input, said, job!, key)
}

/** The same for the repetition of a run: a run of its own, whatever job or run it is started in. */
export async function repeatCommand(ports: RunPorts, input: RunCommandInput, reproduces: RunId): Promise<RanCommand> {
  // What nobody keeps of it is not to be added by hand: it lies in a folder that may go.
  const said = {...talk(input.tell), hint: () => {}}
  const {words, argv, command} = input
  const opened = await openRun(ports, {
    words,
    argv,
    ...(command && {command}),
    reproduces,
    parent: reproduces,
    begins: true,
  })
  await begun(opened, input, said)
  return attempt(ports, opened, argv, said)
}

async function alone(ports: RunPorts, input: RunCommandInput, said: Talk, job: Job | undefined): Promise<RanCommand> {
  const left = input.in === undefined && input.resume === undefined ? leftBy(ports.live, job, input.argv) : undefined
  const word = input.in ?? input.resume
  const anew = () => openRun(ports, {...fresh(ports, input, job), begins: true})
  const opened = left
    ? await restarted(ports, input, left, said, anew)
    : word === undefined
      ? await anew()
      : await continueRun(ports, {
          words: input.words,
          argv: input.argv,
          run: word,
          ...(input.atSnapshot && {atSnapshot: true}),
        })
  await begun(opened, input, said)
  return attempt(ports, opened, input.argv, said)
}

/** Another attempt of the run that this job left; where that is still being run here, the command runs all the same, as a new run. */
async function restarted(
  ports: RunPorts,
  {words, argv}: RunCommandInput,
  {id}: LiveState,
  said: Talk,
  anew: () => Promise<OpenedRun>,
): Promise<OpenedRun> {
  try {
    return await continueRun(ports, {words, argv, run: id, restarted: true})
  } catch (error) {
    if (!isExpError(error, 'RUN_BUSY')) throw error
    said.warn(`${whyOf(error)}, so this is a run of its own`)
    return anew()
  }
}

/** The first wrapper of a job step records the run; the others run their command for it. */
async function together(
  ports: RunPorts,
  input: RunCommandInput,
  said: Talk,
  job: Job,
  key: string,
): Promise<RanCommand> {
  // A git that cannot read the ledger must say so before anything is claimed.
  await readHead(ports.objects, ports.ref)
  const left = leftBy(ports.live, job, input.argv)
  // One that is being run here already is another task's doing, whose claim tells.
  const again = left?.holder !== undefined && ports.live.alive(left.holder) !== 'yes' ? left : undefined
  const mine = again?.id ?? runIdFrom(ports.ids.random(8))
  const share = joinShare(ports, key, job, mine)
  if (!share.first) return joined(ports, input, said, job, share)
  try {
    const opened = again
      ? await continueRun(ports, {words: input.words, argv: input.argv, run: again.id, restarted: true})
      : await openRun(ports, {...fresh(ports, input, job), id: mine, begins: true})
    await begun(opened, input, said)
    return await attempt(ports, opened, input.argv, said, share)
  } catch (error) {
    // Those who wait for its record need not.
    quietly(() => putRank(ports.live, share, 1), said)
    throw error
  } finally {
    ports.live.unclaim(key)
  }
}

async function joined(
  ports: RunPorts,
  input: RunCommandInput,
  said: Talk,
  job: Job,
  share: Share,
): Promise<RanCommand> {
  const state = await awaitOpened(ports, share)
  if (state && sameCommand(state.fields['command'], input.argv)) return attachTo(ports, state, share, input, said)
  said.warn(
    state
      ? `this task runs another command than the first of its step, so it is a run of its own`
      : `the run that task ${share.rank} shares was not recorded in time, so it is a run of its own`,
  )
  putRank(ports.live, share, 0)
  return alone(ports, input, said, job)
}

/** The rank itself may stand among the words, as older launchers put it there. */
function sameCommand(recorded: unknown, argv: readonly string[]): boolean {
  const words = (list: readonly unknown[]) => list.filter(word => !/^--(?:local[-_]?)?rank\b/.test(String(word)))
  return Array.isArray(recorded) && words(recorded).join('\n') === words(redactArgv(argv).argv).join('\n')
}

/** What a new run owes to where it was started: the run around it, the job it is one task of. */
function fresh(ports: RunPorts, {words, argv, each}: RunCommandInput, job: Job | undefined) {
  const around = ports.machine.env['GIT_EXP_RUN_ID']
  const key = jobKey(job, argv)
  const group = job?.array ?? (each ? job?.id : undefined)
  return {
    words,
    argv,
    ...(key !== undefined && {key}),
    ...(around !== undefined && isRunId(around) && {parent: around}),
    ...(group !== undefined && {group: `${job!.kind}-${group.replace(/_\d+$/, '')}`}),
  }
}

async function begun({state, kept, warnings}: OpenedRun, input: RunCommandInput, said: Talk): Promise<void> {
  for (const text of warnings) said.warn(text)
  said.kept(kept, `the start of ${state.id}`)
  const attempts = state.fields['attempts']
  const again = Array.isArray(attempts) && attempts.length > 1 ? `  (attempt ${attempts.length})` : ''
  said.tell(`${state.id}  ${state.name}${again}`)
  await input.opened?.(state.id).catch(error => said.warn(`its id could not be written: ${whyOf(error)}`))
}
