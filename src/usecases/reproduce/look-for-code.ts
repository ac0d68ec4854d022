import {ExpError} from '../../base/errors'
import {shellWord} from '../../base/text'
import type {Oid} from '../../model/ids'
import {hintedRemote} from '../../model/refs'
import type {Lacking, WantedSubmodule} from '../../ports/checkouts'
import {codeNeed} from '../checkout/code-need'
import type {RunPorts} from '../run/running'
import type {Shown} from '../show-run'

/** What comes with the commit that ran, and what of it is not on this machine. */
export interface CodeFound {
  readonly submodules: readonly WantedSubmodule[]
  readonly lacking: Lacking
}

const NAMED = 10

/** Throws CODE_NOT_FOUND where a submodule or a file of Git LFS is not here, unless that is no matter. */
export async function lookForCode(
  ports: RunPorts,
  original: Shown,
  commit: Oid,
  {anyway}: {readonly anyway: boolean},
): Promise<CodeFound> {
  const {submodules} = codeNeed(original.record['code'])
  const lacking = await ports.checkouts.lacks(commit, submodules)
  if (!anyway && lacking.files.length + lacking.submodules.length > 0)
    throw lacks(original, commit, lacking, hintedRemote(ports.remotes.names()))
  return {submodules, lacking}
}

function lacks({id}: Shown, commit: Oid, {files, submodules}: Lacking, remote: string | undefined): ExpError {
  const more = files.length > NAMED ? [`and ${files.length - NAMED} more files of Git LFS`] : []
  const lines = [
    ...files.slice(0, NAMED).map(path => `${path} is a pointer of Git LFS, and its bytes are not here`),
    ...more,
    ...submodules.map(({path, problem}) => `submodule ${path}: ${problem}`),
  ]
  const behind = submodules.filter(({problem}) => problem?.includes('does not have'))
  return new ExpError('CODE_NOT_FOUND', `not all of the code of ${id} is here:\n${lines.join('\n')}`, {
    hints: [
      ...(files.length > 0 ? [`git lfs fetch ${shellWord(remote ?? 'origin')} ${commit}`] : []),
      ...(submodules.length > 0 ? ['git submodule update --init --recursive'] : []),
      ...behind.slice(0, 3).map(({path}) => `git -C ${shellWord(path)} fetch`),
      `without it: git exp reproduce ${id} --anyway`,
    ],
    data: {id, commit, files: files.slice(0, 100), submodules},
  })
}
