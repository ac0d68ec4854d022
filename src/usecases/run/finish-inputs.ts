import type {JsonObject} from '../../base/json'
import {isPending, surveyOf} from '../../capture/input-state'
import type {LiveState} from '../../ports/live-runs'
import {appendEvent} from './append-event'
import {type InputsBeside, inputsBeside} from './hash-beside'
import type {OpenedRun} from './open-run'
import type {RunPorts} from './running'
import type {Talk} from './talk'
import {traceInputs} from './trace-inputs'

type At = Pick<OpenedRun, 'head' | 'author'>

/** What is known of the inputs only after the last record: the digests of large ones, which run made them. */
export async function finishInputs(
  ports: RunPorts,
  {head, author}: At,
  state: LiveState,
  inputs: InputsBeside,
  said: Pick<Talk, 'warn' | 'kept'>,
): Promise<JsonObject> {
  const {fields, news, warnings} = await inputs.settled()
  for (const text of warnings) said.warn(text)
  const traced = await traceInputs(ports, head.tip, fields)
  if (!news && traced === fields) return traced
  said.kept(await appendEvent(ports, state, author, {kind: 'inputs', fields: traced}), `the input list of ${state.id}`)
  return traced
}

/** The same where no wrapper is around the run any more, or never was; undefined where every input had its digest. */
export async function finishLeftInputs(
  ports: RunPorts,
  at: At,
  state: LiveState,
  said: Pick<Talk, 'warn' | 'kept'>,
): Promise<JsonObject | undefined> {
  const {inputs: surveyed, hash} = state.after
  const pending = hash === 'never' ? [] : (surveyOf(surveyed)?.states.filter(isPending) ?? [])
  const inputs = pending.length > 0 ? inputsBeside(ports, state) : undefined
  if (!inputs) return undefined
  inputs.ended()
  return finishInputs(ports, at, state, inputs, said)
}
