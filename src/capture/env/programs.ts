import {delimiter, isAbsolute, join, resolve} from 'node:path'
import type {Machine} from '../../ports/machine'

/** The folders in which programs are looked up, in order. */
export function searchPath(machine: Machine): readonly string[] {
  return (machine.env['PATH'] ?? machine.env['Path'] ?? '').split(delimiter).filter(folder => isAbsolute(folder))
}

/** The file that typing `word` in `cwd` would run: a path as it stands, a name along `folders`; undefined where there is none. */
export function whichProgram(
  machine: Machine,
  word: string,
  cwd: string,
  folders: readonly string[] = searchPath(machine),
): string | undefined {
  const candidates = /[\\/]/.test(word) ? [resolve(cwd, word)] : folders.map(folder => join(folder, word))
  const spelled = machine.facts().system === 'win32' ? candidates.flatMap(path => [path, `${path}.exe`]) : candidates
  return spelled.find(path => {
    const file = machine.stat(path)
    return file?.kind === 'file' && file.executable
  })
}
