import {ExpError} from '../../base/errors'
import {shellWord} from '../../base/text'
import type {Oid} from '../../model/ids'
import type {GitRemotes} from '../../ports/git-remotes'
import {gitFailure, lastLine} from './failures'
import type {GitConfig} from './git-config'
import type {GitProgram} from './program'

export function cliRemotes(git: GitProgram, config: GitConfig): GitRemotes {
  const tracked = async (remote: string, branch: string) => {
    const {stdout, code} = await git.run(
      ['rev-parse', '--verify', '--quiet', `refs/remotes/${remote}/${branch}^{commit}`],
      {
        ok: 'any',
      },
    )
    return code === 0 ? (stdout.toString().trim() as Oid) : undefined
  }
  return {
    names: () => [...config.keys()].flatMap(key => /^remote\.(.*)\.url$/.exec(key)?.[1] ?? []),
    tracked,
    ask: (remote, branch, timeoutMs) => ask(git, remote, branch, timeoutMs),
    fetch: async (remote, branch) => {
      const spec = `+refs/heads/${branch}:refs/remotes/${remote}/${branch}`
      const {code, stderr} = await git.run(['fetch', '--quiet', '--no-tags', '--', remote, spec], {ok: 'any'})
      const oid = code === 0 ? await tracked(remote, branch) : undefined
      if (!oid)
        throw new ExpError('REMOTE_FAILED', `"${branch}" could not be fetched from ${remote}: ${lastLine(stderr)}`, {
          hints: [`see what git says: git fetch ${shellWord(remote)} ${shellWord(branch)}`, 'then: git exp init'],
        })
      return oid
    },
    pushBehind: (remote, refs) =>
      // Each by itself: two clones' code chains diverge until they are joined, and must not hold the ledger back.
      git.launch(['push', '--quiet', remote, ...refs.map(ref => `${ref}:${ref}`)]),
    track: async (remote, branch) => {
      const args = ['branch', '--quiet', '--track', '--', branch, `refs/remotes/${remote}/${branch}`]
      const {code, stderr} = await git.run(args, {ok: 'any'})
      if (code === 0) return
      // A clone of one branch, as `--depth` makes them, fetches no other: without this it would never hear of the ledger again.
      if (!/cannot set up tracking/.test(stderr)) throw gitFailure(args, code, stderr)
      await git.run(['remote', 'set-branches', '--add', '--', remote, branch])
      await git.run(args)
    },
  }
}

async function ask(git: GitProgram, remote: string, branch: string, timeoutMs: number): ReturnType<GitRemotes['ask']> {
  const child = git.start(['ls-remote', '--', remote, `refs/heads/${branch}`])
  child.stdin.on('error', () => {})
  child.stdin.end()
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => (out += chunk))
  child.stderr?.on('data', chunk => (err += chunk))
  const timer = setTimeout(() => child.kill(), timeoutMs)
  const code = await new Promise<number | null>(resolve => child.on('close', resolve).on('error', () => resolve(null)))
  clearTimeout(timer)
  if (code === null) return {unreachable: `no answer within ${timeoutMs / 1000} s`}
  if (code !== 0) return {unreachable: lastLine(err)}
  return out === '' ? undefined : (out.split('\t')[0] as Oid)
}
