import {ExpError} from '../../base/errors'
import {shellWord} from '../../base/text'
import {mustBeWritable, readHead} from '../../ledger/head'
import {readRun} from '../../ledger/read-run'
import type {Oid, RunId} from '../../model/ids'
import {RECORD_FILE} from '../../model/paths'
import type {ArtifactEntry} from '../../model/record'
import type {LiveState} from '../../ports/live-runs'
import {findRun} from '../run-index'
import {appendEvent} from './append-event'
import {collectArtifacts} from './collect-artifacts'
import type {LookPorts} from './running'

export interface AddedArtifacts {
  readonly id: RunId
  readonly name: string
  readonly added: readonly ArtifactEntry[]
  /** null: it waits in the spool, or --dry-run. */
  readonly commit: string | null
  readonly warnings: readonly string[]
  readonly hints: readonly string[]
}

/** Adds files to a run that is recorded already, their bytes kept whatever their size. Throws FILE_NOT_FOUND where none matches. */
export async function addArtifacts(
  ports: LookPorts,
  input: {readonly run: string; readonly files: readonly string[]; readonly dryRun: boolean},
): Promise<AddedArtifacts> {
  const [head, author] = await Promise.all([readHead(ports.objects, ports.ref), ports.repository.author()])
  mustBeWritable(head)
  const {id, folder, name, hint} = await findRun(ports, head, input.run)
  const cwd = ports.files.resolve('.')
  const after = {
    top: ports.repository.facts.worktree ?? cwd,
    cwd,
    artifacts: [],
    keep: input.files,
    inputs: null,
    hash: 'never' as const,
  }
  const {entries, puts, warnings} = await collectArtifacts(ports, after, {since: 0}, head.settings.caps)
  if (entries.length === 0) {
    throw new ExpError('FILE_NOT_FOUND', warnings.join('\n') || 'no file is named', {
      hints: [`what is there: ls ${shellWord(cwd)}`],
      data: {files: input.files},
    })
  }
  const facts = {id, name, added: entries, warnings, hints: hint ? [hint] : []}
  if (input.dryRun) return {...facts, commit: null}
  const {record, files} = await readRun(ports.objects, head.tip, folder)
  const oid = files.find(({path}) => path === RECORD_FILE)!.oid as Oid
  const state: LiveState = {id, name, folder, record: oid, fields: record, after}
  const kept = await appendEvent(ports, state, author, {kind: 'artifact', fields: {add: entries}, puts})
  return {
    ...facts,
    commit: kept.kind === 'committed' ? kept.commit : null,
    warnings: kept.kind === 'committed' ? warnings : [...warnings, `it is not on the ledger yet: ${kept.why}`],
  }
}
