import {at, isObject, type JsonObject} from '../../base/json'
import type {LedgerHead} from '../../ledger/head'
import {metricsOf} from '../../model/points'
import type {Signature} from '../../ports/git-objects'
import type {LiveState} from '../../ports/live-runs'
import {pointsOf} from '../heard'
import {curvesOf} from './curves'
import type {LookPorts} from './running'
import {commitRun, spellRun, templateFor} from './write-run'

/** Brings what a run has said so far to the ledger; its status stays. Nothing where it has said nothing new. */
export async function writeProgress(
  ports: LookPorts,
  head: LedgerHead,
  state: LiveState,
  author: Signature,
): Promise<LiveState> {
  const points = pointsOf(ports.live, state)
  if (points.length === 0) return state
  const template = await templateFor(
    ports,
    head,
    String(at(state.fields, 'template', 'name') ?? head.settings.template),
  )
  const metrics = metricsOf(points, isObject(state.fields['metrics']) ? state.fields['metrics'] : {})
  const curves = await curvesOf(ports, state, points, head.settings.caps.series)
  const fields: JsonObject = {...state.fields, ...curves.fields, metrics}
  const spelled = await spellRun(fields, template, ports.objectFormat)
  if (spelled.oid === state.record) return state
  const kept = await commitRun(ports, {
    spelled,
    verb: 'progress',
    author,
    folder: state.folder,
    replaces: state.record,
    puts: curves.puts,
    patience: ports.patience,
  })
  if (kept.kind === 'lost') return state
  const next = {...state, record: spelled.oid, fields, ...(curves.oid && {series: curves.oid})}
  ports.live.write(next)
  return next
}
