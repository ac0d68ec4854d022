import {constants, lstatSync, mkdirSync, statSync} from 'node:fs'
import {chmod, copyFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {ExpError} from '../../base/errors'
import {quietly} from '../../base/quietly'
import {shellWord} from '../../base/text'
import type {Placing} from '../../ports/placing'
import {fileFailure} from './failures'
import {fill, isThere, makeParents, settled} from './new-file'
import {walkFolder} from './walk-folder'

export const nodePlacing: Placing = {
  write: (folder, path, pieces) => placed(folder, path, tmp => fill(tmp, pieces, 0o666)),
  copy: async (folder, path, source, right) => {
    let wrong = false
    const done = await placed(folder, path, async tmp => {
      await copyAll(source, tmp)
      wrong = !(await right(tmp))
      if (wrong) throw new Wrong()
    }).catch(error => {
      if (error instanceof Wrong) return false
      throw error
    })
    return wrong ? 'wrong' : done
  },
}

class Wrong extends Error {}

async function placed(folder: string, path: string, make: (tmp: string) => Promise<void>): Promise<boolean> {
  const file = join(folder, path)
  try {
    if (isThere(file) || !makeParents(folder, path)) return false
    return await settled(file, make)
  } catch (error) {
    throw writeFailure(error, file)
  }
}

async function copyAll(source: string, to: string): Promise<void> {
  if (!statSync(source).isDirectory()) return copyOne(source, to)
  mkdirSync(to)
  const {files} = await walkFolder(source)
  for (const {path, real} of files) {
    const file = join(to, path)
    mkdirSync(dirname(file), {recursive: true})
    await copyOne(real, file)
  }
}

/** What lies in a store may not be written; a copy of it may. */
async function copyOne(source: string, to: string): Promise<void> {
  await copyFile(source, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  const {mode} = lstatSync(to)
  if ((mode & 0o200) === 0) await chmod(to, mode | 0o200)
}

/** As for other files, but that reading is not what failed. */
function writeFailure(error: unknown, place: string): unknown {
  const {code, message} = error as NodeJS.ErrnoException
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') return fileFailure(error, place)
  const there = quietly(() => lstatSync(dirname(place))) ? dirname(place) : place
  return new ExpError('READ_ONLY', `"${place}" cannot be written: ${message}`, {
    hints: [`who may write there: ls -ld ${shellWord(there)}`],
    cause: error,
    data: {path: place},
  })
}
