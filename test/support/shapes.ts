import {appendFileSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {git, gitEnv, gitSucceeds, gitWith, tempFolder, writeText} from './git'

/** A repository as a user may have it. */
export interface Shape {
  /** Where commands are typed. */
  readonly cwd: string
  /** What must be set besides `gitEnv`. */
  readonly env: NodeJS.ProcessEnv
  /** Why isomorphic-git must refuse it, as a part of the reason; undefined: it must read it. */
  readonly refused?: string
  readonly note: string
}

export interface NamedShape {
  readonly name: string
  /** Makes it below `dir`, an empty folder. */
  make(dir: string): Promise<Shape>
}

/** Two commits, a tag, a file that is ignored; the worktree has a staged, an unstaged and an untracked change. */
function project(dir: string, ...initArgs: string[]): string {
  git(dir, 'init', '--quiet', ...initArgs)
  fill(dir)
  dirty(dir)
  return dir
}

function fill(dir: string): void {
  writeText(dir, 'train.py', 'print("train")\n')
  writeText(dir, 'data/dev.tsv', 'a\tb\n')
  writeText(dir, 'sub folder/config.json', '{"lr": 0.1}\n')
  writeText(dir, '.gitignore', '*.bin\n')
  commitAll(dir, 'first')
  writeText(dir, 'train.py', 'print("train better")\n')
  commitAll(dir, 'second')
  git(dir, 'tag', '-a', 'v1', '-m', 'v1')
  writeText(dir, 'model.bin', 'ignored\n')
}

function dirty(dir: string): void {
  writeText(dir, 'staged.py', 'staged = 1\n')
  git(dir, 'add', 'staged.py')
  appendFileSync(join(dir, 'train.py'), 'print("unstaged")\n')
  writeText(dir, 'untracked.py', 'untracked = 1\n')
}

function commitAll(dir: string, message: string): void {
  git(dir, 'add', '-A')
  git(dir, 'commit', '--quiet', '-m', message)
}

/** A bare repository with two commits, to clone from. */
function upstream(dir: string): string {
  const seed = join(dir, 'seed')
  mkdirSync(seed)
  git(seed, 'init', '--quiet')
  fill(seed)
  const bare = join(dir, 'upstream.git')
  git(dir, 'clone', '--quiet', '--bare', seed, bare)
  git(bare, 'config', 'uploadpack.allowFilter', 'true')
  git(bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  return bare
}

function clone(dir: string, ...args: string[]): string {
  const bare = upstream(dir)
  git(dir, 'clone', '--quiet', ...args, `file://${bare}`, 'clone')
  dirty(join(dir, 'clone'))
  return join(dir, 'clone')
}

type Made = string | {readonly cwd: string; readonly env?: NodeJS.ProcessEnv}

function shape(name: string, note: string, make: (dir: string) => Made, refused?: string): NamedShape {
  return {
    name,
    make: async dir => {
      const made = make(dir)
      const {cwd, env = {}} = typeof made === 'string' ? {cwd: made} : made
      return {cwd, env, note, ...(refused !== undefined && {refused})}
    },
  }
}

const places: NamedShape[] = [
  shape('plain', 'a worktree with .git in it', dir => project(dir)),
  shape('subfolder', 'typed below the top', dir => join(project(dir), 'sub folder')),
  shape('bare', 'no worktree at all', upstream),
  shape('linked worktree', 'made by git worktree add; objects and refs lie elsewhere', dir => {
    mkdirSync(join(dir, 'main'))
    const main = project(join(dir, 'main'))
    git(main, 'worktree', 'add', '--quiet', '-b', 'side', join(dir, 'linked'))
    dirty(join(dir, 'linked'))
    return join(dir, 'linked')
  }),
  shape('submodule', '.git is a file that leads into the outer repository', dir => {
    const bare = upstream(dir)
    const outer = join(dir, 'outer')
    mkdirSync(outer)
    git(outer, 'init', '--quiet')
    git(outer, 'submodule', '--quiet', 'add', `file://${bare}`, 'inner')
    git(outer, 'commit', '--quiet', '-m', 'submodule')
    dirty(join(outer, 'inner'))
    return join(outer, 'inner')
  }),
  shape('GIT_DIR set', 'git dir and worktree are named by variables', dir => {
    mkdirSync(join(dir, 'tree'))
    const [gitDir, tree] = [join(dir, 'elsewhere.git'), join(dir, 'tree')]
    git(dir, 'init', '--quiet', '--bare', gitDir)
    git(gitDir, 'config', 'core.bare', 'false')
    writeText(tree, 'train.py', 'x\n')
    const env = {GIT_DIR: gitDir, GIT_WORK_TREE: tree}
    gitWith({cwd: tree, env}, 'add', '-A')
    gitWith({cwd: tree, env}, 'commit', '--quiet', '-m', 'first')
    writeText(tree, 'untracked.py', 'x\n')
    return {cwd: tree, env}
  }),
  shape('odd path', 'spaces, quotes and other scripts in the path of the repository', dir => {
    const odd = join(dir, 'with space', 'ünï \u65e5\u672c "q" $x')
    mkdirSync(odd, {recursive: true})
    return project(odd)
  }),
]

const stores: NamedShape[] = [
  shape('shallow clone', 'history is cut off', dir => clone(dir, '--depth=1')),
  shape(
    'alternates',
    'objects are borrowed from another repository',
    dir => {
      const bare = upstream(dir)
      git(dir, 'clone', '--quiet', '--shared', bare, 'clone')
      dirty(join(dir, 'clone'))
      return join(dir, 'clone')
    },
    'alternates',
  ),
  shape(
    'partial clone',
    'blobs come when they are asked for',
    dir => clone(dir, '--filter=blob:none'),
    'partial clone',
  ),
  shape('SHA-256', 'object ids of 64 digits', dir => project(dir, '--object-format=sha256'), 'sha256'),
  shape('packed refs', 'refs and objects are packed', dir => {
    project(dir)
    git(dir, 'gc', '--quiet')
    git(dir, 'pack-refs', '--all')
    return dir
  }),
]

const states: NamedShape[] = [
  shape('no commit yet', 'HEAD leads to a branch that is not there', dir => {
    git(dir, 'init', '--quiet')
    writeText(dir, 'train.py', 'x\n')
    git(dir, 'add', 'train.py')
    writeText(dir, 'untracked.py', 'x\n')
    return dir
  }),
  shape('split index', 'the index is in two files', dir => {
    project(dir)
    git(dir, 'update-index', '--split-index')
    git(dir, 'config', 'core.splitIndex', 'true')
    return dir
  }),
  shape('sparse checkout', 'some tracked files are not in the worktree', dir => {
    project(dir)
    git(dir, 'sparse-checkout', 'set', '--no-cone', '/*', '!/data/')
    return dir
  }),
  shape('unmerged index', 'in the middle of a merge with a conflict', dir => {
    git(dir, 'init', '--quiet')
    fill(dir)
    git(dir, 'checkout', '--quiet', '-b', 'other', 'HEAD^')
    writeText(dir, 'train.py', 'print("otherwise")\n')
    commitAll(dir, 'other')
    git(dir, 'checkout', '--quiet', 'main')
    if (gitSucceeds(dir, 'merge', '--quiet', 'other')) throw new Error('there should be a conflict')
    return dir
  }),
  shape('intent to add', 'git add -N: a path in the index without content', dir => {
    project(dir)
    git(dir, 'add', '-N', 'untracked.py')
    return dir
  }),
  shape('detached HEAD', 'no branch is checked out', dir => {
    git(dir, 'init', '--quiet')
    fill(dir)
    git(dir, 'checkout', '--quiet', '--detach', 'HEAD^')
    dirty(dir)
    return dir
  }),
  shape('a branch named exp', 'there can be no refs/heads/exp/…', dir => {
    project(dir)
    git(dir, 'branch', 'exp')
    git(dir, 'tag', 'exp-ledger')
    return dir
  }),
  shape('stash', 'changes were put aside', dir => {
    project(dir)
    git(dir, 'stash', 'push', '--quiet')
    dirty(dir)
    return dir
  }),
]

const reftable: NamedShape[] = gitSucceeds(tempFolder(), 'init', '--quiet', '--ref-format=reftable')
  ? [shape('reftable', 'refs are kept in tables', dir => project(dir, '--ref-format=reftable'), 'reftable')]
  : []

/** Repositories in every shape that git of this machine can make. */
export const shapes: readonly NamedShape[] = [...places, ...stores, ...states, ...reftable]

/** Where git finds the parts of a shape. */
export function dirsOf({cwd, env}: Shape): {gitDir: string; commonDir: string} {
  const args = ['rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir']
  const [gitDir, commonDir] = gitWith({cwd, env}, ...args).split('\n') as [string, string]
  return {gitDir, commonDir}
}

/** The whole environment of a shape. */
export const envOf = ({env}: Shape): NodeJS.ProcessEnv => ({...gitEnv, ...env})

/** A shape in a folder of its own. */
export const makeShape = (named: NamedShape): Promise<Shape> => named.make(tempFolder())
