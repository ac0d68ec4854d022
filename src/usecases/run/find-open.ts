import {ExpError} from '../../base/errors'
import {safe} from '../../base/text'
import type {LedgerHead} from '../../ledger/head'
import {readRun} from '../../ledger/read-run'
import type {Oid, RunId} from '../../model/ids'
import {RECORD_FILE, SERIES_FILE} from '../../model/paths'
import {isOpen} from '../../model/record'
import type {LiveState} from '../../ports/live-runs'
import {findRun} from '../run-index'
import type {LookPorts} from './running'

/** A run that is not over, by any of its names. Throws RUN_NOT_FOUND, RUN_FINAL. */
export async function openState(ports: LookPorts, head: LedgerHead, word: string): Promise<LiveState> {
  const here = ports.live.list().includes(word as RunId) ? ports.live.read(word as RunId) : undefined
  if (here && isOpen(here.fields['status'])) return here
  const {id, folder, name} = await findRun(ports, head, word)
  const kept = ports.live.read(id)
  if (kept && isOpen(kept.fields['status'])) return kept
  const run = await readRun(ports.objects, head.tip, folder)
  const status = String(run.record['status'])
  if (!isOpen(status)) throw final(id, name, status)
  const oid = (path: string) => run.files.find(file => file.path === path)?.oid as Oid
  const series = oid(SERIES_FILE)
  const cwd = ports.files.resolve('.')
  return {
    id,
    name,
    folder,
    record: oid(RECORD_FILE),
    ...(series && {series}),
    fields: run.record,
    after: {top: ports.repository.facts.worktree ?? cwd, cwd, artifacts: [], keep: [], inputs: null, hash: 'during'},
  }
}

function final(id: RunId, name: string, status: string): ExpError {
  return new ExpError('RUN_FINAL', `${id} (${safe(name)}) is ${status}; its record is final`, {
    hints: [`say more of it: git exp note ${id} <text>`, `go on from it: git exp run --parent ${id} -- …`],
    data: {id, status},
  })
}

/** Throws RUN_BUSY where another process runs it, or may: on another machine only its last sign of life tells, unless it is known to be over. */
export function mustBeFree(ports: LookPorts, {id, name, holder}: LiveState, over = false): void {
  if (!holder) return
  const alive = ports.live.alive(holder)
  const age = ports.live.age(id)
  const quiet = over || age === undefined || age > QUIET_MS
  if (alive === 'no' || (alive === 'unknown' && quiet)) return
  const where = `process ${holder.pid} on ${safe(holder.host)}`
  throw new ExpError('RUN_BUSY', `${id} (${safe(name)}) is being run by ${where}`, {
    hints: [`look on: git exp show ${id}`],
    data: {id, holder},
  })
}

/** Signs of life come every 15 s; a shared file system may be late. */
const QUIET_MS = 120_000
