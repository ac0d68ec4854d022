import {shellWord} from '../../base/text'
import {nameOfLine, pinnedList, plainName, withoutComment} from '../../model/pins'
import type {EditableNeed, EnvNeed} from './env-need'

/** Commands that make the environment of a run, to be typed in the checkout. Nothing of them is run. */
export interface EnvironmentWay {
  readonly tool: 'lock' | 'uv' | 'pip' | 'conda'
  readonly commands: readonly string[]
}

export interface Environment {
  readonly ways: readonly EnvironmentWay[]
  /** What no command brings about. */
  readonly notes: readonly string[]
}

export interface EnvironmentFiles {
  /** The list of packages as it was laid into the checkout; undefined: the record has none. */
  readonly requirements: string | undefined
  /** Folder for what is made, from the top of the checkout. */
  readonly side: string
  /** Lock files that the checkout has with the recorded digest. */
  readonly sameLocks: readonly string[]
}

/** How to make the environment of a run with uv, pip or conda. Pure. */
export function environmentOf(env: EnvNeed, {requirements, side, sameLocks}: EnvironmentFiles): Environment {
  const python = env.python !== undefined && /^\d+(?:\.\d+){0,2}\w*$/.test(env.python) ? env.python : undefined
  const file = requirements && shellWord(requirements)
  const minor = python?.split('.').slice(0, 2).join('.')
  const venv = `${side}/venv`
  const ways: EnvironmentWay[] = file
    ? [
        {
          tool: 'uv',
          commands: [
            `uv venv ${python ? `--python ${python} ` : ''}${venv}`,
            `uv pip install --python ${venv} -r ${file}`,
          ],
        },
        {
          tool: 'pip',
          commands: [`python${minor ?? '3'} -m venv ${venv}`, `${venv}/bin/python -m pip install -r ${file}`],
        },
        {
          tool: 'conda',
          commands: [
            `conda create --yes --prefix ${side}/conda python${python ? `=${python}` : ''} pip`,
            `conda run --prefix ${side}/conda python -m pip install -r ${file}`,
          ],
        },
      ]
    : []
  const locked = sameLocks.flatMap(lock => LOCKED[lock] ?? [])
  return {
    ways: [...(locked.length > 0 ? [{tool: 'lock' as const, commands: locked.slice(0, 1)}] : []), ...ways],
    notes: notesOf(env, requirements),
  }
}

/** What installs exactly what a lock file says. */
const LOCKED: Readonly<Record<string, string>> = {
  'uv.lock': 'uv sync --locked',
  'poetry.lock': 'poetry sync',
  'pdm.lock': 'pdm sync',
  'pixi.lock': 'pixi install --locked',
  'Pipfile.lock': 'pipenv sync',
}

function notesOf({requirements: text, python, cuda, cudnn, driver, gpu, container, editable}: EnvNeed, laid?: string) {
  const {local, foreign} = parted(text ?? '', editable)
  const machine = [
    gpu && `GPU ${gpu}`,
    driver && `driver ${driver}`,
    cuda && `CUDA ${cuda}`,
    cudnn && `cuDNN ${cudnn}`,
  ].filter(Boolean)
  return [
    ...(laid === undefined ? ['the record has no list of packages'] : []),
    ...(python === undefined ? ['the record does not say which Python ran'] : []),
    ...editable.map(editableNote),
    ...(local.length > 0 ? [`not on the usual index, so name theirs with --extra-index-url: ${local.join(', ')}`] : []),
    ...(foreign.length > 0 ? [`left out of the list, since they are no plain pins: ${foreign.join('; ')}`] : []),
    ...(machine.length > 0 ? [`it ran with ${machine.join(', ')}`] : []),
    ...(container === undefined ? [] : [`it ran in a container: ${container}`]),
  ]
}

function editableNote({name, version, commit, dirty, here}: EditableNeed): string {
  const what = [name, version].filter(Boolean).join(' ')
  if (here) return `${what} is of this repository: install it with -e . --no-deps`
  const state =
    commit === undefined ? 'at a commit that nobody noted' : `at commit ${commit}${dirty ? ', with changes' : ''}`
  return `${what} ran from another folder, ${state}`
}

/** Lines that others cannot install, or that would make pip do more than install a version: each is told and left out. */
function parted(text: string, editable: readonly EditableNeed[]) {
  const folders = editable.map(({name}) => name)
  const {pins, left} = pinnedList(text, folders)
  // Those are told by themselves.
  const told = new Set(folders.map(plainName))
  return {
    pins,
    local: pins.filter(line => line.includes('+')),
    foreign: left.filter(line => !told.has(nameOfLine(line))).slice(0, 20),
  }
}

/** The list of packages as it can be installed elsewhere: pins alone, the rest as comments. Pure. */
export function installable({requirements = '', editable}: EnvNeed): string {
  const pins = new Set(parted(requirements, editable).pins)
  const lines = requirements.split(/\r?\n/).filter(line => line.trim() !== '')
  return lines.map(line => `${pins.has(withoutComment(line)) ? '' : '# '}${line}\n`).join('')
}
