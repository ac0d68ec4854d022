import type {Cache} from '../../../ports/cache'
import type {Machine} from '../../../ports/machine'
import {cudaOfMachine} from '../gpu'
import {type Found, known} from '../probe'
import {askPython} from './ask'
import {editablesOf, siblingsOf} from './editables'
import {importedLibs} from './imports'
import {findInterpreter} from './interpreter'
import {type Layout, layoutOf} from './layout'
import {listPackages, type Package, requirementsText} from './packages'
import {programName} from './place'
import {keep, recall, remember} from './remembered'

/** What is asked about Python. */
export interface PythonQuestion {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly top: string
  readonly cache?: Cache | undefined
}

export interface PythonFound extends Found {
  /** Every package of the interpreter, in pip's format, sorted; undefined where they cannot be had. */
  readonly requirements?: string
}

/** `python`, `packages` (how many), `libs`, `cuda` and `cudnn` of the interpreter that the command would run. */
export async function probePython(machine: Machine, {argv, cwd, top, cache}: PythonQuestion): Promise<PythonFound> {
  const interpreter = findInterpreter(machine, argv, cwd)
  if ('reason' in interpreter) return {facts: cudaOfMachine(machine), unknown: {python: interpreter.reason}}
  const layout = await surroundings(machine, interpreter.path, cwd, cache)
  if (typeof layout === 'string') return {facts: cudaOfMachine(machine), unknown: {python: layout}}
  const packages = packagesOf(machine, layout.folders, cache)
  const libs = importedLibs(machine, argv, cwd, packages)
  const [installed, siblings] = await Promise.all([
    editablesOf(machine, packages, top),
    siblingsOf(machine, {argv, cwd, top}),
  ])
  const editable = [...installed, ...siblings]
  return {
    requirements: requirementsText(packages),
    facts: {
      ...known({python: layout.version, libs: Object.keys(libs).length > 0 ? libs : undefined}),
      packages: packages.length,
      ...(editable.length > 0 && {editable}),
      ...cudaOfMachine(machine),
      ...cudaOfPackages(packages),
    },
  }
}

/** From the files around the interpreter; where they do not tell, it is asked, and what it said kept. */
async function surroundings(
  machine: Machine,
  python: string,
  cwd: string,
  cache: Cache | undefined,
): Promise<Layout | string> {
  const layout = layoutOf(machine, python, cwd)
  if (layout.version !== undefined && layout.folders.length > 0) return layout
  const real = machine.realPath(python) ?? python
  const file = machine.stat(real)
  const key = JSON.stringify([real, file?.modified, file?.size, machine.env['PYTHONPATH'], machine.env['PYTHONHOME']])
  const kept = recall<Layout>(cache, `python ${python}`, key)
  if (kept) return kept
  const answer = await askPython(machine, python, cwd)
  if (typeof answer === 'string') return `${programName(python)} ${answer}`
  // A shim that chooses an interpreter by the folder it is called in would choose another one elsewhere.
  const same = machine.realPath(answer.executable) === real
  const {version, folders} = answer
  if (same) keep(cache, `python ${python}`, key, {version, folders})
  return {version, folders}
}

/** A folder's time changes with each package that is installed, updated or removed. */
function packagesOf(machine: Machine, folders: readonly string[], cache: Cache | undefined): readonly Package[] {
  const times = folders.map(folder => machine.stat(folder)?.modified ?? null)
  return remember(cache, `packages ${folders.join(':')}`, JSON.stringify(times), () => listPackages(machine, folders))
}

/** The CUDA that the frameworks bring along, which is the one they use: `nvidia-cuda-runtime-cu12`, or torch's `+cu121`. */
function cudaOfPackages(packages: readonly Package[]): {cuda?: string; cudnn?: string} {
  const version = (name: RegExp) => packages.find(item => name.test(item.name))?.version
  const torch = version(/^torch$/)?.match(/\+cu(\d+)(\d)$/)
  const runtime = version(/^nvidia-cuda-runtime(?:-cu\d+)?$/)
  const cuda = torch ? `${torch[1]}.${torch[2]}` : runtime?.match(/^\d+\.\d+/)?.[0]
  return known({cuda, cudnn: version(/^nvidia-cudnn(?:-cu\d+)?$/)})
}
