import {lfsPlaces} from '../adapters/git/lfs/store'
import type {Sharing} from '../ports/sharing'
import type {Context} from './context'

/** What sharing the ledger asks besides. */
export interface ShareContext extends Context {
  readonly sharing: Sharing
}

export async function shareContext(context: Context): Promise<ShareContext> {
  const {cliSharing} = await import('../adapters/git/cli-sharing')
  const {git, repository, gitConfig} = context
  const lfs = lfsPlaces(repository.facts.commonDir, gitConfig('lfs.storage'))
  return {...context, sharing: cliSharing(git, lfs)}
}
