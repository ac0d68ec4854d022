import type {Oid} from '../../../model/ids'
import type {SnapshotRequest} from '../../../ports/code-snapshots'
import type {GitProgram} from '../program'
import type {Choice} from './choose'
import {type HeadCommit, writeSnapshotCommit} from './commit'
import {readDiff} from './diff'
import type {Exclusions} from './exclusions'
import {ownLineEnds} from './line-ends'
import type {Place} from './place'
import type {PrivateIndex, RefusedPath} from './private-index'
import type {RawPath} from './raw-path'
import type {ChangedPath, StatusReport} from './status'

/** What a snapshot says of a tree that is HEAD's. */
export function unchanged({head, branch}: StatusReport, tree: Oid) {
  const counts = {staged: 0, unstaged: 0, untracked: 0, deleted: 0, nested: 0}
  return {head, branch, commit: head, tree, dirty: false, ...counts, diff: undefined}
}

/** What capturing works with. */
export interface Work {
  readonly git: GitProgram
  readonly place: Place
  readonly request: SnapshotRequest
  readonly out: Exclusions
  readonly own: () => PrivateIndex
  readonly head: HeadCommit | undefined
  /** HEAD's, or the empty one. */
  readonly tree: Oid
}

/** Brings what was chosen into the copy of the index, and makes its tree and commit. */
export async function capture(work: Work, report: StatusReport, choice: Choice) {
  const {git, place, head, request} = work
  const index = work.own()
  await index.set(choice.set)
  const refused = await addChosen(index, choice)
  await leaveOut(work, index, report, refused)
  const left = new Set(refused.map(({path}) => path))
  const crlf = choice.crlf.filter(path => !left.has(path))
  await index.set(await ownLineEnds(git, {...place, env: index.env}, crlf))
  const tree = await index.writeTree()
  // Staged, then put back in the worktree: the tree is HEAD's after all.
  const lacking = choice.set.length + refused.length
  if (tree === work.tree) return {...unchanged(report, tree), dirty: lacking > 0 && report.changed.length > 0}
  const [commit, diff] = await Promise.all([
    writeSnapshotCommit(git, place, tree, head),
    readDiff(git, place, [work.tree, tree], {maxBytes: request.caps.diffBytes, redact: request.redactDiff}),
  ])
  const counts = countOf(choice, left)
  return {head: report.head, branch: report.branch, commit, tree, dirty: report.changed.length > 0, ...counts, diff}
}

/** Deletions are in `set` already: git refuses to look for a path whose folder became a symbolic link. */
async function addChosen(index: PrivateIndex, {set, changed, untracked, nested}: Choice): Promise<RefusedPath[]> {
  const written = new Set(set.map(({path}) => path))
  // A path that was taken out of the index, or that a sparse checkout left out, is not to be looked for.
  const stands = ({path, staged, unstaged, unmerged}: ChangedPath) =>
    !written.has(path) && (unmerged || unstaged !== '.' || staged !== 'D')
  return index.add([...changed.filter(stands).map(({path}) => path), ...nested, ...untracked])
}

/** What git would not take stands as HEAD has it, and is named. */
async function leaveOut(
  {out, tree}: Work,
  index: PrivateIndex,
  {changed}: StatusReport,
  refused: readonly RefusedPath[],
): Promise<void> {
  const known = new Map(changed.map(entry => [entry.path, entry]))
  for (const {path, reason} of refused) out.exclude(path, 'unreadable', {detail: reason})
  await index.set(
    refused.map(({path}) => ({
      path,
      mode: known.get(path)?.headMode ?? '000000',
      oid: known.get(path)?.headOid ?? tree.replace(/./g, '0'),
    })),
  )
}

function countOf({changed, untracked, nested}: Choice, refused: ReadonlySet<RawPath>) {
  const captured = changed.filter(({path}) => !refused.has(path))
  const count = (paths: readonly RawPath[]) => paths.filter(path => !refused.has(path)).length
  return {
    staged: captured.filter(({staged, unmerged}) => staged !== '.' && !unmerged).length,
    unstaged: captured.filter(({unstaged, unmerged}) => unstaged !== '.' || unmerged).length,
    untracked: count(untracked),
    deleted: captured.filter(
      ({worktreeMode, staged, unstaged}) =>
        unstaged === 'D' || (staged === 'D' && unstaged === '.') || /^0+$/.test(worktreeMode),
    ).length,
    nested: count(nested),
  }
}
