import {sha256} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {shellWord} from '../../base/text'
import {pinnedList} from '../../model/pins'
import type {Children} from '../../ports/children'

export type EnvironmentKind = 'current' | 'venv' | 'uv'

/** How the packages of a record are brought together, as commands. */
export interface EnvironmentPlan {
  readonly kind: EnvironmentKind
  /** undefined: the interpreter at hand is taken. */
  readonly folder?: string
  readonly commands: readonly (readonly string[])[]
  /** Lines of the list that are no `name==version` of an index, and are left out. */
  readonly left: readonly string[]
}

/**
 * `requirements` is a run's own list; `folder` is where environments are kept, one for each list. Only plain pins are installed: an
 * option or an address in the list could bring in anything.
 */
export function environmentPlan(
  kind: EnvironmentKind,
  requirements: string | undefined,
  folder: string,
  python: string | undefined,
  folders: readonly string[] = [],
): EnvironmentPlan {
  if (kind === 'current') return {kind, commands: [], left: []}
  const {pins, left} = pinnedList(requirements ?? '', folders)
  const version = /^\d+\.\d+/.exec(python ?? '')?.[0]
  const place = `${folder}/${kind}-${sha256(Buffer.from(JSON.stringify([pins, version]))).slice(0, 16)}`
  const own = `${place}/bin/python`
  const make =
    kind === 'uv'
      ? ['uv', 'venv', '--quiet', '--allow-existing', ...(version ? ['--python', version] : []), place]
      : ['python3', '-m', 'venv', place]
  const install =
    kind === 'uv'
      ? ['uv', 'pip', 'install', '--quiet', '--python', own]
      : [own, '-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check']
  return {kind, folder: place, commands: [make, ...(pins.length > 0 ? [[...install, '--no-deps', ...pins]] : [])], left}
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

/** Its programs come first; an interpreter that was named by its path is the environment's own. */
export function inEnvironment({folder}: EnvironmentPlan, argv: readonly string[], path: string | undefined) {
  if (folder === undefined) return {argv, variables: {}}
  const [program, ...words] = argv
  const own = /^(?:.*[\\/])?(?:python|pypy)\d*(?:\.\d+)?$/.test(program!) ? `${folder}/bin/python` : program!
  return {
    argv: [own, ...words],
    variables: {VIRTUAL_ENV: folder, PYTHONHOME: undefined, PATH: `${folder}/bin${path ? `:${path}` : ''}`},
  }
}
