import {posix} from 'node:path'
import {ExpError} from '../base/errors'

/** Paths as they were typed, from the top of the repository ('' is the top); `prefix` is where that was: '' or `sub/`. Throws USAGE for one outside. */
export function pathsFromTop(paths: readonly string[], prefix: string): string[] {
  return paths.map(path => {
    const joined = posix.join(prefix, path)
    if (path === '' || posix.isAbsolute(path) || joined === '..' || joined.startsWith('../')) {
      throw new ExpError('USAGE', `'${path}' is no path in the repository; expected one from here, as src/model.py`, {
        hints: ['git ls-files'],
      })
    }
    return joined === '.' || joined === './' ? '' : joined.replace(/\/+$/, '')
  })
}
