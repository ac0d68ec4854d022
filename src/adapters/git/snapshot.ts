import {join, resolve} from 'node:path'
import type {Oid} from '../../model/ids'
import type {CodeSnapshot, CodeSnapshots, SnapshotRequest} from '../../ports/code-snapshots'
import type {RepositoryFacts} from '../../ports/git-repository'
import {keepLfsFiles} from './lfs/keep'
import type {LfsPlaces} from './lfs/store'
import type {GitProgram} from './program'
import {filteredPaths, lenient, withoutBrokenFilters} from './snapshot/broken-filters'
import {capture, unchanged} from './snapshot/capture'
import {type Choice, choose} from './snapshot/choose'
import {type HeadCommit, readCommit} from './snapshot/commit'
import {exclusions} from './snapshot/exclusions'
import {askIndex, editable, type IndexFacts, scanIndex} from './snapshot/index-file'
import {HEAD_BYTES} from './snapshot/peek'
import type {Place} from './snapshot/place'
import {type IndexCopy, type PrivateIndex, privateIndex, readIndexFile} from './snapshot/private-index'
import {type ChangedPath, readStatus, type StatusReport} from './snapshot/status'
import {submoduleStates} from './snapshot/submodules'

/** Which repository, and the environment its git runs in. */
export interface SnapshotSettings {
  readonly facts: RepositoryFacts
  readonly env: NodeJS.ProcessEnv
  readonly lfs: LfsPlaces
}

/** git knows these trees without having them. */
const EMPTY_TREE = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904' as Oid,
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321' as Oid,
}

/**
 * Snapshots by the git program. Where nothing differs from HEAD: one `git status`, and beside it one `git cat-file` for HEAD's
 * tree. Throws GIT_FAILED, READ_ONLY, DISK_FULL.
 */
export function cliSnapshots(git: GitProgram, settings: SnapshotSettings): CodeSnapshots {
  return {
    take: request => {
      const {worktree} = settings.facts
      if (worktree === undefined) return bareSnapshot(git, settings)
      return withoutBrokenFilters(broken => worktreeSnapshot(git, settings, {...request, top: worktree, broken}))
    },
  }
}

/** Paths are those from the top, so git works there. What it was told relative to another folder is said again in full. */
function placeOf({facts, env}: SnapshotSettings, cwd: string): Place {
  const told = env['GIT_DIR'] !== undefined || env['GIT_WORK_TREE'] !== undefined
  return {
    cwd,
    env: {
      // A clone does not get the replacements, so they are no part of what a commit holds.
      GIT_NO_REPLACE_OBJECTS: '1',
      ...(told && {GIT_DIR: facts.gitDir, GIT_WORK_TREE: cwd}),
    },
  }
}

async function bareSnapshot(git: GitProgram, {facts}: SnapshotSettings): Promise<CodeSnapshot> {
  const place: Place = {cwd: facts.gitDir, env: {GIT_NO_REPLACE_OBJECTS: '1'}}
  const [head, branch] = await Promise.all([
    readCommit(git, place, 'HEAD'),
    git.run(['symbolic-ref', '--quiet', '--short', 'HEAD'], {...place, ok: 'any'}),
  ])
  const report = {head: head?.oid, branch: branch.stdout.toString().trim() || undefined, changed: [], untracked: []}
  return {
    ...unchanged(report, head?.tree ?? EMPTY_TREE[facts.objectFormat]),
    ...exclusions('').report({fileBytes: 0, totalBytes: 0, files: 0, diffBytes: 0}),
    submodules: [],
  }
}

interface WorktreeRequest extends SnapshotRequest {
  readonly top: string
  /** Clean filters that are known to fail. */
  readonly broken: readonly string[]
}

async function worktreeSnapshot(
  git: GitProgram,
  settings: SnapshotSettings,
  request: WorktreeRequest,
): Promise<CodeSnapshot> {
  const {top, broken} = request
  const place = placeOf(settings, top)
  const file = resolve(top, settings.env['GIT_INDEX_FILE'] ?? join(settings.facts.gitDir, 'index'))
  const copy = readIndexFile(file)
  const out = exclusions(top)
  let made: PrivateIndex | undefined
  const own = () =>
    (made ??= privateIndex(git, {...place, broken, tmp: join(settings.facts.commonDir, 'exp', 'tmp')}, copy))
  try {
    const home = isHome(settings, top)
    if (home) out.lacks(`untracked files: the worktree "${top}" is a home folder or the root of the disk`)
    const seen = await look(git, settings, {place, copy, own, broken, untracked: home ? 'no' : 'all'})
    const {report, head} = seen
    const tree = head?.tree ?? EMPTY_TREE[settings.facts.objectFormat]
    const submodules = await submoduleStates(seen.facts, report, top, settings.env)
    const paths = [...report.changed.map(({path}) => path), ...report.untracked]
    const filtered = await filteredPaths(git, place, broken, paths)
    const choosing = {top, env: settings.env, request, out, filtered, committed: committed(git, place)}
    const choice = await choose(report, choosing)
    const work = {git, place, request, out, own, head, tree}
    const taken = isEmpty(choice, report) ? unchanged(report, tree) : await capture(work, report, choice)
    const emptyTree = EMPTY_TREE[settings.facts.objectFormat]
    const kept = {head: head?.oid, headTree: tree, emptyTree, tree: taken.tree}
    for (const path of await keepLfsFiles(git, place, settings.lfs, kept))
      out.lacks(`"${path}": Git LFS alone has its bytes, and git lfs prune may take them`)
    return {...taken, ...out.report(request.caps), submodules}
  } finally {
    made?.remove()
  }
}

interface Looking {
  readonly place: Place
  readonly copy: IndexCopy | undefined
  readonly own: () => PrivateIndex
  readonly broken: readonly string[]
  readonly untracked: 'all' | 'no'
}

/** What differs from HEAD. The index is scanned while git works; a second status is needed where git was told not to look. */
async function look(git: GitProgram, settings: SnapshotSettings, {place, copy, own, broken, untracked}: Looking) {
  const wanted = {options: lenient(broken), untracked}
  const asked = Promise.all([readStatus(git, place, wanted), readCommit(git, place, 'HEAD')])
  asked.catch(() => {})
  const facts = await factsOf(git, place, copy, settings)
  const hidden = editable(place.cwd, facts.hidden)
  const [plain, head] = await asked
  if (hidden.length > 0) await own().reveal(hidden)
  const report = hidden.length > 0 ? await readStatus(git, {...place, env: own().env}, wanted) : plain
  return {facts, report, head: await headOf(git, place, report, head)}
}

/** In a home folder or at the root of the disk, untracked files are everything else of somebody's life. */
function isHome({env}: SnapshotSettings, top: string): boolean {
  return top === '/' || (env['HOME'] !== undefined && resolve(env['HOME']) === top)
}

async function factsOf(
  git: GitProgram,
  place: Place,
  copy: IndexCopy | undefined,
  {facts}: SnapshotSettings,
): Promise<IndexFacts> {
  if (!copy) return {gitlinks: [], hidden: []}
  return scanIndex(copy.bytes, facts.objectFormat === 'sha1' ? 20 : 32) ?? askIndex(git, place)
}

/** The commit that the status was made against; HEAD may have moved while it was read. */
async function headOf(
  git: GitProgram,
  place: Place,
  {head}: StatusReport,
  read: HeadCommit | undefined,
): Promise<HeadCommit | undefined> {
  if (head === undefined) return undefined
  return read?.oid === head ? read : readCommit(git, place, head)
}

const committed = (git: GitProgram, place: Place) => async (entry: ChangedPath) => {
  const {stdout} = await git.run(['cat-file', 'blob', entry.headOid], {...place, ok: 'any'})
  return stdout.subarray(0, HEAD_BYTES)
}

const isEmpty = ({set, untracked, nested}: Choice, {changed}: StatusReport) =>
  changed.length + set.length + untracked.length + nested.length === 0
