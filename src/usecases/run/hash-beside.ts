import type {JsonObject} from '../../base/json'
import {hashRestInputs, recheckInputs} from '../../capture/hash-inputs'
import {inputEntries} from '../../capture/input-entries'
import {type InputState, isPending, type Survey, surveyOf} from '../../capture/input-state'
import type {LiveState} from '../../ports/live-runs'
import type {RunPorts} from './running'

/** The inputs of a run while it goes on: what has no digest yet is read beside it. */
export interface InputsBeside {
  /** More that was read, found only now. */
  found(states: readonly InputState[]): void
  /** All that is known to be read, for whoever has to go on with it. */
  all(): Survey
  /** From here on progress is shown, and what is read is read after the run. */
  ended(): void
  /** The record's fields as far as they are known now, without waiting. */
  known(): Promise<JsonObject | undefined>
  /** All of them, and whether they say more than `known` did: what was read later, what was written to meanwhile. */
  settled(): Promise<{readonly fields: JsonObject; readonly news: boolean; readonly warnings: readonly string[]}>
}

const SOON_MS = 20

export function inputsBeside(ports: RunPorts, {after}: LiveState): InputsBeside {
  const survey = surveyOf(after.inputs) ?? {since: ports.clock.now(), states: []}
  let more: readonly InputState[] = []
  let over = false
  let told: string | undefined
  const quiet = {
    step: (label: string, done: number, total: number | undefined) => {
      if (over) ports.progress.step(label, done, total)
    },
    end: () => {
      if (over) ports.progress.end()
    },
  }
  const read = (what: Survey) =>
    hashRestInputs({...ports, progress: quiet}, what, {
      phase: () => (over ? ('after' as const) : ('during' as const)),
    })
  const rest = after.hash === 'during' && survey.states.some(isPending) ? read(survey) : undefined
  const fieldsOf = (now: Survey): JsonObject => {
    const {inputs, splits} = inputEntries(now)
    return {inputs: [...inputs], ...(Object.keys(splits).length > 0 && {splits})}
  }
  const withMore = (now: Survey): Survey => ({...now, states: [...now.states, ...more]})
  return {
    found: states => {
      const declared = new Set(survey.states.map(({at}) => at))
      more = states.filter(({at}) => at === undefined || !declared.has(at))
    },
    all: () => withMore(survey),
    ended: () => {
      over = true
    },
    known: async () => {
      const soon = ports.timer.sleep(SOON_MS).then(() => undefined)
      const now = withMore((await Promise.race([rest ?? survey, soon])) ?? survey)
      if (now.states.length === 0) return undefined
      const fields = fieldsOf(now)
      told = JSON.stringify(fields)
      return fields
    },
    settled: async () => {
      const first = await (rest ?? (after.hash === 'never' ? survey : read(survey)))
      const others = {since: survey.since, states: more}
      const then = after.hash === 'never' ? others : await read(others)
      const done = {...first, states: [...first.states, ...then.states]}
      if (done.states.length === 0) return {fields: {}, news: false, warnings: []}
      const checked = await recheckInputs(ports.hashing, done)
      const fields = fieldsOf(checked)
      await ports.hashing.close()
      return {fields, news: JSON.stringify(fields) !== told, warnings: inputEntries(checked).warnings}
    },
  }
}

/** `inputs` and `dataset` of a record with what is known of its inputs now. */
export function withInputs(fields: JsonObject, {inputs, splits}: JsonObject): JsonObject {
  const dataset = fields['dataset'] as JsonObject | undefined
  return {
    ...(inputs !== undefined && {inputs}),
    ...(splits !== undefined && {
      dataset: {...dataset, splits: {...(dataset?.['splits'] as JsonObject), ...(splits as JsonObject)}},
    }),
  }
}
