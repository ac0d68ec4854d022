import {dirname} from 'node:path'
import {type GitOptions, type GitOutput, type GitProgram, gitProgram} from '../program'
import {OUTER} from '../snapshot/nested'

/** git in the repository, or in a checkout. */
export interface QuietGit {
  readonly commonDir: string
  /** In the repository itself, whatever worktree this is. */
  inRepository(args: readonly string[], options?: GitOptions): Promise<GitOutput>
  /** In a folder that is a worktree or clone; never answers for a repository around it. */
  inFolder(folder: string, args: readonly string[], options?: GitOptions): Promise<GitOutput>
  /** In a folder of anybody's. */
  around(folder: string, args: readonly string[], options?: GitOptions): Promise<GitOutput>
}

/**
 * No hook, no file system monitor; the user's filters alone run, as in any checkout, since what ran had passed them. LFS files stay
 * pointers at first: its filter would fetch them from a server.
 */
const QUIET = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'advice.detachedHead=false']

/** Whatever variables git was told where to look by: they are for the user's own worktree. */
export function quietGit(commonDir: string, env: NodeJS.ProcessEnv): QuietGit {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !OUTER.test(name)))
  // A clone does not get the replacements, so they are no part of what a commit holds.
  const clean = {...own, GIT_NO_REPLACE_OBJECTS: '1', GIT_LFS_SKIP_SMUDGE: '1'}
  const git: GitProgram = gitProgram({cwd: commonDir, env: clean})
  const run = (args: readonly string[], options: GitOptions) => git.run([...QUIET, ...args], options)
  return {
    commonDir,
    inRepository: (args, options) => run(args, {...options, env: {...options?.env, GIT_DIR: commonDir}}),
    inFolder: (cwd, args, options) =>
      run(args, {...options, cwd, env: {...options?.env, GIT_CEILING_DIRECTORIES: dirname(cwd)}}),
    around: (cwd, args, options) => run(args, {...options, cwd}),
  }
}
