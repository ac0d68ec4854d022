import type {JsonObject} from '../../base/json'
import {plural} from '../../base/text'
import {timestamp} from '../../base/time'
import {redactJson} from '../../capture/secrets'
import type {HeardChild} from '../../hearing/hear'
import {type RunId, runIdFrom} from '../../model/ids'
import type {Point} from '../../model/point'
import {metricsOf} from '../../model/points'
import type {LiveState} from '../../ports/live-runs'
import {type Curves, curvesOf} from './curves'
import {saidFields, trainingFields} from './heard-fields'
import type {OpenedRun} from './open-run'
import type {LookPorts} from './running'
import {quietly, type Talk} from './talk'
import {commitRun, spellRun} from './write-run'

/** More trainings than this in one run are counted and not recorded. */
const MOST = 1000
/** Of the run around them, and of each of them. */
const SHARED = ['task', 'group', 'owner', 'hypothesis', 'command', 'code', 'dataset', 'inputs', 'env', 'tags'] as const

/** Records trainings that one command made as runs of their own, children of the run around them; their ids. */
export async function recordChildren(
  ports: LookPorts,
  {head, author, template}: Pick<OpenedRun, 'head' | 'author' | 'template'>,
  parent: LiveState,
  status: string,
  children: readonly HeardChild[],
  said: Talk,
): Promise<RunId[]> {
  const ids: RunId[] = []
  for (const child of children.slice(0, MOST)) {
    const id = runIdFrom(ports.ids.random(8))
    const points = child.points.map(point => ({...point, attempt: 1}))
    const {series: _, ...alone} = {...parent, id, fields: {}}
    const curves = await curvesOf(ports, alone, points, head.settings.caps.series)
    const {fields, puts} = childFields(parent, child, {id, status, points, curves})
    const spelled = await spellRun(fields, template, ports.objectFormat)
    const kept = await commitRun(ports, {spelled, verb: 'record', author, puts, patience: ports.patience})
    said.kept(kept, `the training ${String(fields['name'])}`)
    quietly(() => ports.live.remove(id), said)
    ids.push(id)
  }
  if (children.length > MOST)
    said.warn(`${plural(children.length - MOST, 'training')} more than ${MOST} are not recorded`)
  ports.recorded.add(ids)
  return ids
}

function childFields(
  parent: LiveState,
  child: HeardChild,
  {
    id,
    status,
    points,
    curves,
  }: {readonly id: RunId; readonly status: string; readonly points: readonly Point[]; readonly curves: Curves},
) {
  const {fields: own, artifacts, puts} = trainingFields(child, {})
  const files = [...artifacts, ...(Array.isArray(curves.fields['artifacts']) ? curves.fields['artifacts'] : [])]
  const begun = timestamp(child.begun)
  const metrics = metricsOf(points)
  const shared = Object.fromEntries(
    SHARED.flatMap(key => (parent.fields[key] === undefined ? [] : [[key, parent.fields[key]!]])),
  )
  const fields = {
    format: 1,
    id,
    name: `${parent.name}_${child.name.replace(/[^\p{L}\p{N}._=-]+/gu, '-').slice(0, 80)}`,
    ...endingOf(child, status),
    ...shared,
    parent: parent.id,
    created: begun,
    started: begun,
    finished: timestamp(child.ended ?? child.begun),
    ...own,
    ...saidFields(child, shared),
    ...(Object.keys(metrics).length > 0 && {metrics}),
    ...curves.fields,
    ...(files.length > 0 && {artifacts: files}),
    ...(child.conflicts.length > 0 && {heard: {conflicts: child.conflicts as unknown as JsonObject[]}}),
  }
  return {fields: redactJson(fields as JsonObject).value as JsonObject, puts: [...puts, ...curves.puts]}
}

function endingOf({status, words}: HeardChild, parent: string): JsonObject {
  const said = words.ending?.status ?? status ?? parent
  const reason = words.ending?.reason
  return {status: said, ...(said !== 'finished' && reason !== undefined && {failure: {reason}})}
}
