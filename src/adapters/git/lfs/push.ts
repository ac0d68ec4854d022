import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {quietly} from '../../../base/quietly'
import type {GitOutput, GitProgram} from '../program'
import {bringFrom, type LfsPlaces} from './store'

export interface UnsentFile {
  readonly path: string
  readonly oid: string
}

/** Files for which the hook of Git LFS refused a push: it has not got them, and thinks that the server has not either. */
export function unsentFiles({code, stderr, stdout}: GitOutput): UnsentFile[] {
  if (code === 0) return []
  const said = `${stdout.toString()}\n${stderr}`
  return [...said.matchAll(/^\s*\((?:missing|corrupt)\) (.+) \(([0-9a-f]{64})\)$/gm)].map(([, path, oid]) => ({
    path: path!,
    oid: oid!,
  }))
}

/** Gives LFS back what was kept for snapshots. Answers the files that are not here any more. */
export function restoreForPush(files: readonly UnsentFile[], {store, kept}: LfsPlaces): UnsentFile[] {
  return files.filter(({oid}) => !bringFrom(kept, store, oid))
}

/** Whether a push takes the files of LFS along: its hook is there, or a hook that calls it. */
export async function isSentByHook(git: GitProgram): Promise<boolean> {
  const {stdout, code} = await git.run(['rev-parse', '--path-format=absolute', '--git-path', 'hooks/pre-push'], {
    ok: 'any',
  })
  if (code !== 0) return false
  return quietly(() => /\blfs\b/.test(readFileSync(resolve(stdout.toString().trim()), 'utf8'))) === true
}
