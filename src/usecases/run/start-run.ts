import {jobOf} from '../../capture/env/scheduler'
import {isRunId, type RunId} from '../../model/ids'
import {openRun} from './open-run'
import type {RunPorts, RunWords} from './running'
import {jobKey} from './share'
import {type Told, talk} from './talk'

export interface StartedRun {
  readonly id: RunId
  readonly name: string
  readonly path: string
  /** null: it waits in the spool. */
  readonly commit: string | null
  readonly warnings: readonly string[]
}

/** Records a run that begins later, elsewhere perhaps: the code and the data are those of now. */
export async function startRun(
  ports: RunPorts,
  input: {readonly words: RunWords; readonly argv: readonly string[]; readonly tell: (line: Told) => void},
): Promise<StartedRun> {
  const said = talk(input.tell)
  const around = ports.machine.env['GIT_EXP_RUN_ID']
  const key = jobKey(jobOf(ports.machine.env), input.argv)
  const {state, kept, warnings} = await openRun(ports, {
    words: input.words,
    argv: input.argv,
    begins: false,
    ...(key !== undefined && {key}),
    ...(around !== undefined && isRunId(around) && {parent: around}),
  })
  for (const text of warnings) said.warn(text)
  said.kept(kept, `the start of ${state.id}`)
  ports.live.write(state)
  const {id, name, folder} = state
  return {id, name, path: folder, commit: kept.kind === 'committed' ? kept.commit : null, warnings: said.warnings}
}
