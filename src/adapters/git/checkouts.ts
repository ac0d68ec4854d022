import {existsSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import type {Checkouts} from '../../ports/checkouts'
import type {GitProgram} from './program'

/** Linked worktrees below `folder` (`<common git dir>/exp/worktrees`). */
export function cliCheckouts(git: GitProgram, folder: string): Checkouts {
  return {
    at: async (commit, name) => {
      const place = join(folder, name)
      if (existsSync(join(place, '.git'))) {
        const {stdout, code} = await git.run(['rev-parse', 'HEAD'], {cwd: place, ok: 'any'})
        if (code === 0 && stdout.toString().trim() === commit) return place
      }
      mkdirSync(folder, {recursive: true})
      const free = existsSync(place) ? `${place}-${Date.now().toString(36)}` : place
      await git.run(['worktree', 'add', '--quiet', '--detach', free, commit])
      return free
    },
  }
}
