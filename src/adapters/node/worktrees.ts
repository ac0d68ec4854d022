import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {basename, dirname, join, resolve} from 'node:path'
import {isOid, type Oid} from '../../model/ids'
import type {RepositoryFacts} from '../../ports/git-repository'
import type {HoldingWorktree, Worktrees} from '../../ports/worktrees'

type Places = Pick<RepositoryFacts, 'gitDir' | 'commonDir' | 'worktree'>

/** Worktrees as git's own files tell: `HEAD` of the repository and of each folder below `worktrees/`. */
export function nodeWorktrees(places: Places): Worktrees {
  return {holding: ref => [...mainWorktree(places, ref), ...linkedWorktrees(places, ref)]}
}

function mainWorktree({gitDir, commonDir, worktree}: Places, ref: string): HoldingWorktree[] {
  if (!holds(commonDir, ref)) return []
  // From a linked worktree the main one is known by the usual name alone; a bare repository has none.
  const path = gitDir === commonDir ? worktree : basename(commonDir) === '.git' ? dirname(commonDir) : undefined
  return path === undefined ? [] : [{path, at: lastMoved(commonDir)}]
}

function linkedWorktrees({commonDir}: Places, ref: string): HoldingWorktree[] {
  const all = join(commonDir, 'worktrees')
  return namesIn(all).flatMap(name => {
    const admin = join(all, name)
    if (!holds(admin, ref)) return []
    const dotGit = textOf(join(admin, 'gitdir'))
    const path = dotGit === undefined ? undefined : dirname(resolve(admin, dotGit))
    return path !== undefined && existsSync(path) ? [{path, at: lastMoved(admin)}] : []
  })
}

const holds = (admin: string, ref: string) => textOf(join(admin, 'HEAD')) === `ref: ${ref}`

/** What git writes when it brings the files along has a message in the reflog; what only moves the branch, as we do, has none. */
function lastMoved(admin: string): Oid | undefined {
  const lines = textOf(join(admin, 'logs', 'HEAD'))?.split('\n') ?? []
  const oid = lines.findLast(line => /\t./.test(line))?.split(' ')[1]
  return oid !== undefined && isOid(oid) ? oid : undefined
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trimEnd()
  } catch {
    return undefined
  }
}
