import {accessSync, constants, existsSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {sha256} from '../../base/digest'

/** Our folder where the git dir can be written, and the one where changes waited while it could not, if there is one. */
export interface OwnFolders {
  readonly own: string
  readonly stray: string | undefined
  /** Where changes may go when `own` turns out not to take them. */
  readonly refuge: () => string
}

/** `<common git dir>/exp`; where that cannot be written, a folder of this repository's own under the user's state folder. */
export function ownFolder(commonDir: string, env: NodeJS.ProcessEnv): OwnFolders {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state')
  const all = join(state, 'git-exp')
  const elsewhere = () => join(all, sha256(Buffer.from(commonDir)).slice(0, 16))
  try {
    accessSync(commonDir, constants.W_OK)
  } catch {
    return {own: elsewhere(), stray: undefined, refuge: elsewhere}
  }
  const stray = existsSync(all) ? elsewhere() : undefined
  const own = join(commonDir, 'exp')
  return {own, stray: stray !== undefined && existsSync(stray) ? stray : undefined, refuge: elsewhere}
}
