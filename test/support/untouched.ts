import {createHash} from 'node:crypto'
import {lstatSync, readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {basename, join} from 'node:path'
import {gitWith} from './git'

/** What of a user's a command could touch: place → what is there. Equal before and after: nothing was. */
export type Fingerprint = Readonly<Record<string, string>>

/** Refs that are ours. */
const OURS = /^refs\/(?:heads\/exp-ledger$|exp\/|exp-ledger$|remotes\/[^/]+\/exp-ledger$)/

/** Files of a git dir that are the user's state; the logs tell of moves there and back. */
const STATE =
  /^(?:HEAD|ORIG_HEAD|[A-Z_]+_HEAD|MERGE_.*|index|sharedindex\..*|config|config\.worktree|shallow|logs\/.*|info\/.*|hooks\/.*|modules\/.*\/(?:HEAD|index|config))$/

/**
 * Worktree (content, mode, time of change, untracked and ignored files too), index, HEAD, stash, configuration, hooks, logs of
 * code refs, and code refs. Reading it changes nothing.
 */
export function fingerprint({cwd, env = {}}: {cwd: string; env?: NodeJS.ProcessEnv}): Fingerprint {
  const quiet = {...env, GIT_OPTIONAL_LOCKS: '0'}
  const ask = (...args: string[]) => gitWith({cwd, env: quiet}, ...args).split('\n')
  const places = ask('rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir', '--is-bare-repository')
  const [gitDir, commonDir, bare] = places as [string, string, string]
  const found: Record<string, string> = {}
  for (const dir of new Set([gitDir, commonDir])) {
    for (const file of filesBelow(dir, name => name !== 'objects' && name !== 'exp')) {
      const known = STATE.test(file) && !OURS.test(file.replace(/^logs\//, ''))
      if (known) found[`${basename(dir)}/${file}`] = state(join(dir, file), false)
    }
  }
  for (const line of ask('for-each-ref', '--format=%(refname) %(objectname) %(symref)')) {
    const [ref, target] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]
    if (ref !== '' && !OURS.test(ref)) found[`ref ${ref}`] = target
  }
  if (bare === 'false') {
    const top = ask('rev-parse', '--show-toplevel')[0]!
    for (const file of filesBelow(top, name => name !== '.git')) found[`tree/${file}`] = state(join(top, file), true)
  }
  return found
}

function filesBelow(folder: string, enters: (name: string) => boolean, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), {withFileTypes: true}).flatMap(entry => {
    const path = prefix + entry.name
    if (!entry.isDirectory()) return entry.name === '.git' ? [] : [path]
    return enters(entry.name) ? filesBelow(folder, enters, `${path}/`) : []
  })
}

function state(path: string, withTime: boolean): string {
  const stat = lstatSync(path)
  const content = stat.isSymbolicLink() ? readlinkSync(path) : stat.isFile() ? readFileSync(path) : ''
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16)
  return `${(stat.mode & 0o7777).toString(8)} ${hash}${withTime ? ` ${stat.mtimeMs}` : ''}`
}
