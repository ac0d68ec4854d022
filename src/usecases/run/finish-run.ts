import {at} from '../../base/json'
import {mustBeWritable, readHead} from '../../ledger/head'
import type {RunId} from '../../model/ids'
import {stillLacks} from './attempt'
import {closeRun, type EndStatus} from './close-run'
import {mustBeFree, openState} from './find-open'
import {finishArtifacts} from './finish-artifacts'
import {finishLeftInputs} from './finish-inputs'
import type {RunPorts} from './running'
import {type Told, talk} from './talk'
import {templateFor} from './write-run'

export interface FinishInput {
  readonly run: string
  readonly status: EndStatus
  readonly reason: string | undefined
  readonly artifacts: readonly string[]
  readonly keep: readonly string[]
  readonly tell: (line: Told) => void
}

export interface FinishedRun {
  readonly id: RunId
  readonly name: string
  readonly path: string
  readonly status: EndStatus
  readonly commit: string | null
  readonly artifacts: number
  readonly warnings: readonly string[]
}

/** Writes the last record of a run that no `git exp run` is around. Throws RUN_NOT_FOUND, RUN_FINAL, RUN_BUSY. */
export async function finishRun(ports: RunPorts, input: FinishInput): Promise<FinishedRun> {
  const said = talk(input.tell)
  const [head, author] = await Promise.all([readHead(ports.objects, ports.ref), ports.repository.author()])
  mustBeWritable(head)
  const found = await openState(ports, head, input.run)
  mustBeFree(ports, found)
  const {after} = found
  const state = {
    ...found,
    after: {...after, artifacts: [...after.artifacts, ...input.artifacts], keep: [...after.keep, ...input.keep]},
  }
  const template = await templateFor(
    ports,
    head,
    String(at(state.fields, 'template', 'name') ?? head.settings.template),
  )
  const {status, reason} = input
  const exit = status === 'finished' ? 0 : null
  const closed = await closeRun(ports, {head, template, author}, state, {status, exit, ...(reason && {reason})})
  for (const text of closed.warnings) said.warn(text)
  said.kept(closed.kept, `the end of ${state.id}`)
  const settled = await finishLeftInputs(ports, {head, author}, closed.state, said)
  said.warn(await stillLacks(ports, {template}, closed, settled))
  const files = await finishArtifacts(ports, head, closed.state, author)
  for (const text of files.warnings) said.warn(text)
  if (files.kept) said.kept(files.kept, `the artifact list of ${state.id}`)
  if (status === 'preempted') ports.live.write(closed.state)
  else ports.live.remove(state.id)
  return {
    id: state.id,
    name: state.name,
    path: state.folder,
    status,
    commit: closed.kept.kind === 'committed' ? closed.kept.commit : null,
    artifacts: files.count,
    warnings: said.warnings,
  }
}
