import type {LiveState} from '../../ports/live-runs'
import type {RunPorts} from './running'

/** What a command is given so that its Python tells what happens inside; without a hook, that nobody wants to know. */
export function listenEnv({live, hook, machine}: RunPorts, {id, after}: LiveState): Record<string, string> {
  if (after.deaf || hook === undefined) return {GIT_EXP_HOOK: 'off', GIT_EXP_RUN_DIR: ''}
  const path = machine.env['PYTHONPATH']
  const around = path
    ?.split(SEPARATOR)
    .filter(folder => folder !== hook)
    .join(SEPARATOR)
  return {
    GIT_EXP_HOOK: 'on',
    GIT_EXP_RUN_DIR: live.listen(id),
    PYTHONPATH: around ? `${hook}${SEPARATOR}${around}` : hook,
  }
}

const SEPARATOR = ':'
