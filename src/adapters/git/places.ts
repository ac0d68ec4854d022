import {existsSync, readFileSync, statSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import type {RepositoryFacts} from '../../ports/git-repository'

/** Variables by which git is told where to look: with any of them, git itself is asked. */
const TOLD = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_OBJECT_DIRECTORY',
  'GIT_NAMESPACE',
]

export type Places = Omit<RepositoryFacts, 'objectFormat' | 'bare'>

/**
 * Where the repository is, for the plain cases that need no git to tell: a `.git` folder or file in this folder or above it, on
 * one file system. undefined wherever git's own rules might say something else. Spares every command a process; whether git
 * trusts the place is still asked, by the first git that reads from it.
 */
export function plainPlaces(cwd: string, env: NodeJS.ProcessEnv): Places | undefined {
  if (TOLD.some(name => env[name] !== undefined)) return undefined
  try {
    const device = statSync(cwd).dev
    for (let folder = cwd; ; folder = dirname(folder)) {
      if (statSync(folder).dev !== device || existsSync(join(folder, 'HEAD'))) return undefined
      const dotGit = join(folder, '.git')
      if (existsSync(dotGit)) return placesOf(cwd, folder, dotGit)
      if (dirname(folder) === folder) return undefined
    }
  } catch {
    return undefined
  }
}

/** Somebody holds the lock of the spool here. */
export const isRecording = ({commonDir}: Places): boolean => existsSync(join(commonDir, 'exp', 'lock'))

function placesOf(cwd: string, worktree: string, dotGit: string): Places | undefined {
  const gitDir = statSync(dotGit).isDirectory() ? dotGit : linked(worktree, dotGit)
  if (gitDir === undefined || !existsSync(join(gitDir, 'HEAD'))) return undefined
  const commonDir = common(gitDir)
  if (!existsSync(join(commonDir, 'objects')) || !existsSync(join(commonDir, 'refs'))) return undefined
  const prefix = cwd === worktree ? '' : `${cwd.slice(worktree.endsWith('/') ? worktree.length : worktree.length + 1)}/`
  return {gitDir, commonDir, worktree, prefix}
}

/** The folder that a `.git` file names. */
function linked(worktree: string, dotGit: string): string | undefined {
  const match = /^gitdir: (.+)\n?$/.exec(readFileSync(dotGit, 'utf8'))
  return match ? resolve(worktree, match[1]!) : undefined
}

/** A linked worktree shares the objects and refs of another git dir. */
function common(gitDir: string): string {
  const file = join(gitDir, 'commondir')
  return existsSync(file) ? resolve(gitDir, readFileSync(file, 'utf8').trim()) : gitDir
}
