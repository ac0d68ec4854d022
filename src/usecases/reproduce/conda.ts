import {pinnedList} from '../../model/pins'
import {type EnvironmentPlan, pipInstall, placeOf, pythonVersion, type Wanted} from './environment'

/** Whichever is there; the first is the fastest. */
export const CONDAS = ['micromamba', 'mamba', 'conda'] as const

export interface CondaFacts {
  readonly tool: (typeof CONDAS)[number]
  /** Where environments are kept. */
  readonly folder: string
  /** A file of the code by which conda makes an environment, its digest as recorded, and where it can be read. */
  readonly file?: {readonly at: string; readonly digest: string}
  /** The folder of one that was made of the same before. */
  readonly made?: (name: string) => string | undefined
  /** Tells a new folder from one that was left half made. */
  readonly fresh: string
}

/** An environment at a prefix of its own: by the code's own file, else the recorded Python and then the list by pip. Pure. */
export function condaPlan(wanted: Wanted, {tool, folder, file, made, fresh}: CondaFacts): EnvironmentPlan {
  const {pins, left} = file ? {pins: [], left: []} : pinnedList(wanted.requirements ?? '', wanted.folders)
  const version = pythonVersion(wanted)
  const place = placeOf(folder, 'conda', file ? [file.digest] : [pins, version])
  const name = `env-${place.slice(place.lastIndexOf('/') + 1)}`
  const there = made?.(name)
  const prefix = there ?? `${place}-${fresh}`
  const create = file ? byFile(tool, prefix, file.at) : byVersion(tool, prefix, version)
  return {
    kind: 'conda',
    folder: prefix,
    commands: there === undefined ? [create, ...pipInstall(prefix, pins)] : [],
    left,
    assumed: file || version ? [] : ['no version of Python was recorded, and the newest is taken'],
    mark: {name, text: prefix},
  }
}

function byFile(tool: CondaFacts['tool'], prefix: string, file: string): string[] {
  const create = tool === 'micromamba' ? ['create', '--yes'] : ['env', 'create']
  return [tool, ...create, '--quiet', '--prefix', prefix, '--file', file]
}

/** micromamba knows no channel by itself, and conda's own is not free for everybody. */
function byVersion(tool: CondaFacts['tool'], prefix: string, version: string | undefined): string[] {
  const python = version === undefined ? 'python' : `python=${version}`
  return [tool, 'create', '--yes', '--quiet', '--prefix', prefix, '--channel', 'conda-forge', python, 'pip']
}
