import type {JsonObject} from '../base/json'
import {type LedgerHead, readHead} from '../ledger/head'
import {readRun, type StoredRun} from '../ledger/read-run'
import type {RunId} from '../model/ids'
import type {LiveRuns} from '../ports/live-runs'
import type {Recorded} from '../ports/recorded'
import {withLive} from './live-view'
import {findRun, type IndexPorts} from './run-index'

export type ShowPorts = IndexPorts & {
  readonly recorded: Recorded
  readonly ref: string
  readonly liveHere: () => Promise<LiveRuns>
}

export interface Shown {
  readonly id: RunId
  readonly name: string
  readonly path: string
  /** The record with its events folded in, and what it has said since, where it goes on here. */
  readonly record: JsonObject
  readonly run: StoredRun
  readonly head: LedgerHead
  readonly hints: readonly string[]
}

/** One run, whole. */
export async function showRun(ports: ShowPorts, word: string): Promise<Shown> {
  const head = await readHead(ports.objects, ports.ref)
  return showAt(ports, head, word)
}

export async function showAt(ports: ShowPorts, head: LedgerHead, word: string): Promise<Shown> {
  const {id, folder, name, hint} = await findRun(ports, head, word)
  const run = await readRun(ports.objects, head.tip, folder)
  const record = run.folded['status'] === 'running' ? withLive(await ports.liveHere(), id, run.folded) : run.folded
  return {id, name, path: folder, record, run, head, hints: hint ? [hint] : []}
}
