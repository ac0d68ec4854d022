import {createHash} from 'node:crypto'
import {accessSync, constants} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'

/** `<common git dir>/exp`; where that cannot be written, a folder of this repository's own under the user's state folder. */
export function ownFolder(commonDir: string, env: NodeJS.ProcessEnv): string {
  try {
    accessSync(commonDir, constants.W_OK)
    return join(commonDir, 'exp')
  } catch {
    const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state')
    return join(state, 'git-exp', createHash('sha256').update(commonDir).digest('hex').slice(0, 16))
  }
}
