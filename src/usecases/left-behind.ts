import {shellWord} from '../base/text'
import type {LedgerHead} from '../ledger/head'
import type {Worktrees} from '../ports/worktrees'

/** What to say to somebody who has the ledger's branch checked out: their files stay where they were while the branch moves. */
export interface LeftBehind {
  readonly warnings: readonly string[]
  readonly hints: readonly string[]
}

/**
 * Worktrees that have the ledger checked out, after a change to it. To git their old files look like a wish to undo the change, and
 * a commit there would. `reset --hard` would throw their edits away; a two-tree `read-tree` brings the files along and keeps
 * edits or refuses, and a detached HEAD is not left behind again.
 */
export function leftBehind(
  {worktrees}: {readonly worktrees: Worktrees},
  {ref, tip}: LedgerHead,
  change = 'record',
): LeftBehind {
  const holding = worktrees.holding(ref)
  const branch = ref.replace(/^refs\/heads\//, '')
  return {
    warnings: holding.map(
      ({path}) => `${path} has ${branch} checked out and is behind it now: a commit there would undo this ${change}`,
    ),
    hints: holding.map(({path, at}) => {
      const git = `git -C ${shellWord(path)}`
      return `${git} read-tree -m -u ${at ?? tip} HEAD && ${git} switch --detach`
    }),
  }
}
