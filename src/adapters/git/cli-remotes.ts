import {ExpError} from '../../base/errors'
import type {Oid} from '../../model/ids'
import type {GitRemotes} from '../../ports/git-remotes'
import type {GitConfig} from './cli-repository'
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
        throw new ExpError('REMOTE_FAILED', `"${branch}" could not be fetched from ${remote}: ${lastLine(stderr)}`)
      return oid
    },
    pushBehind: (remote, refs) =>
      // Each by itself: two clones' code chains diverge until they are joined, and must not hold the ledger back.
      git.launch(['push', '--quiet', remote, ...refs.map(ref => `${ref}:${ref}`)]),
    track: async (remote, branch) => {
      await git.run(['branch', '--quiet', '--track', '--', branch, `refs/remotes/${remote}/${branch}`])
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

const lastLine = (stderr: string) =>
  (
    stderr
      .trim()
      .split('\n')
      .find(line => line.startsWith('fatal:')) ??
    stderr.trim().split('\n').at(-1) ??
    ''
  ).replace(/^fatal: /, '')
