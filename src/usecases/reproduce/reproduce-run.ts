import {ExpError} from '../../base/errors'
import {at, isObject} from '../../base/json'
import {shellWord} from '../../base/text'
import {ranCommit} from '../../compare/reproduction/plan/code-step'
import {commandOf, folderOf} from '../../compare/reproduction/plan/command-steps'
import {variablesOf} from '../../compare/reproduction/plan/settings-step'
import {isRedacted} from '../../compare/reproduction/plan/step'
import type {Oid, RunId} from '../../model/ids'
import {pathProblem} from '../../model/paths'
import type {Links} from '../../ports/links'
import type {LiveRuns} from '../../ports/live-runs'
import type {BringPorts} from '../data/bring-data'
import type {FoundData} from '../data/find-data'
import {repeatCommand} from '../run/run-command'
import type {RunPorts} from '../run/running'
import type {Told} from '../run/talk'
import type {Shown} from '../show-run'
import {textBeside} from '../text-beside'
import {chooseEnvironment} from './choose-environment'
import {type DataToRepeat, type DataWays, dataInCode, dataToRepeat, layData, nameOf, refuseData} from './data-of-run'
import {type Asked, withImage} from './engine'
import {buildEnvironment, type EnvironmentChoice, type EnvironmentPlan, inEnvironment} from './environment'
import {inContainer, mustFit} from './in-container'
import {type CodeFound, lookForCode} from './look-for-code'
import {codeHere, SETTABLE} from './plan-run'
import {nameOfRepetition, staysIn, wordsOfRun} from './words-of-run'

export type ReproducePorts = RunPorts &
  BringPorts & {
    readonly liveHere: () => Promise<LiveRuns>
    readonly links: Links
    /** The same ports in another folder, with these variables for what is run there. */
    readonly in: (cwd: string, variables: Readonly<Record<string, string | undefined>>) => Promise<RunPorts>
  }

/** All that would be done, before anything is. */
export interface Intent {
  readonly original: Shown
  readonly commit: Oid
  /** Relative to the top of the repository; '' at its top. */
  readonly folder: string
  /** As it was recorded. */
  readonly argv: readonly string[]
  /** As it is started: the interpreter may be the environment's. */
  readonly started: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** Variables of the record that are not set. */
  readonly refused: readonly string[]
  readonly code: CodeFound
  readonly data: readonly DataToRepeat[]
  readonly environment: EnvironmentPlan
}

export interface IntentInput extends DataWays {
  readonly env: EnvironmentChoice
  /** Of a container. */
  readonly asked: Asked
  /** Also where data is missing or not as recorded. */
  readonly anyway: boolean
}

/** What repeating a run comes to. Throws BAD_RECORD, FILE_NOT_FOUND and INPUT_CHANGED where it cannot, or should not, be done. */
export async function intentOf(ports: ReproducePorts, original: Shown, input: IntentInput): Promise<Intent> {
  const {env, asked, anyway} = input
  const {record, id} = original
  const argv = runnable(original)
  const folder = folderOf(record)
  const problem = folder === '' ? undefined : pathProblem(folder)
  if (problem) throw badRecord(id, `says that it ran in a folder whose path ${problem}`)
  const commit = await codeHere(ports.objects, original)
  if (commit === undefined) throw noCode(original)
  await sameTree(ports, original, commit)
  const code = await lookForCode(ports, original, commit, {anyway})
  const data = await dataToRepeat(ports, original, commit, input)
  if (!anyway) refuseData(original, data)
  const {set, refused} = variablesOf(record, SETTABLE)
  const requirements = await textBeside(ports, original, 'requirements.txt')
  const environment = await chooseEnvironment(ports, env, asked, {record, requirements, commit})
  if (environment.container) mustFit(data, ports.repository.facts.commonDir)
  const {argv: started} = inEnvironment(environment, argv)
  const variables = Object.fromEntries(set)
  return {original, commit, folder, argv, started, variables, refused, code, data, environment}
}

function runnable({record, id}: Shown): readonly string[] {
  const argv = commandOf(record)
  if (!argv || argv[0] === '') throw badRecord(id, 'names no command that could be run')
  if (argv.some(word => word.includes('\0'))) throw badRecord(id, 'has a command with a NUL in it')
  if (argv.some(isRedacted)) throw badRecord(id, 'has a command that a secret was taken out of')
  return argv
}

const badRecord = (id: RunId, what: string) =>
  new ExpError('BAD_RECORD', `the record of ${id} ${what}`, {
    hints: [`git exp reproduce ${id} --plan`, `run it yourself, then: git exp reproduce ${id} --by latest`],
    data: {id},
  })

function noCode({record, id}: Shown): ExpError {
  const commit = ranCommit(record)
  const repo = at(record, 'code', 'repo')
  const why = commit === undefined ? 'names no commit' : `ran at ${commit}, which this repository does not have`
  const from = typeof repo === 'string' ? shellWord(repo) : 'origin'
  return new ExpError('FILE_NOT_FOUND', `${id} ${why}`, {
    hints: [
      ...(commit === undefined
        ? []
        : [
            `git fetch ${from} refs/exp/code`,
            `it may be in a fork, or: git reflog --all | grep ${shellWord(commit.slice(0, 7))}`,
          ]),
      `git exp reproduce ${id} --plan`,
    ],
    data: {id, ...(commit !== undefined && {commit})},
  })
}

async function sameTree({objects}: ReproducePorts, {record, id}: Shown, commit: Oid): Promise<void> {
  const tree = at(record, 'code', 'tree')
  const [found] = await objects.find([`${commit}^{tree}`])
  if (typeof tree !== 'string' || found?.oid === tree) return
  throw badRecord(id, `names the tree ${tree.slice(0, 12)}, and its commit holds another one`)
}

export interface Repetition {
  readonly id: RunId
  /** Somebody stopped it before its end. */
  readonly stopped: boolean
  /** The folder that it ran in. */
  readonly worktree: string
  /** Of its data, what came with the code. */
  readonly data: readonly FoundData[]
}

/** Runs it, `times` times, each in a folder of its own, until one is stopped. Whoever calls has been given consent. */
export async function carryOut(
  ports: ReproducePorts,
  intent: Intent,
  times: number,
  tell: (line: Told) => void,
): Promise<Repetition[]> {
  const environment = await built(ports, intent.environment)
  const done: Repetition[] = []
  const before = repetitionsOf(intent.original)
  while (done.length < times && done.at(-1)?.stopped !== true) {
    done.push(await once(ports, {...intent, environment}, before + done.length + 1, tell))
  }
  ports.recorded.add(done.map(({id}) => id))
  return done
}

async function built(ports: ReproducePorts, environment: EnvironmentPlan): Promise<EnvironmentPlan> {
  await buildEnvironment(ports.children, environment, ports.files.resolve('.'))
  const {container, mark} = environment
  if (mark) ports.cache.write(mark.name, Buffer.from(mark.text))
  return container ? {...environment, container: await withImage(ports.machine, container)} : environment
}

/** How often it was repeated, as far as its events tell. */
function repetitionsOf({record}: Shown): number {
  const events = record['events']
  const runs = (Array.isArray(events) ? events.filter(isObject) : []).flatMap(({kind, runs}) =>
    kind === 'reproduction' && Array.isArray(runs) ? runs : [],
  )
  return new Set(runs).size
}

async function once(
  ports: ReproducePorts,
  intent: Intent,
  nth: number,
  tell: (line: Told) => void,
): Promise<Repetition> {
  const {original, commit, folder, code, data, environment} = intent
  // A folder that nothing was run in before: what a run leaves may be what the next one goes on from.
  const top = await ports.checkouts.at(
    commit,
    `reproduce-${original.id}-${Buffer.from(ports.ids.random(4)).toString('hex')}`,
    {run: original.id, submodules: code.submodules},
  )
  const laid = await layData(ports, data, top)
  const came = await dataInCode(ports, data, top)
  for (const each of came) {
    if (each.state === 'changed') tell({kind: 'warning', text: `${nameOf(each)} is not as it was recorded`})
  }
  const cwd = folder === '' ? top : ports.files.resolve(top, folder)
  if (!staysIn(ports.files, top, cwd) || ports.files.facts(cwd)?.kind !== 'directory') {
    throw badRecord(original.id, `says that it ran in "${folder}", which is no folder of its code`)
  }
  const {argv, variables} = inEnvironment(environment, intent.argv, ports.machine.env['PATH'])
  const unset = Object.fromEntries([...SETTABLE].map(name => [name, undefined]))
  const place = await ports.in(cwd, {...unset, ...intent.variables, ...variables})
  const {container} = environment
  const there = container ? inContainer(place, {container, top, data, variables: intent.variables}) : place
  const name = await nameOfRepetition(ports, original.head, original, nth)
  const words = wordsOfRun(original, name, there.files, {top, cwd, laid})
  const {id, status} = await repeatCommand(there, {words, argv, command: intent.argv, tell}, original.id)
  return {id, stopped: status === 'aborted' || status === 'preempted', worktree: top, data: came}
}
