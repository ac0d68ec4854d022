import type {Oid} from '../../model/ids'
import type {GitProgram} from './program'

/**
 * Brings promised objects in with one fetch; left alone, git would fetch them one by one (measured: 200 blobs, 200 fetches).
 * The fetch is the one git itself makes for a missing object.
 */
export async function prefetch(git: GitProgram, oids: readonly Oid[]): Promise<void> {
  // For one blob git's own lazy fetch is the shorter way.
  if (oids.length < 2) return
  const wanted = await absent(git, oids)
  if (wanted.length === 0) return
  const remote = await promisorRemote(git)
  if (remote === undefined) return
  await git.run(
    [
      '-c',
      'fetch.negotiationAlgorithm=noop',
      'fetch',
      remote,
      '--quiet',
      '--no-tags',
      '--no-write-fetch-head',
      '--recurse-submodules=no',
      '--filter=blob:none',
      '--stdin',
    ],
    {input: `${wanted.join('\n')}\n`},
  )
}

/** Which of these are not here: the list of all that is, since asking for one by one would fetch it. */
async function absent(git: GitProgram, oids: readonly Oid[]): Promise<Oid[]> {
  const args = ['cat-file', '--batch-all-objects', '--batch-check=%(objectname)', '--unordered', '--buffer']
  const {stdout} = await git.run(args)
  const here = new Set(stdout.toString().split('\n'))
  return [...new Set(oids)].filter(oid => !here.has(oid))
}

async function promisorRemote(git: GitProgram): Promise<string | undefined> {
  const {stdout} = await git.run(['config', '--type=bool', '--get-regexp', '^remote\\..*\\.promisor$'], {ok: [0, 1]})
  const line = stdout.toString().split('\n')[0] ?? ''
  return /^remote\.(.*)\.promisor true$/.exec(line)?.[1]
}
