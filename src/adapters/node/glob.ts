import {existsSync, lstatSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'

/** Above this a pattern is taken for a mistake. */
const MOST = 20_000

/**
 * Files that match a pattern, absolute, sorted. What is there by that very name is meant by it, whatever signs of globs are in it;
 * a folder is everything below it. Below the first part that is a pattern no symbolic link is followed, and `.git` not looked into.
 */
export async function findFiles(pattern: string, cwd: string): Promise<string[]> {
  const {folder, rest} = literalPart(resolve(cwd, pattern))
  if (rest === '' && !isFolder(folder)) return isFile(folder) ? [folder] : []
  const {glob} = await import('tinyglobby')
  const found = await glob(rest === '' ? '**' : rest, {
    cwd: folder,
    absolute: true,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    expandDirectories: true,
    ignore: ['**/.git/**'],
  })
  return found.sort().slice(0, MOST)
}

/** As much of a path, from its root, as is there. */
function literalPart(path: string): {folder: string; rest: string} {
  const parts = path.split('/')
  let folder = '/'
  let i = 1
  for (; i < parts.length && existsSync(join(folder, parts[i]!)); i++) folder = join(folder, parts[i]!)
  return {folder, rest: parts.slice(i).join('/')}
}

const isFolder = (path: string) => lstatSync(path).isDirectory()

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
