import type {JsonObject} from '../base/json'
import type {Oid} from '../model/ids'
import type {GitRepository} from '../ports/git-repository'

export interface CapturedCode {
  /** The record's `code`, for an input that says nothing of it. */
  readonly code: JsonObject
  readonly commit: Oid | undefined
}

/**
 * The state of the user's code now. `dirty` counts tracked files only, as `git describe --dirty` does: the run's own output
 * usually lies about untracked. Without a commit (HEAD unborn, bare repository) the code is `unresolved`.
 */
export async function captureCode(repository: GitRepository): Promise<CapturedCode> {
  const [state, repo] = await Promise.all([repository.state(), repository.remoteUrl()])
  if (!state?.head) {
    return {
      commit: undefined,
      code: {...(repo && {repo}), ...(state?.branch && {branch: state.branch}), unresolved: true},
    }
  }
  const {staged, unstaged, untracked, unmerged} = state
  const changed = staged + unstaged + unmerged
  const counts = Object.entries({staged, unstaged, untracked, unmerged}).filter(([, count]) => count > 0)
  const code = {
    ...(repo && {repo}),
    commit: state.head,
    ...(state.branch && {branch: state.branch}),
    dirty: changed > 0,
    ...(counts.length > 0 && {files: Object.fromEntries(counts)}),
  }
  return {code, commit: state.head}
}
