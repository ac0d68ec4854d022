import {basename, dirname, join, resolve} from 'node:path'
import type {Machine} from '../../../ports/machine'
import {assigned, textOf} from '../probe'

/** What the files around an interpreter say of it. */
export interface Layout {
  /** `3.11.7`; undefined where no file tells. */
  readonly version: string | undefined
  /** Folders that hold packages, in the order in which Python looks there. */
  readonly folders: readonly string[]
}

/** Reads the interpreter's surroundings; nothing is started. */
export function layoutOf(machine: Machine, python: string, cwd: string): Layout {
  const prefix = dirname(dirname(python))
  const config = textOf(machine, join(prefix, 'pyvenv.cfg')) ?? textOf(machine, join(dirname(python), 'pyvenv.cfg'))
  const paths = (machine.env['PYTHONPATH'] ?? '').split(':').filter(Boolean)
  const first = paths.map(path => resolve(cwd, path))
  const base = baseLayout(machine, machine.realPath(python) ?? python)
  if (config === undefined)
    return {version: base.version, folders: [...first, ...userSite(machine, base.minor), ...base.folders]}
  const said = assigned(config, 'version_info') ?? assigned(config, 'version')
  const version = base.version ?? said?.match(/^\d+\.\d+\.\d+/)?.[0]
  const own = siteFolders(machine, prefix, minorOf(version) ?? minorOf(said))
  const shared = assigned(config, 'include-system-site-packages')?.toLowerCase() === 'true'
  return {version, folders: [...first, ...own, ...(shared ? [...userSite(machine, base.minor), ...base.folders] : [])]}
}

interface Base extends Layout {
  readonly minor: string | undefined
}

/** `real`: the interpreter's path with links followed, as `/usr/bin/python3.11`. */
function baseLayout(machine: Machine, real: string): Base {
  const prefix = dirname(dirname(real))
  const named = basename(real).match(/^(?:python|pypy)(\d+\.\d+)/)?.[1]
  const minor = named ?? onlyMinor(machine, prefix)
  const version =
    minor === undefined ? undefined : (headerVersion(machine, prefix, minor) ?? condaVersion(machine, prefix, minor))
  const prefixes = prefix === '/usr' ? ['/usr/local', '/usr'] : [prefix]
  const folders = [...new Set(prefixes.flatMap(each => siteFolders(machine, each, minor)))]
  return {minor, version, folders: [...folders, ...debianFolders(machine, prefix)]}
}

const minorOf = (version: string | undefined) => version?.match(/^\d+\.\d+/)?.[0]

function onlyMinor(machine: Machine, prefix: string): string | undefined {
  const found = (machine.list(join(prefix, 'lib')) ?? []).flatMap(name => /^python(\d\.\d+)$/.exec(name)?.[1] ?? [])
  return found.length === 1 ? found[0] : undefined
}

/** CPython's own headers, where they were installed. */
function headerVersion(machine: Machine, prefix: string, minor: string): string | undefined {
  const header = textOf(machine, join(prefix, 'include', `python${minor}`, 'patchlevel.h'))
  const version = header?.match(/#define\s+PY_VERSION\s+"([^"]+)"/)?.[1]
  return version?.startsWith(minor) ? version : undefined
}

function condaVersion(machine: Machine, prefix: string, minor: string): string | undefined {
  const names = machine.list(join(prefix, 'conda-meta')) ?? []
  const version = names.flatMap(name => /^python-(\d+\.\d+\.\d+)-.*\.json$/.exec(name)?.[1] ?? [])[0]
  return version?.startsWith(`${minor}.`) ? version : undefined
}

function siteFolders(machine: Machine, prefix: string, minor: string | undefined): string[] {
  const below = (minor === undefined ? [] : ['lib', 'lib64']).flatMap(lib =>
    ['python', 'pypy'].flatMap(kind => [
      join(prefix, lib, `${kind}${minor}`, 'site-packages'),
      join(prefix, lib, `${kind}${minor}`, 'dist-packages'),
    ]),
  )
  return distinct(machine, [...below, join(prefix, 'Lib', 'site-packages')])
}

/** Debian's own packages are of all versions of Python 3. */
function debianFolders(machine: Machine, prefix: string): string[] {
  return prefix === '/usr' ? distinct(machine, ['/usr/lib/python3/dist-packages']) : []
}

function userSite(machine: Machine, minor: string | undefined): string[] {
  const {PYTHONNOUSERSITE: none, PYTHONUSERBASE: base} = machine.env
  if (none || minor === undefined) return []
  const {home, system} = machine.facts()
  const mac = join(home, 'Library/Python', minor, 'lib/python/site-packages')
  const folders = [join(base ?? join(home, '.local'), 'lib', `python${minor}`, 'site-packages')]
  return distinct(machine, system === 'darwin' ? [mac, ...folders] : folders)
}

/** Those that are there; `lib64` is often a link to `lib`. */
function distinct(machine: Machine, folders: readonly string[]): string[] {
  return [...new Set(folders.flatMap(folder => machine.realPath(folder) ?? []))]
}
