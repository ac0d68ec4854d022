import type {Content, FolderFile, Hashing, HashOutcome, SeenFile} from '../ports/hashing'
import type {Clock, Progress} from '../ports/world'
import {assemble, folderOf, knownContent, wholeOf} from './folder-content'
import {type Digested, type InputState, isPending, type Survey} from './input-state'

interface HashingPorts {
  readonly hashing: Hashing
  readonly clock: Clock
}

export interface SmallBudget {
  /** Of all inputs together. */
  readonly bytes: number
  /** Of wall time. */
  readonly ms: number
}

const SMALL: SmallBudget = {bytes: 64 * 1024 * 1024, ms: 100}

/** How a file is read: at once, or beside other work. */
type Read = (file: SeenFile) => Promise<HashOutcome>

/** Before the command starts: reads what is small, the smallest first, as far as the budget goes. */
export async function hashSmallInputs(ports: HashingPorts, survey: Survey, budget = SMALL): Promise<Survey> {
  const until = ports.clock.now() + budget.ms
  const left = () => until - ports.clock.now()
  let room = budget.bytes
  const done = new Map<InputState, InputState>()
  const candidates = survey.states.filter(state => isPending(state) && state.stamp !== undefined)
  for (const state of candidates.sort((a, b) => a.size! - b.size!)) {
    if (state.size! > room || left() <= 0) break
    room -= state.size!
    const read: Read = async file => (left() <= 0 ? {kind: 'stopped'} : ports.hashing.hashNow(file, left()))
    done.set(state, await settle(ports, state, survey.since, 'before', {read, ms: left()}))
  }
  return {...survey, states: survey.states.map(state => done.get(state) ?? state)}
}

export interface RestOptions {
  readonly signal?: AbortSignal
  /** Asked as each input is done. */
  readonly phase: () => Digested
}

/** Beside the command, or after it: reads all that is left. Where the signal comes first, what is not done stays pending. Never throws. */
export async function hashRestInputs(
  ports: HashingPorts & {readonly progress: Progress},
  survey: Survey,
  {signal, phase}: RestOptions,
): Promise<Survey> {
  const states: InputState[] = []
  const counted = progressOf(ports.progress, survey.states.filter(isPending))
  for (const state of survey.states) {
    if (!isPending(state) || signal?.aborted) {
      states.push(state)
      continue
    }
    const read: Read = async file => {
      const before = counted.done
      const progress = (done: number) => counted.step(before + done)
      const outcome = await ports.hashing.hash(file, {since: survey.since, progress, ...(signal && {signal})})
      counted.step(before + file.size)
      return outcome
    }
    states.push(await settle(ports, state, survey.since, phase, {read, ...(signal && {signal})}))
  }
  ports.progress.end()
  return {...survey, states}
}

const MIB = 1024 * 1024

function progressOf(progress: Progress, pending: readonly InputState[]) {
  // A folder that has not been walked has no size yet, and then there is no share of the whole to show.
  const sizes = pending.map(({size}) => size)
  const total = sizes.every(size => size !== undefined)
    ? sizes.reduce((sum: number, size) => sum + size!, 0)
    : undefined
  const counted = {
    done: 0,
    step: (done: number) => {
      counted.done = done
      progress.step('hashing inputs, MB', Math.floor(done / MIB), total && Math.max(1, Math.ceil(total / MIB)))
    },
  }
  return counted
}

interface Reading {
  readonly read: Read
  readonly ms?: number
  readonly signal?: AbortSignal
}

async function settle(
  ports: HashingPorts,
  state: InputState,
  since: number,
  phase: Digested | (() => Digested),
  reading: Reading,
): Promise<InputState> {
  const seen = ports.hashing.look(state.at!)
  if (seen.kind === 'missing') return {...state, problem: 'is not there any more'}
  if (seen.kind === 'unusable') return {...state, problem: seen.problem}
  if ((seen.kind === 'folder') !== (state.kind === 'folder')) return {...state, problem: `is a ${seen.kind} now`}
  const result =
    seen.kind === 'file'
      ? await readFile(ports, seen, since, reading)
      : await readFolder(ports, seen.real, since, reading)
  if (result === 'stopped') return state
  if ('problem' in result) return {...state, problem: result.problem}
  const digested = typeof phase === 'string' ? phase : phase()
  const changed = state.stamp !== undefined && state.stamp !== result.stamp
  return {
    ...state,
    stamp: result.stamp,
    size: result.content.size,
    content: result.content,
    digested,
    // Before the command starts there is only one state of the file that counts.
    ...(changed && digested !== 'before' && {changed}),
  }
}

type Result = 'stopped' | {readonly problem: string} | {readonly content: Content; readonly stamp: string}

async function readFile({hashing}: HashingPorts, file: SeenFile, since: number, {read}: Reading): Promise<Result> {
  const known = knownContent(hashing, file, since)
  if (known) return {content: known, stamp: file.stamp}
  const outcome = await read(file)
  if (outcome.kind === 'stopped') return 'stopped'
  if (outcome.kind === 'failed') return {problem: outcome.problem}
  return {content: outcome.content, stamp: outcome.seen.stamp}
}

async function readFolder(ports: HashingPorts, real: string, since: number, reading: Reading): Promise<Result> {
  const {hashing, clock} = ports
  const {ms, signal} = reading
  const started = clock.now()
  const walk = await hashing.walk(real, {...(ms !== undefined && {ms}), ...(signal && {signal})})
  if (!walk.complete) return 'stopped'
  const folder = folderOf(hashing, real, walk, since)
  if (folder.problem !== undefined) return {problem: folder.problem}
  if (folder.content) return {content: folder.content, stamp: folder.stamp}
  const contents = new Map<FolderFile, Content>()
  const files: FolderFile[] = []
  for (const file of walk.files) {
    const result = await readFile(ports, file, since, reading)
    if (result === 'stopped') return 'stopped'
    if ('problem' in result) return {problem: `has no digest: "${file.path}" ${result.problem}`}
    const now = {...file, stamp: result.stamp}
    files.push(now)
    contents.set(now, result.content)
  }
  const content = assemble(files, file => contents.get(file))!
  const whole = wholeOf(real, files)
  // One that was written to between the walk and the reading has another identity than the one at hand.
  if (whole.stamp === folder.stamp) hashing.remember(whole, content, started)
  return {content, stamp: whole.stamp}
}

const RECHECK_MS = 10_000

/**
 * After the command: marks each input that was written to since the survey, or since its bytes were read. Its digest stays. Reads
 * nothing; a folder too large to be walked in 10 s is left as it is.
 */
export async function recheckInputs(hashing: Hashing, survey: Survey, signal?: AbortSignal): Promise<Survey> {
  const states: InputState[] = []
  for (const state of survey.states) states.push(await recheck(hashing, state, signal))
  return {...survey, states}
}

async function recheck(hashing: Hashing, state: InputState, signal: AbortSignal | undefined): Promise<InputState> {
  const {at, stamp, content, changed} = state
  if (at === undefined || stamp === undefined || content === undefined || changed) return state
  const seen = hashing.look(at)
  if (seen.kind === 'missing') return {...state, problem: state.problem ?? 'is not there any more'}
  if (seen.kind === 'file') return seen.stamp === stamp ? state : {...state, changed: true}
  if (seen.kind !== 'folder') return {...state, changed: true}
  const walk = await hashing.walk(at, {ms: RECHECK_MS, ...(signal && {signal})})
  if (!walk.complete || wholeOf(seen.real, walk.files).stamp === stamp) return state
  return {...state, changed: true}
}
