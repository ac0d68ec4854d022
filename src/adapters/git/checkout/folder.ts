import {accessSync, constants, lstatSync, readdirSync, realpathSync, statSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {ExpError} from '../../../base/errors'
import {quietly} from '../../../base/quietly'
import {shellWord} from '../../../base/text'
import type {QuietGit} from './quiet-git'

/** The folder with every symlink on the way to it followed, whether or not it is there. */
export function realFolder(folder: string): string {
  const there = quietly(() => realpathSync(folder))
  if (there !== undefined || dirname(folder) === folder) return there ?? folder
  return join(realFolder(dirname(folder)), basename(folder))
}

/** Throws FILE_EXISTS, USAGE or READ_ONLY where no checkout may be made in this folder (a real path; `own`: below it is always allowed). */
export async function refuseFolder(git: QuietGit, folder: string, own: string): Promise<void> {
  const stands = quietly(() => lstatSync(folder))
  if (stands && !quietly(() => statSync(folder).isDirectory())) throw exists(folder, 'is there already, and no folder')
  if (stands && (quietly(() => readdirSync(folder).length) ?? 1) > 0)
    throw exists(folder, 'is there already, and not empty')
  const near = nearestFolder(folder)
  if (!folder.startsWith(`${own}/`)) await refuseRepository(git, folder, near)
  if (!mayWrite(near)) {
    throw new ExpError('READ_ONLY', `"${folder}" cannot be made`, {hints: [`who may: ls -ld ${shellWord(near)}`]})
  }
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** It would show as untracked there, and a later snapshot of that worktree would hold it. */
async function refuseRepository(git: QuietGit, folder: string, near: string): Promise<void> {
  const asked = await git.around(near, ['rev-parse', '--is-inside-git-dir', '--is-inside-work-tree'], {ok: 'any'})
  const [inGitDir, inWorktree] = asked.code === 0 ? asked.stdout.toString().trim().split('\n') : []
  const data = {folder}
  if (inGitDir === 'true') {
    throw new ExpError('USAGE', `"${folder}" lies in the folder of a git repository`, {hints: [ELSEWHERE], data})
  }
  if (inWorktree !== 'true') return
  const {code} = await git.around(near, ['check-ignore', '--quiet', '--', folder], {ok: 'any'})
  if (code === 0) return
  throw new ExpError('USAGE', `"${folder}" lies in a worktree, which would take it for untracked files`, {
    hints: [ELSEWHERE, 'or let .gitignore name it'],
    data,
  })
}

const ELSEWHERE = 'name a folder elsewhere, or none: git exp checkout RUN'

function nearestFolder(folder: string): string {
  return quietly(() => statSync(folder).isDirectory()) || dirname(folder) === folder
    ? folder
    : nearestFolder(dirname(folder))
}

export function exists(folder: string, what: string, hints: readonly string[] = []): ExpError {
  return new ExpError('FILE_EXISTS', `"${folder}" ${what}`, {
    hints: [...hints, 'name another folder: git exp checkout RUN DIR'],
    data: {folder},
  })
}
