import {lstatSync, mkdirSync, readdirSync, realpathSync, statSync, symlinkSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {ExpError} from '../../base/errors'
import {quietly} from '../../base/quietly'
import type {Links} from '../../ports/links'
import {isThere} from './new-file'

export const nodeLinks: Links = {
  lay: (root, path, source) => {
    const place = join(root, path)
    try {
      makeFolder(root, dirname(path))
      if (!statSync(source).isDirectory()) {
        if (!isThere(place)) symlinkSync(source, place)
        return
      }
      if (!isThere(place)) mkdirSync(place)
      complete(place, source)
    } catch (error) {
      if (error instanceof ExpError) throw error
      throw new ExpError('READ_ONLY', `"${path}" cannot be laid out: ${(error as Error).message}`, {
        cause: error,
        data: {path: place},
      })
    }
  },
}

/** Links what `place` lacks of `source`; a folder that both have is gone into. */
function complete(place: string, source: string): void {
  if (!lstatSync(place).isDirectory()) return
  for (const name of readdirSync(source)) {
    const [here, there] = [join(place, name), join(source, name)]
    if (!isThere(here)) symlinkSync(there, here)
    else if (quietly(() => statSync(there).isDirectory())) complete(here, there)
  }
}

/** Each part on the way is a folder of `root`: a link that the code holds may lead anywhere. */
function makeFolder(root: string, path: string): void {
  const top = realpathSync(root)
  let folder = root
  for (const part of path.split('/').filter(each => each !== '' && each !== '.')) {
    folder = join(folder, part)
    if (!isThere(folder)) mkdirSync(folder)
    const real = realpathSync(folder)
    if (part === '..' || !real.startsWith(`${top}/`)) {
      throw new ExpError('READ_ONLY', `"${path}" leads out of the folder that the code is checked out in`, {
        data: {path, root},
      })
    }
  }
}
