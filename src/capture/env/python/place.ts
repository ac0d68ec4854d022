import {dirname, join} from 'node:path'
import type {Machine} from '../../../ports/machine'
import {whichProgram} from '../programs'

/** Where a command is typed, and the folders in which its programs are looked up. */
export interface Place {
  readonly machine: Machine
  readonly cwd: string
  readonly folders: readonly string[]
}

/** The interpreter that a command would run, by its path with links unfollowed; or why it cannot be told. */
export type Interpreter = {readonly path: string} | {readonly reason: string}

export const PYTHON = /^(?:python|pypy)\d*(?:\.\d+)?t?$/

/** `/x/bin/Python3.exe` → `python3` */
export function programName(word: string): string {
  return word
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase()
}

/** The interpreter of an environment's folder, or undefined where it has none. */
export function pythonIn(machine: Machine, folder: string): string | undefined {
  const names = ['bin/python', 'bin/python3', 'Scripts/python.exe', 'python.exe']
  return names.map(name => join(folder, name)).find(path => machine.stat(path)?.kind === 'file')
}

/** The nearest of `cwd` and the folders above it for which `find` has an answer. */
export function upward<T>(cwd: string, find: (folder: string) => T | undefined): T | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = find(folder)
    if (found !== undefined || folder === dirname(folder)) return found
  }
}

/** The file that a word runs here. */
export function which({machine, cwd, folders}: Place, word: string): string | undefined {
  return whichProgram(machine, word, cwd, folders)
}
