import {sha256} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {shellWord} from '../../base/text'
import {pinnedList} from '../../model/pins'
import type {Children} from '../../ports/children'
import type {Container} from './container'

export const ENVIRONMENTS = ['current', 'venv', 'uv', 'conda', 'docker'] as const
export type EnvironmentKind = (typeof ENVIRONMENTS)[number]

/** What `--env` says. */
export interface EnvironmentChoice {
  readonly kind: EnvironmentKind
  /** For docker: an image by its name, or a Dockerfile. undefined: the image that the record names. */
  readonly image?: string
}

/** `venv`, `docker`, `docker=python:3.12`, `docker=./Dockerfile`. Throws USAGE. */
export function environmentChoice(word: string): EnvironmentChoice {
  const [name, ...rest] = word.split('=')
  const kind = ENVIRONMENTS.find(each => each === name)
  const image = rest.join('=')
  const wrong = kind === undefined || (rest.length > 0 && (kind !== 'docker' || image === ''))
  if (wrong) {
    throw new ExpError('USAGE', `--env is given "${word}"; expected ${ENVIRONMENTS.join(', ')}, or docker=IMAGE`, {
      hints: ['--env uv', '--env docker=python:3.12-slim', '--env docker=./Dockerfile'],
      data: {env: word},
    })
  }
  return {kind, ...(image !== '' && {image})}
}

/** How the packages of a record are brought together, as commands. */
export interface EnvironmentPlan {
  readonly kind: EnvironmentKind
  /** undefined: the programs at hand are taken. */
  readonly folder?: string
  /** The command runs in this container. */
  readonly container?: Container
  readonly commands: readonly (readonly string[])[]
  /** Lines of the list that are no `name==version` of an index, and are left out. */
  readonly left: readonly string[]
  /** What is not as recorded, or cannot be checked, a clause each. */
  readonly assumed: readonly string[]
  /** Kept in the cache once the commands have been run: they need not be again. */
  readonly mark?: {readonly name: string; readonly text: string}
}

/** The environment of the record, as far as an environment is made of it. */
export interface Wanted {
  /** The run's own list of packages. */
  readonly requirements: string | undefined
  /** Version of Python. */
  readonly python: string | undefined
  /** Names of packages that ran from a folder. */
  readonly folders: readonly string[]
}

export const NOTHING_TO_BUILD = {commands: [], left: [], assumed: []} as const

/** A version as people type it; a record may hold anything. */
export const pythonVersion = ({python}: Wanted) => /^\d+\.\d+(?:\.\d+)?(?![\d.])/.exec(python ?? '')?.[0]
export const minorOf = (version: string | undefined) => version?.split('.').slice(0, 2).join('.')

/** A folder for each list of packages and version of Python, so that the next reproduction finds it again. */
export const placeOf = (folder: string, kind: EnvironmentKind, content: readonly unknown[]) =>
  `${folder}/${kind}-${sha256(Buffer.from(JSON.stringify(content))).slice(0, 16)}`

export const pipInstall = (prefix: string, pins: readonly string[]): (readonly string[])[] =>
  pins.length === 0
    ? []
    : [
        [
          `${prefix}/bin/python`,
          ...['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--no-deps'],
          ...pins,
        ],
      ]

/** `python`: the interpreter that makes the environment, and its version where it was asked. `folder` is where environments are kept. */
export function venvPlan(
  wanted: Wanted,
  folder: string,
  python: {readonly program: string; readonly version: string | undefined},
): EnvironmentPlan {
  const {pins, left} = pinnedList(wanted.requirements ?? '', wanted.folders)
  const minor = minorOf(pythonVersion(wanted))
  const place = placeOf(folder, 'venv', [pins, python.program, python.version])
  const other = minor !== undefined && minorOf(python.version) !== minor
  const commands = [[python.program, '-m', 'venv', place], ...pipInstall(place, pins)]
  const assumed = other ? [`Python ${minor} ran it, and ${python.program} is ${python.version ?? 'unknown'}`] : []
  return {kind: 'venv', folder: place, commands, left, assumed}
}

/** uv finds the version of Python that ran, or fetches it. */
export function uvPlan(wanted: Wanted, folder: string): EnvironmentPlan {
  const {pins, left} = pinnedList(wanted.requirements ?? '', wanted.folders)
  const version = minorOf(pythonVersion(wanted))
  const place = placeOf(folder, 'uv', [pins, version])
  const make = ['uv', 'venv', '--quiet', '--allow-existing', ...(version ? ['--python', version] : []), place]
  const install = ['uv', 'pip', 'install', '--quiet', '--python', `${place}/bin/python`, '--no-deps', ...pins]
  return {kind: 'uv', folder: place, commands: [make, ...(pins.length > 0 ? [install] : [])], left, assumed: []}
}

/** Throws ENV_FAILED with the command that did. */
export async function buildEnvironment(children: Children, {commands}: EnvironmentPlan, cwd: string): Promise<void> {
  for (const argv of commands) {
    const {exit, unstarted} = await children.run({argv, cwd, env: {}, quiet: true, beat: () => {}}, () => {})
    if (exit === 0) continue
    const [program] = argv
    throw new ExpError(
      'ENV_FAILED',
      `the environment could not be built: ${unstarted ?? `${program} answered ${exit}`}`,
      {
        hints: [argv.slice(0, 12).map(shellWord).join(' '), 'with the packages at hand: --env current'],
        data: {argv: argv.slice(0, 50), exit},
      },
    )
  }
}

const INTERPRETER = /^(?:.*[\\/])?(?:python|pypy)\d*(?:\.\d+)?$/

/** Its programs come first; an interpreter, however it was named, is the environment's own. */
export function inEnvironment({folder, container, kind}: EnvironmentPlan, argv: readonly string[], path?: string) {
  const [program, ...words] = argv
  const isPython = INTERPRETER.test(program!)
  // An image has its own at other places; what was typed by its name may well be there.
  if (container) {
    const own = isPython && /[\\/]/.test(program!) ? 'python3' : program!
    return {argv: [own, ...words], variables: {PYTHONPATH: undefined}}
  }
  if (folder === undefined) return {argv, variables: {}}
  const home = kind === 'conda' ? {CONDA_PREFIX: folder, VIRTUAL_ENV: undefined} : {VIRTUAL_ENV: folder}
  return {
    argv: [isPython ? `${folder}/bin/python` : program!, ...words],
    variables: {...home, PYTHONHOME: undefined, PATH: `${folder}/bin${path ? `:${path}` : ''}`},
  }
}
