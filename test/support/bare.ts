import {execFileSync, type SpawnSyncReturns, spawnSync} from 'node:child_process'
import {join, resolve} from 'node:path'
import {tempFolder} from './git'

// The interpreter itself: a shim of a version manager is a shell script, and there is no shell on this PATH.
export const PYTHON = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {encoding: 'utf8'}).trim()
export const CLIENT = resolve('python')

/** A place without git, Node or a repository. */
export function bare(): {
  cwd: string
  run: (args: readonly string[], env?: NodeJS.ProcessEnv) => SpawnSyncReturns<string>
} {
  const cwd = tempFolder('bare')
  const env = {PATH: join(cwd, 'nothing'), HOME: cwd, PYTHONPATH: CLIENT, PYTHONDONTWRITEBYTECODE: '1'}
  return {
    cwd,
    run: (args, more) => spawnSync(PYTHON, args, {cwd, env: {...env, ...more}, encoding: 'utf8', timeout: 60_000}),
  }
}
