import {createHash} from 'node:crypto'
import {accessSync, constants, existsSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'

/** Our folder where the git dir can be written, and the one where changes waited while it could not, if there is one. */
export interface OwnFolders {
  readonly own: string
  readonly stray: string | undefined
}

/** `<common git dir>/exp`; where that cannot be written, a folder of this repository's own under the user's state folder. */
export function ownFolder(commonDir: string, env: NodeJS.ProcessEnv): OwnFolders {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state')
  const elsewhere = join(state, 'git-exp', createHash('sha256').update(commonDir).digest('hex').slice(0, 16))
  try {
    accessSync(commonDir, constants.W_OK)
    return {own: join(commonDir, 'exp'), stray: existsSync(elsewhere) ? elsewhere : undefined}
  } catch {
    return {own: elsewhere, stray: undefined}
  }
}
