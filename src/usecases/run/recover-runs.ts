import {at} from '../../base/json'
import {readHead} from '../../ledger/head'
import {readRun, type StoredRun} from '../../ledger/read-run'
import type {RunId} from '../../model/ids'
import {RECORD_FILE, SERIES_FILE} from '../../model/paths'
import {isOpen} from '../../model/record'
import type {LiveState} from '../../ports/live-runs'
import {addEvent} from '../add-event'
import {attemptsOf} from './attempts'
import {finishArtifacts} from './finish-artifacts'
import {finishLeftInputs} from './finish-inputs'
import type {RunPorts} from './running'
import {talk} from './talk'
import {writeProgress} from './write-progress'

export interface RecoveredRun {
  readonly id: RunId
  readonly name: string
  /** `artifacts`, `inputs`: what came after its end was cut short, and is done now; `lost`: nobody runs it any more. */
  readonly what: 'artifacts' | 'inputs' | 'lost' | 'cleaned'
  readonly artifacts: number
}

/**
 * Looks after runs whose wrapper has died: one that had ended gets its artifacts; one that was going on has what it said brought to the
 * ledger, and is judged lost by an event, which its own later end outranks. Runs of other machines are left alone.
 */
export async function recoverRuns(ports: RunPorts): Promise<{runs: RecoveredRun[]; warnings: string[]}> {
  const runs: RecoveredRun[] = []
  const warnings: string[] = []
  for (const id of ports.live.list()) {
    const state = ports.live.read(id)
    if (!state) {
      // Nothing of it was ever recorded: its wrapper died while it was being opened.
      if ((ports.live.age(id) ?? HOUR_MS) >= HOUR_MS) ports.live.remove(id)
      continue
    }
    if (!state.holder || ports.live.alive(state.holder) !== 'no') continue
    const recovered = await recoverOne(ports, state, warnings)
    if (recovered) runs.push(recovered)
  }
  return {runs, warnings}
}

const HOUR_MS = 3_600_000

/** The state as the ledger knows it: who wrote that last may have been killed before the state was written anew. */
function asStored(state: LiveState, {record, files}: StoredRun): LiveState {
  const oid = (path: string) => files.find(file => file.path === path)?.oid
  const [now, series] = [oid(RECORD_FILE), oid(SERIES_FILE)]
  if (now === undefined || now === state.record) return state
  const {series: _, ...rest} = state
  return {...rest, record: now, fields: record, ...(series && {series})}
}

async function recoverOne(ports: RunPorts, state: LiveState, warnings: string[]): Promise<RecoveredRun | undefined> {
  const head = await readHead(ports.objects, ports.ref)
  const [author, stored] = await Promise.all([
    ports.repository.author(),
    readRun(ports.objects, head.tip, state.folder).catch(() => undefined),
  ])
  const {id, name} = state
  if (!stored) {
    // Its command never began, and nobody was told its id.
    if (ports.live.age(id) === undefined) {
      ports.live.remove(id)
      return undefined
    }
    warnings.push(`${id} is not on the ledger; what is kept of it stays in ${ports.live.folder(id)}`)
    return undefined
  }
  if (!isOpen(stored.record['status'])) {
    const said = talk(({text}) => warnings.push(text))
    const inputs = await finishLeftInputs(ports, {head, author}, state, said)
    const {count, warnings: more} = await finishArtifacts(ports, head, state, author)
    warnings.push(...more)
    ports.live.remove(id)
    return {id, name, what: count > 0 ? 'artifacts' : inputs ? 'inputs' : 'cleaned', artifacts: count}
  }
  if (stored.record['status'] === 'preempted') return undefined
  const before = asStored(state, stored)
  const now = await writeProgress(ports, head, before, author)
  if (state.lost && now === before) return undefined
  const attempts = attemptsOf(state.fields).length
  if (at(stored.folded, 'status') !== 'lost') {
    const {host, pid} = state.holder!
    const reason = `process ${pid} on ${host} has ended without a word`
    await addEvent(ports, {run: id, event: () => ({kind: 'lost', attempts, reason}), dryRun: false})
  }
  ports.live.write({...now, lost: true})
  return {id, name, what: 'lost', artifacts: 0}
}
