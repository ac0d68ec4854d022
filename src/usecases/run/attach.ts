import type {LiveState} from '../../ports/live-runs'
import {type RanCommand, runChild} from './attempt'
import type {RunPorts} from './running'
import {putRank, type Share} from './share'
import {quietly, type Talk} from './talk'

/** Runs this task's command for the run that another wrapper records. */
export async function attachTo(
  ports: RunPorts,
  state: LiveState,
  share: Share,
  input: {readonly argv: readonly string[]},
  said: Talk,
): Promise<RanCommand> {
  const end = await runChild(ports, state, input.argv, said)
  quietly(() => putRank(ports.live, share, end.exit), said)
  said.warn(end.unstarted)
  return {
    id: state.id,
    name: state.name,
    path: state.folder,
    status: end.exit === 0 ? 'finished' : 'failed',
    exit: end.exit,
    commit: null,
    artifacts: 0,
    warnings: said.warnings,
  }
}
