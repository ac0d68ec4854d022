import {ExpError} from '../../base/errors'
import {at, type JsonObject} from '../../base/json'
import {shellWord} from '../../base/text'
import type {Oid} from '../../model/ids'
import {CODE_CHAIN} from '../../model/refs'
import type {GitObjects} from '../../ports/git-objects'
import type {GitRemotes} from '../../ports/git-remotes'
import type {CodeNeed} from './code-need'

export interface CodePorts {
  readonly objects: GitObjects
  readonly remotes: Pick<GitRemotes, 'names'>
}

/** The code of a run, in this repository. */
export interface FoundCode {
  readonly commit: Oid
  readonly tree: Oid
  /** `exact`: the recorded tree; `assumed`: the record names no tree, and the commit was clean; `base`: without the changes that ran. */
  readonly how: 'exact' | 'assumed' | 'base'
}

export interface WhoseCode {
  readonly id: string
  readonly name: string
  readonly record: JsonObject
}

/**
 * The commit to check out. Throws CODE_NOT_FOUND where this repository does not have it (with `base`: not even the commit that the changes
 * were made to), and DAMAGED_RECORD where its tree is not the recorded one.
 */
export async function findCode(
  ports: CodePorts,
  run: WhoseCode,
  code: CodeNeed,
  {base = false}: {readonly base?: boolean} = {},
): Promise<FoundCode> {
  const {state, commit, snapshot, tree} = code
  if (state === 'none') throw noCommit(run, code)
  const [snapshotHere, commitHere] = await Promise.all([snapshot, commit].map(name => commitOf(ports.objects, name)))
  const wanted = base ? commitHere : snapshot === undefined ? commitHere : snapshotHere
  if (!wanted) throw notHere(ports, run, code, !base && commitHere !== undefined)
  if (base && state !== 'commit') return {...wanted, how: 'base'}
  if (state === 'changed' && tree !== wanted.tree) return {...wanted, how: 'base'}
  if (tree === undefined) return {...wanted, how: 'assumed'}
  if (tree !== wanted.tree) throw otherTree(run, wanted, tree)
  return {...wanted, how: 'exact'}
}

/** Hex ids alone are asked for: a record may hold any word, and `HEAD` would be somebody else's code. */
async function commitOf(objects: GitObjects, name: string | undefined) {
  if (name === undefined) return undefined
  const [commit, tree] = await objects.find([`${name}^{commit}`, `${name}^{tree}`])
  return commit?.type === 'commit' && tree?.type === 'tree' ? {commit: commit.oid, tree: tree.oid} : undefined
}

const who = ({name, id}: WhoseCode) => `${name} (${id})`

function noCommit(run: WhoseCode, {repo, branch}: CodeNeed): ExpError {
  const known = [repo && `repository ${repo}`, branch && `branch ${branch}`].filter(Boolean)
  const message = `the record of ${who(run)} names no commit${known.length > 0 ? `; it says: ${known.join(', ')}` : ''}`
  return new ExpError('CODE_NOT_FOUND', message, {
    hints: [`what it says: git exp show ${run.id}`, ...askOwner(run)],
    data: {run: run.id},
  })
}

function notHere(ports: CodePorts, run: WhoseCode, code: CodeNeed, hasBase: boolean): ExpError {
  const {snapshot, commit, repo} = code
  const lost = hasBase || commit === undefined ? snapshot! : (snapshot ?? commit)
  const what = lost === snapshot ? 'snapshot' : 'commit'
  const both = snapshot !== undefined && commit !== undefined && !hasBase ? ` (of commit ${commit.slice(0, 12)})` : ''
  const remotes = ports.remotes.names().slice(0, 3)
  const elsewhere = remotes.length === 0 && repo !== undefined && isAddress(repo) ? [repo] : []
  const fetches = [...remotes, ...elsewhere].flatMap(from => [
    `git fetch ${shellWord(from)} ${CODE_CHAIN}`,
    ...(snapshot === undefined ? [`git fetch ${shellWord(from)} ${lost}`] : []),
  ])
  const message = `the ${what} ${lost.slice(0, 12)}${both} of ${who(run)} is not in this repository`
  return new ExpError('CODE_NOT_FOUND', message, {
    hints: [
      ...fetches,
      ...(repo !== undefined && elsewhere.length === 0
        ? [`it ran from ${repo}: a fork, or another clone, may have it`]
        : []),
      'a commit that was lost here: git fsck --lost-found, git reflog --all',
      ...(hasBase ? [`without the changes that ran: git exp checkout ${run.id} --base`] : []),
      ...askOwner(run),
    ],
    data: {run: run.id, ...(snapshot && {snapshot}), ...(commit && {commit}), ...(repo && {repo}), base: hasBase},
  })
}

/** What git takes for an address that starts no program. */
const isAddress = (repo: string) => /^(?:(?:https?|ssh|git):\/\/|[\w.-]+@[\w.-]+:)[^\s-]/.test(repo)

function askOwner({record}: WhoseCode): string[] {
  const [owner, attempts] = [record['owner'], record['attempts']]
  const host = Array.isArray(attempts) ? at(attempts.at(-1), 'host') : undefined
  if (typeof owner !== 'string' || owner === '') return []
  return [`${owner} ran it${typeof host === 'string' ? ` on ${host}` : ''}`]
}

function otherTree(run: WhoseCode, {commit, tree}: {commit: Oid; tree: Oid}, recorded: string): ExpError {
  const message = `the code of ${who(run)} is not what was recorded: ${commit.slice(0, 12)} has the tree ${tree.slice(0, 12)}, the record says ${recorded.slice(0, 12)}`
  return new ExpError('DAMAGED_RECORD', message, {
    hints: [`who wrote the record: git exp log ${run.id}`, 'git fsck'],
    data: {run: run.id, commit, found: tree, expected: recorded},
  })
}
