import {hashRestInputs, hashSmallInputs} from '../../capture/hash-inputs'
import type {DeclaredInput, Survey} from '../../capture/input-state'
import {surveyInputs} from '../../capture/survey-inputs'
import type {RunPorts, RunWords} from './running'

/** Declared inputs as they stand: what is known, and what can be read in a moment; with `before`, everything. */
export async function observeInputs(
  ports: RunPorts,
  declared: readonly DeclaredInput[],
  place: {readonly cwd: string; readonly top: string},
  hash: RunWords['hash'],
): Promise<Survey> {
  if (declared.length === 0) return {since: ports.clock.now(), states: []}
  const seen = await surveyInputs(ports, declared, place)
  if (hash === 'never' || hash === 'after') return seen
  if (hash === 'during') return hashSmallInputs(ports, seen)
  return hashRestInputs(ports, seen, {phase: () => 'before'})
}
