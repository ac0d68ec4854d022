import {lstatSync} from 'node:fs'
import {join} from 'node:path'
import {quietly} from '../../../base/quietly'
import type {Checkout, CheckoutState} from '../../../ports/checkouts'
import type {QuietGit} from './quiet-git'

/** What Python leaves behind by itself, and what we laid there. */
const NOTHING = /(?:^|\/)(?:__pycache__|\.pytest_cache|\.ipynb_checkpoints)\/|\.pyc$|^\.exp(?:-\d+)?\//

/** What a checkout holds that nothing else does. */
export async function checkoutState(git: QuietGit, {folder, commit}: Checkout): Promise<CheckoutState> {
  const args = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--ignored=traditional']
  const {stdout} = await git.inFolder(folder, args)
  const lines = stdout.toString().split('\0').filter(Boolean)
  const of = (wanted: (code: string) => boolean) =>
    lines.filter(line => wanted(line.slice(0, 2))).map(line => line.slice(3))
  const isLink = (path: string) => quietly(() => lstatSync(join(folder, path)).isSymbolicLink()) === true
  const isSomething = (path: string) => !NOTHING.test(path) && !isLink(path)
  return {
    changed: of(code => code !== '??' && code !== '!!'),
    untracked: of(code => code === '??').filter(isSomething),
    ignored: of(code => code === '!!').filter(isSomething),
    unreachable: await isUnreachable(git, folder, commit),
  }
}

async function isUnreachable(git: QuietGit, folder: string, commit: string): Promise<boolean> {
  const head = await git.inFolder(folder, ['rev-parse', '--verify', '--quiet', 'HEAD'], {ok: 'any'})
  const at = head.stdout.toString().trim()
  if (head.code !== 0 || at === commit) return false
  const {stdout} = await git.inFolder(folder, ['for-each-ref', '--count=1', '--contains', at])
  return stdout.length === 0
}
