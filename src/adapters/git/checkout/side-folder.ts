import {lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {open} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {quietly} from '../../../base/quietly'
import type {LaidFile} from '../../../ports/checkouts'
import type {Pieces} from '../../../ports/copies'
import {fileFailure} from '../../node/failures'

const SIDE = '.exp'
/** git then sees nothing of the folder, and no file of the user's says so. */
const IGNORE = '*\n'

/** The side folder of a checkout, made where it is not there: `.exp`, or `.exp-2` where the code has one of that name. */
function sideFolder(folder: string): string {
  const taken = new Set(readdirSync(folder).map(name => name.toLowerCase()))
  for (let nth = 1; ; nth++) {
    const name = nth === 1 ? SIDE : `${SIDE}-${nth}`
    const place = join(folder, name)
    if (!taken.has(name)) {
      mkdirSync(place)
      writeFileSync(join(place, '.gitignore'), IGNORE, {flag: 'wx'})
      return name
    }
    if (isOurs(place)) return name
  }
}

const isOurs = (place: string) =>
  quietly(() => lstatSync(place).isDirectory() && readdirSync(place).includes('.gitignore')) === true

/** See the port. A file that turns out wrong is taken away again. */
export async function layFile(folder: string, path: string, pieces: Pieces): Promise<LaidFile> {
  const named = join(sideFolder(folder), path)
  const file = join(folder, named)
  try {
    if (!makeParents(folder, named)) return {at: named, taken: true}
    const handle = await open(file, 'wx', 0o644)
    try {
      for await (const piece of pieces) await handle.writeFile(piece)
    } catch (error) {
      rmSync(file, {force: true})
      throw error
    } finally {
      await handle.close()
    }
    return {at: named, taken: false}
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return {at: named, taken: true}
    throw fileFailure(error, file)
  }
}

/** See the port. */
export function linkFile(folder: string, path: string, target: string): boolean {
  const file = join(folder, path)
  if (quietly(() => lstatSync(file)) !== undefined) return false
  try {
    if (!makeParents(folder, path)) return false
    symlinkSync(target, file)
    return true
  } catch {
    return false
  }
}

/** The folders on the way to a path; false where one of them is a link, which might lead anywhere, or no folder. */
function makeParents(top: string, path: string): boolean {
  let place = top
  for (const part of dirname(path)
    .split('/')
    .filter(part => part !== '.')) {
    place = join(place, part)
    const stands = quietly(() => lstatSync(place))
    if (stands && !stands.isDirectory()) return false
    if (!stands) mkdirSync(place)
  }
  return true
}
