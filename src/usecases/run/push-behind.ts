import type {Settings} from '../../config/settings'
import {CODE_CHAIN, usualRemote} from '../../model/refs'
import type {GitRemotes} from '../../ports/git-remotes'
import type {Kept, RunPorts} from './running'

/** Shares what has just been committed, where the user wants that; the run never waits for a network. */
export function pushBehind({settings, remotes, ref}: RunPorts, kept: Kept): void {
  const remote = kept.kind === 'committed' ? pushRemote(settings, remotes) : undefined
  // The chain may not be there yet; a pattern that matches nothing is no error.
  if (remote !== undefined) remotes.pushBehind(remote, [ref, `${CODE_CHAIN}*`])
}

/** The remote that `exp.autopush` names; undefined where it is off, or names none. */
export function pushRemote(settings: Settings, remotes: GitRemotes): string | undefined {
  const wanted = settings['exp.autopush'].value
  if (/^(?:false|no|off|0)$/i.test(wanted)) return undefined
  const names = remotes.names()
  return /^(?:true|yes|on|1)$/i.test(wanted) ? usualRemote(names) : names.find(name => name === wanted)
}
