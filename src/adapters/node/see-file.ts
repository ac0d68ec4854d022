import {type BigIntStats, readdirSync, realpathSync, statSync} from 'node:fs'
import {basename, dirname} from 'node:path'
import {nearest} from '../../base/text'
import type {Seen, SeenFile} from '../../ports/hashing'

/** What stands at an absolute path, symlinks followed; nothing is read. */
export function look(path: string): Seen {
  try {
    const stat = statSync(path, {bigint: true})
    if (stat.isDirectory()) return {kind: 'folder', real: realpathSync.native(path)}
    const problem = kindProblem(stat)
    return problem ? {kind: 'unusable', problem} : {kind: 'file', ...seen(realpathSync.native(path), stat)}
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? missing(path) : {kind: 'unusable', problem: failureWords(error)}
  }
}

/** The identity of a plain file from its stat. */
export function seen(real: string, {dev, ino, size, mtimeNs, ctimeNs}: BigIntStats): SeenFile {
  const stamp = `${ino}:${size}:${mtimeNs}`
  const touched = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n)
  return {real, size: Number(size), stamp, identity: `${dev}:${stamp}:${ctimeNs}`, touched}
}

/** A file last touched this shortly before may be written to again within one tick of its clock, and look no different. */
const RACY_MS = 2000

/** Whether a write after `at`, in ms since 1970, would show in the file's identity. */
export const isSettled = ({touched}: Pick<SeenFile, 'touched'>, at: number): boolean => touched + RACY_MS < at

/** Why what is no folder can have no digest, or undefined where it is a plain file. */
export function kindProblem(stat: BigIntStats): string | undefined {
  if (stat.isFile()) return undefined
  if (stat.isSocket()) return 'is a socket, not a file or folder'
  if (stat.isFIFO()) return 'is a pipe, not a file or folder'
  return 'is a device, not a file or folder'
}

/** A failure of the file system as one clause about the file. */
export function failureWords(error: unknown): string {
  const {code, message} = error as NodeJS.ErrnoException
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'may not be read (no permission)'
    case 'ELOOP':
      return 'is a symbolic link that leads to itself'
    case 'ENOENT':
    case 'ENOTDIR':
      return 'is not there any more'
    case 'ENAMETOOLONG':
      return 'has a name that is too long'
    default:
      return `cannot be read (${code ?? message})`
  }
}

function missing(path: string): Seen {
  try {
    const near = nearest(basename(path), readdirSync(dirname(path)))
    return near === undefined ? {kind: 'missing'} : {kind: 'missing', near}
  } catch {
    return {kind: 'missing'}
  }
}
