import {ExpError} from '../../base/errors'
import {shellWord, someOf} from '../../base/text'
import type {Oid} from '../../model/ids'
import {CODE_CHAIN, remoteRef} from '../../model/refs'
import type {SharedTips, Sharing} from '../../ports/sharing'
import {lastLine} from './failures'
import {isSentByHook, restoreForPush, type UnsentFile, unsentFiles} from './lfs/push'
import {hasFiles, type LfsPlaces} from './lfs/store'
import type {GitOutput, GitProgram} from './program'

export function cliSharing(git: GitProgram, lfs: LfsPlaces): Sharing {
  return {
    fetch: (remote, ledger) => fetch(git, remote, ledger),
    push: (remote, refs) => push(git, lfs, remote, refs),
    leavesFiles: async () => hasFiles(lfs.store) && !(await isSentByHook(git)),
    mergeBase: async (a, b) => {
      const {stdout} = await git.run(['merge-base', a, b], {ok: [0, 1]})
      return (stdout.toString().trim().split('\n')[0] || undefined) as Oid | undefined
    },
  }
}

/** A pattern, since a ref that the remote lacks would otherwise fail the whole fetch. */
const tracking = (remote: string, ref: string) => `+${ref}*:${remoteRef(remote, ref)}*`

async function fetch(git: GitProgram, remote: string, ledger: string): Promise<SharedTips> {
  const refs = [ledger, CODE_CHAIN]
  const specs = refs.map(ref => tracking(remote, ref))
  const args = ['fetch', '--quiet', '--no-tags', '--prune', '--no-recurse-submodules', '--no-write-fetch-head']
  const {code, stderr} = await git.run([...args, '--', remote, ...specs], {ok: 'any'})
  if (code !== 0) throw failed(`nothing could be fetched from ${remote}`, stderr, `git fetch ${shellWord(remote)}`)
  const [ours, chain] = await Promise.all(refs.map(ref => tipOf(git, remoteRef(remote, ref))))
  return {ledger: ours, chain}
}

async function tipOf(git: GitProgram, ref: string): Promise<Oid | undefined> {
  const {stdout, code} = await git.run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], {ok: [0, 1]})
  return code === 0 ? (stdout.toString().trim() as Oid) : undefined
}

type Refs = Parameters<Sharing['push']>[1]

async function push(git: GitProgram, lfs: LfsPlaces, remote: string, refs: Refs): Promise<'pushed' | 'behind'> {
  const together = await sendWithFiles(git, lfs, remote, refs)
  if (!/does not support --atomic/.test(together.stderr)) return outcome(remote, together)
  for (const ref of refs) {
    if (outcome(remote, await send(git, remote, [ref], false)) === 'behind') return 'behind'
  }
  return 'pushed'
}

/** Where the hook of Git LFS lacks files that are kept here, once more with them. */
async function sendWithFiles(git: GitProgram, lfs: LfsPlaces, remote: string, refs: Refs): Promise<GitOutput> {
  const first = await send(git, remote, refs, true)
  const unsent = unsentFiles(first)
  if (unsent.length === 0) return first
  const gone = restoreForPush(unsent, lfs)
  const again = gone.length > 0 ? first : await send(git, remote, refs, true)
  if (unsentFiles(again).length > 0) throw lacksFiles(remote, gone.length > 0 ? gone : unsentFiles(again))
  return again
}

const send = (git: GitProgram, remote: string, refs: Refs, atomic: boolean) =>
  git.run(
    [
      'push',
      '--porcelain',
      '--quiet',
      ...(atomic ? ['--atomic'] : []),
      '--',
      remote,
      ...refs.map(({ref, oid}) => `${oid}:${ref}`),
    ],
    {ok: 'any'},
  )

/** Words of git and of a server that was a moment too late. */
const MOVED =
  /fetch first|non-fast-forward|incorrect old value|cannot lock ref|failed to update ref|reference already exists/
/** Of all refs of an atomic push the server says the same; which of them had moved it says beside. */
const RACED =
  /cannot lock ref '[^']*': (?:is at \S+ but expected|reference already exists|Unable to create '[^']*\.lock')/

function outcome(remote: string, {code, stdout, stderr}: GitOutput): 'pushed' | 'behind' {
  if (code === 0) return 'pushed'
  const refused = stdout
    .toString()
    .split('\n')
    .filter(line => line.startsWith('!') && !/atomic push failed/.test(line))
  if (refused.length === 0)
    throw failed(`nothing could be pushed to ${remote}`, stderr, `git ls-remote ${shellWord(remote)}`)
  const late = (line: string) => MOVED.test(line) || (/transaction failed/.test(line) && RACED.test(stderr))
  if (refused.every(late)) return 'behind'
  const [, refs, why] = (refused.find(line => !late(line)) ?? '').split('\t')
  const ref = refs?.split(':')[1] ?? ''
  throw new ExpError('REMOTE_REFUSED', `${remote} refused ${ref}: ${remoteWords(stderr) ?? why ?? ''}`, {
    hints: [
      'a protected branch takes changes through a review: push another branch, and ask for it to be merged',
      `what is there: git ls-remote ${shellWord(remote)}`,
    ],
    data: {remote, ref, reason: why ?? ''},
  })
}

function lacksFiles(remote: string, files: readonly UnsentFile[]): ExpError {
  const paths = [...new Set(files.map(({path}) => path))]
  return new ExpError(
    'REMOTE_FAILED',
    `Git LFS sent nothing to ${remote}: bytes of ${someOf(paths, 5)} are not here any more`,
    {
      hints: [
        `where ${remote} has them: git lfs fetch --all ${shellWord(remote)} ${CODE_CHAIN}`,
        'without them: git -c lfs.allowincompletepush=true exp push',
      ],
      data: {remote, files: paths},
    },
  )
}

/** What the server itself says, in one line. */
function remoteWords(stderr: string): string | undefined {
  const lines = [...stderr.matchAll(/^remote: (?:error: )?(.+?)\s*$/gm)].map(match => match[1]!)
  return lines.length === 0 ? undefined : lines.slice(0, 3).join('; ')
}

function failed(what: string, stderr: string, see: string): ExpError {
  return new ExpError('REMOTE_FAILED', `${what}: ${lastLine(stderr)}`, {hints: [`see what git says: ${see}`]})
}
