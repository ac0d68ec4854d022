import {ExpError} from '../base/errors'
import type {Oid} from '../model/ids'
import type {Commit, GitObjects} from '../ports/git-objects'

/** The commits that a word stands for. */
export interface Revision {
  readonly said: string
  /** A branch and a range stand for all their commits, any other name for one. */
  readonly kind: 'commit' | 'branch' | 'range'
  /** By id. None: the word names nothing here. */
  readonly commits: ReadonlyMap<string, Commit>
  /** There are more commits than are looked at. */
  readonly cut: boolean
}

/** Of a branch or range, the newest. */
const COMMITS_MAX = 20_000

/** Throws USAGE for `A...B`, COMMIT_NOT_FOUND for an end of a range that is not here. */
export async function revisionOf(objects: GitObjects, said: string): Promise<Revision> {
  if (said.includes('...')) {
    throw new ExpError('USAGE', `'${said}' names two sides; expected a commit, a branch or A..B`, {
      hints: [`git exp code ${said.replace('...', '..')}`],
    })
  }
  const [, from, to] = /^(.*?)\.\.(.*)$/s.exec(said) ?? []
  if (from !== undefined && to !== undefined) return rangeOf(objects, said, from || 'HEAD', to || 'HEAD')
  const [local, remote, one] = await objects.find([
    `refs/heads/${said.replace(/^(?:refs\/)?heads\//, '')}^{commit}`,
    `refs/remotes/${said.replace(/^(?:refs\/)?remotes\//, '')}^{commit}`,
    `${said}^{commit}`,
  ])
  const branch = local ?? remote
  if (branch) return {said, kind: 'branch', ...(await commitsOf(objects, branch.oid))}
  const [commit] = one ? await objects.history(one.oid, {limit: 1}) : []
  return {said, kind: 'commit', commits: new Map(commit ? [[commit.oid, commit]] : []), cut: false}
}

async function rangeOf(objects: GitObjects, said: string, from: string, to: string): Promise<Revision> {
  const ends = await objects.find([`${from}^{commit}`, `${to}^{commit}`])
  const missing = [from, to].find((_, i) => ends[i] === undefined)
  if (missing !== undefined) throw noCommit(missing)
  return {said, kind: 'range', ...(await commitsOf(objects, ends[1]!.oid, ends[0]!.oid))}
}

async function commitsOf(objects: GitObjects, from: Oid, without?: Oid): Promise<Pick<Revision, 'commits' | 'cut'>> {
  const found = await objects.history(from, {limit: COMMITS_MAX + 1, ...(without && {without})})
  const commits = found.slice(0, COMMITS_MAX)
  return {commits: new Map(commits.map(commit => [commit.oid, commit])), cut: found.length > COMMITS_MAX}
}

export const noCommit = (said: string, hints: readonly string[] = []) =>
  new ExpError('COMMIT_NOT_FOUND', `there is no commit or branch '${said}' here`, {
    hints: [...hints, 'git log --oneline --all'],
    data: {asked: said},
  })

/** Runs that commits name, `Exp-Run: <id>` in a line of the message, with the commit. */
export function runsNamedBy(commits: Iterable<Commit>): Map<string, Oid> {
  const named = new Map<string, Oid>()
  for (const {oid, message} of commits) {
    for (const [, id] of message.matchAll(/^Exp-Run: ([0-9a-hjkmnp-tv-z]{12})\s*$/gm)) named.set(id!, oid)
  }
  return named
}
