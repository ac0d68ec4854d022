import type {Oid} from '../../../model/ids'
import type {GitProgram} from '../program'
import type {Place} from './place'

/** What of a commit a snapshot is built on. */
export interface HeadCommit {
  readonly oid: Oid
  readonly tree: Oid
  /** Of the committer, seconds since 1970. */
  readonly time: number
}

/** The commit a name leads to, or undefined. */
export async function readCommit(git: GitProgram, place: Place, name: string): Promise<HeadCommit | undefined> {
  const {stdout} = await git.run(['cat-file', '--batch'], {...place, input: `${name}^{commit}\n`, ok: 'any'})
  const [, oid, header] = /^([0-9a-f]+) commit \d+\n(.*?)\n\n/s.exec(stdout.toString('latin1')) ?? []
  const tree = /^tree ([0-9a-f]+)$/m.exec(header ?? '')?.[1]
  const time = Number(/^committer .* (\d+) [+-]\d+$/m.exec(header ?? '')?.[1] ?? 0)
  return oid && tree ? {oid: oid as Oid, tree: tree as Oid, time} : undefined
}

/** The commit of a tree on HEAD. Nothing in it is of this moment, so equal trees on equal commits are one commit. */
export async function writeSnapshotCommit(
  git: GitProgram,
  place: Place,
  tree: Oid,
  head: HeadCommit | undefined,
): Promise<Oid> {
  const who = `git exp <git-exp@localhost> ${head?.time ?? 0} +0000`
  const lines = [`tree ${tree}`, ...(head ? [`parent ${head.oid}`] : []), `author ${who}`, `committer ${who}`]
  const input = `${lines.join('\n')}\n\nexp: snapshot of a working tree\n`
  const args = ['-c', 'core.fsync=committed', 'hash-object', '-t', 'commit', '-w', '--stdin']
  return (await git.run(args, {...place, input})).stdout.toString().trim() as Oid
}
