import {lstatSync, readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {join} from 'node:path'
import {git} from './git'

/** Every file of a folder but those of git and of the side folder → its kind, whether it may be run, and its bytes. */
export function filesOf(folder: string, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(join(folder, prefix), {withFileTypes: true})) {
    const path = prefix + entry.name
    if (entry.name === '.git' || path === '.exp') continue
    if (entry.isDirectory()) Object.assign(found, filesOf(folder, `${path}/`))
    else found[path] = fileAt(join(folder, path))
  }
  return found
}

function fileAt(file: string): string {
  const stat = lstatSync(file)
  if (stat.isSymbolicLink()) return `link ${readlinkSync(file)}`
  return `${stat.mode & 0o100 ? 'exec' : 'file'} ${readFileSync(file).toString('latin1')}`
}

/** A checkout is at a tree, and git sees nothing else in it. */
export function expectClean(folder: string, tree: string): void {
  expect(git(folder, 'rev-parse', 'HEAD^{tree}')).toBe(tree)
  expect(git(folder, 'write-tree')).toBe(tree)
  expect(git(folder, 'status', '--porcelain')).toBe('')
}
