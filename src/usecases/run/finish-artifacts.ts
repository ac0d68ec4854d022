import type {LedgerHead} from '../../ledger/head'
import type {Signature} from '../../ports/git-objects'
import type {LiveState} from '../../ports/live-runs'
import {appendEvent} from './append-event'
import {collectArtifacts} from './collect-artifacts'
import type {Kept, LookPorts} from './running'
import {ownFiles} from './written-files'

/** What is left to do after a run's last record: artifacts, which may take long. `recover` does it where this was cut short. */
export async function finishArtifacts(
  ports: LookPorts,
  head: LedgerHead,
  state: LiveState,
  author: Signature,
): Promise<{
  readonly count: number
  readonly paths: readonly string[]
  readonly kept?: Kept
  readonly warnings: readonly string[]
}> {
  const {after, fields} = state
  if (after.artifacts.length + after.keep.length === 0) return {count: 0, paths: [], warnings: []}
  const since = Date.parse(String(fields['started'] ?? fields['created']))
  const whose = ownFiles(ports.live, state)
  const {entries, puts, warnings} = await collectArtifacts(ports, after, {since, whose}, head.settings.caps)
  const paths = entries.map(({path}) => path)
  if (entries.length === 0) return {count: 0, paths, warnings}
  const kept = await appendEvent(ports, state, author, {kind: 'artifact', fields: {add: entries}, puts})
  return {count: entries.length, paths, kept, warnings}
}
