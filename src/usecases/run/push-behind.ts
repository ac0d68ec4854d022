import {CODE_CHAIN} from '../../model/refs'
import type {Kept, RunPorts} from './running'

/** Shares what has just been committed, where the user wants that; the run never waits for a network. */
export function pushBehind({settings, remotes, ref}: RunPorts, kept: Kept): void {
  const wanted = settings['exp.autopush'].value
  if (kept.kind !== 'committed' || /^(?:false|no|off|0)$/i.test(wanted)) return
  const names = remotes.names()
  const usual = names.includes('origin') ? 'origin' : names.length === 1 ? names[0] : undefined
  const remote = /^(?:true|yes|on|1)$/i.test(wanted) ? usual : names.find(name => name === wanted)
  // The chain may not be there yet; a pattern that matches nothing is no error.
  if (remote !== undefined) remotes.pushBehind(remote, [ref, `${CODE_CHAIN}*`])
}
