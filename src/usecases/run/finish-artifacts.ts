import type {NamedFile} from '../../hearing/words'
import type {LedgerHead} from '../../ledger/head'
import type {ArtifactEntry} from '../../model/record'
import type {Signature} from '../../ports/git-objects'
import type {LiveState} from '../../ports/live-runs'
import {hearRun} from '../heard'
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
  const {fields} = state
  const heard = hearRun(ports.live, state)
  const named = heard?.run.words.artifacts ?? []
  const after = {...state.after, artifacts: [...state.after.artifacts, ...named.map(({path}) => path)]}
  if (after.artifacts.length + after.keep.length === 0) return {count: 0, paths: [], warnings: []}
  const since = Date.parse(String(fields['started'] ?? fields['created']))
  const whose = ownFiles(ports.live, state, heard)
  const {entries: found, puts, warnings} = await collectArtifacts(ports, after, {since, whose}, head.settings.caps)
  const entries = withRoles(found, named, after.cwd)
  const paths = entries.map(({path}) => path)
  if (entries.length === 0) return {count: 0, paths, warnings}
  const kept = await appendEvent(ports, state, author, {kind: 'artifact', fields: {add: entries}, puts})
  return {count: entries.length, paths, kept, warnings}
}

/** A script knows the roles of its files better than their names tell. */
function withRoles(entries: readonly ArtifactEntry[], named: readonly NamedFile[], cwd: string): ArtifactEntry[] {
  const roles = new Map(named.map(({path, role}) => [path, role]))
  return entries.map(entry => {
    const role = roles.get(`${cwd}/${entry.path}`)
    return role === undefined ? entry : {...entry, role}
  })
}
