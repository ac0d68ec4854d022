import {isAbsolute} from 'node:path'

/** Above this a pattern is taken for a mistake. */
const MOST = 20_000

/**
 * Files that match a pattern, absolute, sorted. A folder is everything below it. Never follows a symbolic link into a folder, and
 * never looks into `.git`.
 */
export async function findFiles(pattern: string, cwd: string): Promise<string[]> {
  const {glob, escapePath, isDynamicPattern} = await import('tinyglobby')
  const found = await glob(isDynamicPattern(pattern) ? pattern : escapePath(pattern), {
    cwd,
    absolute: true,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    expandDirectories: true,
    ignore: ['**/.git/**'],
    ...(isAbsolute(pattern) && {cwd: '/'}),
  })
  return found.sort().slice(0, MOST)
}
