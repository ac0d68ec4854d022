import {join} from 'node:path'
import {ExpError} from '../base/errors'
import type {Machine} from '../ports/machine'

/** The team's defaults for runs, at the top of the repository. */
export const TEAM_FILE = '.expconfig'
/** Bytes. */
const MAX_FILE = 64 * 1024
const LIMIT_MS = 5000

/**
 * What git says stands in `.expconfig` (`key\nvalue\0`…), for `parseTeamDefaults`; undefined where there is no such file.
 * Files that it includes are not read. Throws TOO_BIG, and BAD_SETTING with git's words where it is no config file.
 */
export async function readTeamFile(machine: Machine, top: string): Promise<string | undefined> {
  const path = join(top, TEAM_FILE)
  const file = machine.stat(path)
  if (file?.kind !== 'file') return undefined
  if (file.size > MAX_FILE)
    throw new ExpError('TOO_BIG', `"${TEAM_FILE}" is larger than ${MAX_FILE / 1024} KB`, {
      hints: ['what may stand in it: git exp help run'],
    })
  const args = ['config', '-f', path, '-z', '--list', '--no-includes']
  const said = await machine.run('git', args, {limitMs: LIMIT_MS, cwd: top})
  if (said.kind === 'ended' && said.code === 0) return said.stdout
  const words = said.kind === 'failed' ? `git ${said.reason}` : said.stderr.trim().replace(/^(?:fatal|error): /, '')
  throw new ExpError('BAD_SETTING', `"${TEAM_FILE}" cannot be read: ${words.split(path).join(TEAM_FILE)}`, {
    hints: [`git config -f ${TEAM_FILE} --list`],
  })
}
