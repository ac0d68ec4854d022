import {basename, dirname, join} from 'node:path'
import type {Machine} from '../../../ports/machine'
import {textOf} from '../probe'
import {type Place, upward, which} from './place'

/** The program behind a shim of pyenv (`<root>/shims/python3`), chosen by its rules; `file` itself where it is no shim. */
export function behindShim(place: Place, file: string): string | undefined {
  const root = dirname(dirname(file))
  if (basename(dirname(file)) !== 'shims' || !place.machine.list(join(root, 'versions'))) return file
  for (const version of chosenVersions(place, root)) {
    if (version === 'system') return beyond(place, file)
    const found = installed(place.machine, root, version).find(path =>
      place.machine.stat(join(path, 'bin', basename(file))),
    )
    if (found !== undefined) return join(found, 'bin', basename(file))
  }
  return undefined
}

function chosenVersions({machine, cwd}: Place, root: string): string[] {
  const local = () => upward(cwd, folder => textOf(machine, join(folder, '.python-version')))
  const said = machine.env['PYENV_VERSION']?.replaceAll(':', '\n') || local() || textOf(machine, join(root, 'version'))
  const versions = (said ?? 'system').split(/\s+/).filter(word => /^[\w.+/-]+$/.test(word) && !word.includes('..'))
  return versions.length > 0 ? versions : ['system']
}

/** `3.11` means the newest 3.11 that is installed. */
function installed(machine: Machine, root: string, version: string): string[] {
  const names = machine.list(join(root, 'versions')) ?? []
  const newest = names
    .filter(name => name.startsWith(`${version}.`) && /^[\d.]+$/.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', {numeric: true}))
  return [version, ...newest].map(name => join(root, 'versions', name))
}

function beyond(place: Place, shim: string): string | undefined {
  const folders = place.folders.filter(folder => folder !== dirname(shim))
  return which({...place, folders}, basename(shim))
}
