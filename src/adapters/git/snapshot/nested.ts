import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {type GitProgram, gitProgram} from '../program'
import {onDisk, type RawPath, shownPath, splitNul, statAt} from './raw-path'

/** Files of a repository that lies in the worktree, paths from the top of the worktree. */
export interface NestedFiles {
  /** Tracked there, and there. */
  readonly tracked: readonly RawPath[]
  /** Neither tracked nor ignored there. */
  readonly untracked: readonly RawPath[]
  /** Repositories within, by path, that could not be read. */
  readonly unread: readonly RawPath[]
}

/** Deeper than this, repositories in repositories are not followed. */
const DEEPEST = 8

/** Variables that would lead git into the outer repository. */
export const OUTER =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|PREFIX|NAMESPACE|GRAFT_FILE|SHALLOW_FILE|IMPLICIT_WORK_TREE)$/

/** Lists, by its own rules, the files of the repository at `path` (no slash at its end) and of those within it. */
export async function nestedFiles(top: string, path: RawPath, env: NodeJS.ProcessEnv, depth = 0): Promise<NestedFiles> {
  const git = nestedGit(top, path, env)
  if (!git || depth >= DEEPEST) return {tracked: [], untracked: [], unread: [path]}
  const [listed, others] = await Promise.all([
    git.run([...QUIET, 'ls-files', '-s', '-z'], {ok: 'any'}),
    git.run([...QUIET, 'ls-files', '--others', '--exclude-standard', '-z'], {ok: 'any'}),
  ])
  if (listed.code !== 0 || others.code !== 0) return {tracked: [], untracked: [], unread: [path]}
  const entries = splitNul(listed.stdout).map(line => ({
    link: line.startsWith('160000'),
    path: `${path}/${line.slice(line.indexOf('\t') + 1)}`,
  }))
  const loose = splitNul(others.stdout).map(other => `${path}/${other}`)
  const inner = [
    ...entries.filter(({link, path}) => link && existsSync(onDisk(top, `${path}/.git`))).map(entry => entry.path),
    ...loose.filter(other => other.endsWith('/')).map(other => other.slice(0, -1)),
  ]
  const own: NestedFiles = {
    // Of an unmerged path there are several entries.
    tracked: [...new Set(entries.filter(({link}) => !link).map(entry => entry.path))].filter(
      each => statAt(top, each) !== undefined,
    ),
    untracked: loose.filter(other => !other.endsWith('/')),
    unread: [],
  }
  const within = await Promise.all(inner.map(each => nestedFiles(top, each, env, depth + 1)))
  return within.reduce(joined, own)
}

const QUIET = ['-c', 'core.fsmonitor=false']

const joined = (a: NestedFiles, b: NestedFiles): NestedFiles => ({
  tracked: [...a.tracked, ...b.tracked],
  untracked: [...a.untracked, ...b.untracked],
  unread: [...a.unread, ...b.unread],
})

/** The commit checked out in a nested repository, or undefined. */
export async function nestedHead(top: string, path: RawPath, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const answer = await nestedGit(top, path, env)?.run(['rev-parse', '--verify', '--quiet', 'HEAD'], {ok: 'any'})
  return answer?.code === 0 ? answer.stdout.toString().trim() : undefined
}

/** A git that never answers for the outer repository in place of a broken inner one; undefined where no git can be started. */
function nestedGit(top: string, path: RawPath, env: NodeJS.ProcessEnv): GitProgram | undefined {
  const cwd = join(top, shownPath(path))
  // A working directory must be given as text.
  if (Buffer.from(shownPath(path)).toString('latin1') !== path || !existsSync(cwd)) return undefined
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !OUTER.test(name)))
  return gitProgram({cwd, env: {...own, GIT_CEILING_DIRECTORIES: dirname(cwd)}})
}
