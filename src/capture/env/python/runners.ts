import {createHash} from 'node:crypto'
import {dirname, join, resolve} from 'node:path'
import type {Machine} from '../../../ports/machine'
import {textOf} from '../probe'
import {type Place, programName, pythonIn, upward, which} from './place'

/** The folder of the environment in which a runner (`uv run`, `conda run`…) runs its command; or why it cannot be told. */
export type Environment = {readonly folder: string} | {readonly reason: string}

type Runner = (place: Place, words: readonly string[]) => Environment

const RUNNERS: Readonly<Record<string, Runner>> = {
  uv: uvEnvironment,
  poetry: poetryEnvironment,
  pdm: pdmEnvironment,
  pipenv: place => projectEnvironment(place, 'pipenv'),
  rye: place => projectEnvironment(place, 'rye'),
  pixi: pixiEnvironment,
  conda: condaEnvironment,
  mamba: condaEnvironment,
  micromamba: condaEnvironment,
}

/** The environment of `<runner> run …`; undefined where the words are no such command. */
export function runnerEnvironment(place: Place, words: readonly string[]): Environment | undefined {
  const runner = Object.hasOwn(RUNNERS, programName(words[0]!)) ? RUNNERS[programName(words[0]!)] : undefined
  return words.includes('run') ? runner?.(place, words) : undefined
}

/** The value of `--name value`, `--name=value` or `-n value` before the command that is run begins. */
function option(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    if (names.includes(word)) return words[i + 1]
    const name = names.find(each => each.startsWith('--') && word.startsWith(`${each}=`))
    if (name) return word.slice(name.length + 1)
    if (word === '--') return undefined
  }
  return undefined
}

function existing(machine: Machine, folder: string | undefined): Environment | undefined {
  return folder !== undefined && pythonIn(machine, folder) ? {folder} : undefined
}

/** `.venv` of the project around `cwd`, or the environment that is active. */
function projectEnvironment({machine, cwd}: Place, runner: string): Environment {
  const found =
    existing(machine, machine.env['VIRTUAL_ENV']) ?? upward(cwd, folder => existing(machine, join(folder, '.venv')))
  return found ?? {reason: `the environment of ${runner} is not there yet, or not where it can be found`}
}

/** Not the active environment: uv takes the project's own unless it is told `--active`. */
function uvEnvironment({machine, cwd}: Place, words: readonly string[]): Environment {
  if (words[1] === 'tool') return {reason: 'uv makes an environment for this command alone'}
  const start = resolve(cwd, option(words, '--directory') ?? '.', option(words, '--project') ?? '.')
  const named = machine.env['UV_PROJECT_ENVIRONMENT']
  const active = words.includes('--active') || words.includes('--no-project')
  const found =
    (active ? existing(machine, machine.env['VIRTUAL_ENV']) : undefined) ??
    upward(start, folder => {
      if (!machine.stat(join(folder, 'pyproject.toml')) && !machine.stat(join(folder, '.venv'))) return undefined
      return existing(machine, resolve(folder, named ?? '.venv'))
    })
  return found ?? {reason: 'uv has not made the environment yet'}
}

/** Poetry calls a project's environment `<name>-<hash of its folder>-py3.11`. */
function poetryEnvironment(place: Place, words: readonly string[]): Environment {
  const {machine} = place
  const cwd = resolve(place.cwd, option(words, '-C', '--directory', '-P', '--project') ?? '.')
  const project = upward(cwd, folder => (machine.stat(join(folder, 'pyproject.toml')) ? folder : undefined)) ?? cwd
  const digest = createHash('sha256')
    .update(machine.realPath(project) ?? project)
    .digest('base64url')
  const mark = `-${digest.slice(0, 8)}-py`
  const kept = poetryFolder(machine)
  const found = (machine.list(kept) ?? []).filter(name => name.includes(mark))
  return found.length === 1 ? {folder: join(kept, found[0]!)} : projectEnvironment({...place, cwd}, 'poetry')
}

function poetryFolder(machine: Machine): string {
  const {POETRY_VIRTUALENVS_PATH: path, POETRY_CACHE_DIR: cache, XDG_CACHE_HOME: xdg} = machine.env
  const {home, system} = machine.facts()
  const caches = system === 'darwin' ? join(home, 'Library/Caches') : (xdg ?? join(home, '.cache'))
  return path ?? join(cache ?? join(caches, 'pypoetry'), 'virtualenvs')
}

/** PDM writes the path of the interpreter that it has chosen into `.pdm-python`. */
function pdmEnvironment(place: Place, words: readonly string[]): Environment {
  const {machine} = place
  const cwd = resolve(place.cwd, option(words, '-p', '--project') ?? '.')
  const chosen = upward(cwd, folder => textOf(machine, join(folder, '.pdm-python')))?.trim()
  const found = chosen ? existing(machine, dirname(dirname(chosen))) : undefined
  return found ?? projectEnvironment({...place, cwd}, 'pdm')
}

function pixiEnvironment({machine, cwd}: Place, words: readonly string[]): Environment {
  const name = option(words, '-e', '--environment') ?? 'default'
  const found = upward(cwd, folder => existing(machine, join(folder, '.pixi/envs', name)))
  return found ?? {reason: `pixi has not made the environment "${name}" yet`}
}

function condaEnvironment(place: Place, words: readonly string[]): Environment {
  const {machine, cwd} = place
  const prefix = option(words, '-p', '--prefix')
  const name = option(words, '-n', '--name')
  if (prefix !== undefined) return existing(machine, resolve(cwd, prefix)) ?? {reason: `conda has no "${prefix}"`}
  const roots = condaRoots(place, words[0]!)
  if (name === undefined)
    return existing(machine, machine.env['CONDA_PREFIX'] ?? roots[0]) ?? {reason: 'no conda environment is active'}
  const folders = [
    ...(machine.env['CONDA_ENVS_PATH'] ?? machine.env['CONDA_ENVS_DIRS'] ?? '').split(':').filter(Boolean),
    ...roots.map(root => join(root, 'envs')),
    join(machine.facts().home, '.conda/envs'),
  ].map(folder => join(folder, name))
  const found = [...(name === 'base' ? roots : []), ...folders].find(folder => existing(machine, folder))
  return found === undefined ? {reason: `conda has no environment "${name}"`} : {folder: found}
}

/** `<root>/bin/conda` and `<root>/condabin/conda` tell where conda lives. */
function condaRoots(place: Place, word: string): string[] {
  const {CONDA_EXE: exe, MAMBA_ROOT_PREFIX: mamba} = place.machine.env
  const program = which(place, word)
  const real = program && place.machine.realPath(program)
  const above = (path: string | undefined) => (path ? [dirname(dirname(path))] : [])
  return [...above(exe), ...(mamba ? [mamba] : []), ...above(program), ...above(real)]
}
