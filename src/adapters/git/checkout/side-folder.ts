import {lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {quietly} from '../../../base/quietly'
import type {LaidFile} from '../../../ports/checkouts'
import type {Pieces} from '../../../ports/copies'
import {fileFailure} from '../../node/failures'
import {fill, isThere, makeParents, settled} from '../../node/new-file'

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

/** See the port. A file that turns out wrong is not there. */
export async function layFile(folder: string, path: string, pieces: Pieces): Promise<LaidFile> {
  const at = join(sideFolder(folder), path)
  const file = join(folder, at)
  try {
    const free = !isThere(file) && makeParents(folder, at)
    return {at, taken: !(free && (await settled(file, tmp => fill(tmp, pieces, 0o644))))}
  } catch (error) {
    throw fileFailure(error, file)
  }
}

/** See the port. */
export function linkFile(folder: string, path: string, target: string): boolean {
  const file = join(folder, path)
  if (isThere(file)) return false
  try {
    if (!makeParents(folder, path)) return false
    symlinkSync(target, file)
    return true
  } catch {
    return false
  }
}
