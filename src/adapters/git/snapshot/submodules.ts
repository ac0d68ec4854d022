import type {SubmoduleState} from '../../../ports/code-snapshots'
import type {IndexFacts} from './index-file'
import {nestedHead} from './nested'
import {shownPath} from './raw-path'
import type {StatusReport} from './status'

/** Every submodule of the index, with what is checked out in it. */
export async function submoduleStates(
  {gitlinks}: IndexFacts,
  {changed}: StatusReport,
  top: string,
  env: NodeJS.ProcessEnv,
): Promise<SubmoduleState[]> {
  const states = new Map(changed.map(({path, submodule}) => [path, submodule]))
  const unique = [...new Map(gitlinks.map(link => [link.path, link.oid]))]
  return Promise.all(
    unique.map(async ([path, oid]) => {
      const state = states.get(path)
      const commit = (state?.commit && (await nestedHead(top, path, env))) || oid
      return {path: shownPath(path), commit, dirty: Boolean(state?.modified || state?.untracked)}
    }),
  )
}
