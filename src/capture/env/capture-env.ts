import type {JsonObject} from '../../base/json'
import type {Cache} from '../../ports/cache'
import type {Machine} from '../../ports/machine'
import {probeCi} from './ci'
import {probeContainer} from './container'
import {probeGpu} from './gpu'
import {probeHardware} from './hardware'
import {probeLocks} from './locks'
import {probePlatform} from './platform'
import type {Found} from './probe'
import {type PythonFound, probePython} from './python/probe-python'
import {type Job, jobOf, schedulerFacts} from './scheduler'
import {probeVariables} from './variables'

/** The command that will run, where it is typed, and the top of the repository; absolute paths. */
export interface EnvQuestion {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly top: string
  /** Where the packages of an interpreter are remembered until they change. */
  readonly cache?: Cache | undefined
  /** The container that it will run in: the interpreter and the packages are not those of this machine. */
  readonly container?: JsonObject | undefined
}

export interface CapturedEnv {
  /** The record's `env`; `unknown` in it says why a field that should be there is not. */
  readonly env: JsonObject
  /** The run's requirements.txt: every package of the interpreter. */
  readonly requirements: string | undefined
  readonly job: Job | undefined
}

/**
 * The environment as it looks from outside before the command starts, hence `provisional`: what the run says of itself
 * later is better. Never throws, and takes no longer than the slowest program that has to be asked (3 s at most).
 */
export async function captureEnv(
  machine: Machine,
  {argv, cwd, top, cache, container}: EnvQuestion,
): Promise<CapturedEnv> {
  const job = jobOf(machine.env)
  // Those that ask programs come first: the rest then runs meanwhile.
  const gpu = guarded('gpu', () => probeGpu(machine))
  const python: Promise<PythonFound> = container
    ? Promise.resolve({facts: {}, unknown: {python: 'it runs in a container'}})
    : guarded('python', () => probePython(machine, {argv, cwd, top, cache}))
  const found = await Promise.all([
    gpu,
    python,
    guarded('platform', () => probePlatform(machine)),
    guarded('cpu', () => probeHardware(machine)),
    guarded('container', () => (container ? {facts: {container}} : probeContainer(machine))),
    guarded('vars', () => probeVariables(machine)),
    guarded('locks', () => probeLocks(machine, top)),
    guarded('ci', () => probeCi(machine)),
  ])
  const facts = Object.assign({}, ...found.map(each => each.facts), schedulerFacts(machine.env, job)) as JsonObject
  const unknown = Object.assign({}, ...found.map(each => each.unknown)) as JsonObject
  const env = {...facts, ...(Object.keys(unknown).length > 0 && {unknown}), provisional: true}
  return {env, requirements: (await python).requirements, job}
}

/** A probe that breaks costs its own fields only. */
async function guarded<T extends Found>(field: string, probe: () => T | Promise<T>): Promise<T | Found> {
  try {
    return await probe()
  } catch (error) {
    return {facts: {}, unknown: {[field]: error instanceof Error ? error.message : String(error)}}
  }
}
