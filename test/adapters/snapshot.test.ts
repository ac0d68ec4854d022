import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {delimiter, join} from 'node:path'
import {discover} from '../../src/adapters/git/cli-repository'
import {lfsPlaces} from '../../src/adapters/git/lfs/store'
import {gitProgram} from '../../src/adapters/git/program'
import {cliSnapshots} from '../../src/adapters/git/snapshot'
import {onDisk} from '../../src/adapters/git/snapshot/raw-path'
import {type CodeSnapshot, SNAPSHOT_CAPS, type SnapshotRequest} from '../../src/ports/code-snapshots'
import {git, gitEnv, gitWith, tempFolder, writeText} from '../support/git'
import {dirsOf, envOf, makeShape, shapes} from '../support/shapes'
import {fingerprint} from '../support/untouched'

const REQUEST: SnapshotRequest = {
  caps: SNAPSHOT_CAPS,
  patterns: [],
  secret: (path, head) =>
    /\.pem$|^\.env$/.test(path) || Buffer.from(head).includes('SECRET_KEY=') ? 'looks like a key' : undefined,
  redactDiff: text => text.replaceAll('hunter2', '[redacted]'),
}

const lfsOf = ({commonDir}: {readonly commonDir: string}) => lfsPlaces(commonDir, undefined)

async function take(cwd: string, request: Partial<SnapshotRequest> = {}, env: NodeJS.ProcessEnv = gitEnv) {
  const program = gitProgram({cwd, env})
  const {repository} = await discover(program, cwd, env)
  return cliSnapshots(program, {facts: repository.facts, env, lfs: lfsOf(repository.facts)}).take({
    ...REQUEST,
    ...request,
  })
}

/** As `take`; nothing of the user's may differ afterwards, and nothing of ours be left. */
async function takeUntouched(cwd: string, request: Partial<SnapshotRequest> = {}, env: NodeJS.ProcessEnv = gitEnv) {
  const before = fingerprint({cwd, env})
  const taken = await take(cwd, request, env)
  expect(fingerprint({cwd, env})).toEqual(before)
  const {commonDir} = dirsOf({cwd, env, note: ''})
  const tmp = join(commonDir, 'exp', 'tmp')
  expect(existsSync(tmp) ? readdirSync(tmp) : []).toEqual([])
  return taken
}

function project(files: Record<string, string> = {'train.py': 'print(1)\n', 'conf/a.yaml': 'lr: 1\n'}): string {
  const cwd = tempFolder()
  git(cwd, 'init', '--quiet')
  for (const [path, text] of Object.entries(files)) writeText(cwd, path, text)
  git(cwd, 'add', '-A')
  git(cwd, 'commit', '--quiet', '-m', 'first')
  return cwd
}

/** Path → mode and bytes of everything below a folder but git's own. */
function contents(folder: string, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(onDisk(folder, prefix), {encoding: 'buffer'})) {
    const path = prefix + name.toString('latin1')
    if (name.toString() === '.git') continue
    const file = onDisk(folder, path)
    const stat = lstatSync(file)
    if (stat.isDirectory()) Object.assign(found, contents(folder, `${path}/`))
    else if (stat.isSymbolicLink()) found[path] = `link ${readlinkSync(file)}`
    else found[path] = `${stat.mode & 0o100 ? 'x' : '-'} ${readFileSync(file, 'latin1')}`
  }
  return found
}

/** What a fresh clone of a remote, to which the snapshot was pushed, checks out; after a gc here and there. */
function checkedOut(cwd: string, {commit}: CodeSnapshot, env: NodeJS.ProcessEnv = gitEnv): Record<string, string> {
  const remote = tempFolder('remote')
  const format = gitWith({cwd, env}, 'rev-parse', '--show-object-format')
  git(remote, 'init', '--quiet', '--bare', `--object-format=${format}`)
  gitWith({cwd, env}, 'update-ref', 'refs/exp/code', commit!)
  gitWith({cwd, env}, 'gc', '--quiet', '--prune=now')
  gitWith({cwd, env}, 'fsck', '--strict', '--connectivity-only')
  gitWith({cwd, env}, 'push', '--quiet', `file://${remote}`, 'refs/exp/code:refs/heads/code')
  const clone = join(tempFolder(), 'clone')
  git(remote, 'clone', '--quiet', '--branch=code', `file://${remote}`, clone)
  return contents(clone)
}

const names = (snapshot: CodeSnapshot) => snapshot.excluded.map(({path, why}) => `${why} ${path}`)

describe('a tree that is as HEAD', () => {
  it('is HEAD itself, and nothing is written', async () => {
    const cwd = project()
    writeText(cwd, 'model.bin', 'weights')
    const before = git(cwd, 'count-objects')
    const taken = await takeUntouched(cwd)
    const head = git(cwd, 'rev-parse', 'HEAD')
    expect(taken).toEqual({
      head,
      branch: 'main',
      commit: head,
      tree: git(cwd, 'rev-parse', 'HEAD^{tree}'),
      dirty: false,
      staged: 0,
      unstaged: 0,
      untracked: 0,
      deleted: 0,
      nested: 0,
      excluded: [{path: 'model.bin', why: 'pattern', bytes: 7}],
      excludedMore: 0,
      incomplete: [],
      submodules: [],
      diff: undefined,
    })
    expect(git(cwd, 'count-objects')).toBe(before)
  })

  it('costs one status and one cat-file', async () => {
    const cwd = project()
    const trace = join(tempFolder(), 'trace')
    const env = {...gitEnv, GIT_TRACE2_EVENT: trace}
    const {repository} = await discover(gitProgram({cwd, env: gitEnv}), cwd, gitEnv)
    await cliSnapshots(gitProgram({cwd, env}), {facts: repository.facts, env, lfs: lfsOf(repository.facts)}).take(
      REQUEST,
    )
    const verbs = readFileSync(trace, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as {event: string; name?: string})
      .filter(({event}) => event === 'cmd_name')
      .map(({name}) => name)
    expect(verbs.sort()).toEqual(['cat-file', 'status'])
  })

  it('is not dirty where a staged change was put back in the worktree', async () => {
    const cwd = project()
    writeText(cwd, 'train.py', 'print(2)\n')
    git(cwd, 'add', 'train.py')
    writeText(cwd, 'train.py', 'print(1)\n')
    const taken = await takeUntouched(cwd)
    expect(taken).toMatchObject({dirty: false, commit: git(cwd, 'rev-parse', 'HEAD')})
  })
})

describe('a dirty tree', () => {
  it('comes back byte for byte in a fresh clone', async () => {
    const cwd = project({
      'train.py': 'print(1)\n',
      'gone.py': 'x\n',
      'staged gone.py': 'x\n',
      'folder/a.py': 'a\n',
      'file.py': 'f\n',
      'old name.py': 'the same text\nin both\n',
      'run.sh': 'echo\n',
      'linked/a.py': 'a\n',
      'data.bin': 'tracked\0',
    })
    writeText(cwd, 'train.py', 'print(2)\n')
    git(cwd, 'add', 'train.py')
    writeText(cwd, 'train.py', 'print(3)\r\nno end')
    rmSync(join(cwd, 'gone.py'))
    git(cwd, 'rm', '--quiet', 'staged gone.py')
    rmSync(join(cwd, 'folder'), {recursive: true})
    writeText(cwd, 'folder.py', 'f\n')
    writeFileSync(join(cwd, 'folder'), 'a folder became a file\n')
    git(cwd, 'add', 'folder')
    rmSync(join(cwd, 'file.py'))
    writeText(cwd, 'file.py/now.py', 'a file became a folder\n')
    renameSync(join(cwd, 'old name.py'), join(cwd, 'new name.py'))
    chmodSync(join(cwd, 'run.sh'), 0o755)
    renameSync(join(cwd, 'linked'), join(cwd, 'real'))
    symlinkSync('real', join(cwd, 'linked'))
    symlinkSync('no/such/place', join(cwd, 'dangling.py'))
    writeFileSync(join(cwd, 'data.bin'), Buffer.from([0, 255, 10, 13, 10]))
    writeText(cwd, 'Makefile', 'all:\n')
    writeText(cwd, 'tool', '#!/bin/sh\n')
    chmodSync(join(cwd, 'tool'), 0o755)
    writeText(cwd, 'Train.py', 'another case\n')
    writeText(cwd, ' odd "q" \\ \n name\t.py', 'odd\n')
    writeText(cwd, '"quoted.py', 'odd\n')
    writeText(cwd, 'ünï \u65e5.py', 'odd\n')
    writeText(cwd, 'added.txt', 'intent\n')
    git(cwd, 'add', '-N', 'added.txt')
    const taken = await takeUntouched(cwd)
    expect(names(taken)).toEqual([])
    expect(taken).toMatchObject({dirty: true, incomplete: [], staged: 4, deleted: 6, untracked: 12})
    expect(checkedOut(cwd, taken)).toEqual(contents(cwd))
    expect(taken.diff).toContain('rename from old name.py\nrename to new name.py')
    expect(git(cwd, 'log', '-1', '--format=%an <%ae> %s|%P', taken.commit!)).toBe(
      `git exp <git-exp@localhost> exp: snapshot of a working tree|${git(cwd, 'rev-parse', 'HEAD')}`,
    )
  })

  it('has names that are no UTF-8', async () => {
    const cwd = project()
    writeFileSync(onDisk(cwd, '\xff\xfe.py'), 'bytes\n')
    const taken = await take(cwd)
    expect(checkedOut(cwd, taken)).toEqual(contents(cwd))
    expect(taken.untracked).toBe(1)
  })

  it('is the same commit each time, here and in a copy', async () => {
    const cwd = project()
    writeText(cwd, 'train.py', 'print(2)\n')
    writeText(cwd, 'new.py', 'x\n')
    const copy = join(tempFolder(), 'copy')
    git(cwd, 'clone', '--quiet', cwd, copy)
    writeText(copy, 'train.py', 'print(2)\n')
    writeText(copy, 'new.py', 'x\n')
    git(copy, 'add', 'new.py')
    git(copy, 'config', 'i18n.commitEncoding', 'ISO-8859-1')
    const [first, again, other] = [await take(cwd), await take(cwd), await take(copy)]
    expect([again.commit, other.commit]).toEqual([first.commit, first.commit])
    writeText(cwd, 'new.py', 'y\n')
    expect((await take(cwd)).commit).not.toBe(first.commit)
  })

  it('shows a change made within the second in which the index was written', async () => {
    for (let i = 0; i < 5; i++) {
      const cwd = project()
      writeText(cwd, 'train.py', 'print(7)\n')
      git(cwd, 'update-index', '--assume-unchanged', 'conf/a.yaml')
      const taken = await take(cwd)
      expect(git(cwd, 'show', `${taken.commit}:train.py`)).toBe('print(7)')
    }
  })

  it('holds edits of files that git was told not to look at', async () => {
    const cwd = project({'a.py': 'a\n', 'b.py': 'b\n', 'c.py': 'c\n', 'd.py': 'd\n'})
    git(cwd, 'update-index', '--skip-worktree', 'a.py', 'd.py')
    git(cwd, 'update-index', '--assume-unchanged', 'b.py', 'c.py')
    for (const name of ['a', 'b']) writeText(cwd, `${name}.py`, `${name} edited\n`)
    rmSync(join(cwd, 'c.py'))
    const taken = await takeUntouched(cwd)
    expect(taken).toMatchObject({dirty: true, unstaged: 3, deleted: 1})
    expect(checkedOut(cwd, taken)).toEqual(contents(cwd))
  })

  it('reads index version 4 and a split one the same', async () => {
    const commits = []
    for (const how of [['--index-version', '2'], ['--index-version', '4'], ['--split-index']]) {
      const cwd = project({'a/b/long name.py': 'a\n', 'a/b/long name too.py': 'b\n', 'c.py': 'c\n'})
      git(cwd, 'update-index', ...how)
      git(cwd, 'update-index', '--skip-worktree', 'a/b/long name too.py')
      git(cwd, 'commit', '--quiet', '--amend', '--no-edit', '--date=@1700000000 +0000')
      writeText(cwd, 'a/b/long name too.py', 'edited\n')
      if (how[0] === '--split-index') git(cwd, 'config', 'core.splitIndex', 'true')
      const taken = await takeUntouched(cwd)
      expect(taken.unstaged).toBe(1)
      commits.push(taken.tree)
    }
    expect(new Set(commits).size).toBe(1)
  })

  it('has the line ends that ran, though git would have others', async () => {
    const cwd = project({'.gitattributes': '* text=auto\n*.ps1 text eol=crlf\n', 'a.py': 'x\n', 'w.ps1': 'x\r\n'})
    for (const name of ['a.py', 'new.py', 'w.ps1', 'a name: "new".txt']) writeText(cwd, name, 'y\r\nz\r\n')
    writeText(cwd, 'mixed.txt', 'y\r\nz\n')
    mkdirSync(join(cwd, 'nested'))
    git(join(cwd, 'nested'), 'init', '--quiet')
    writeText(cwd, 'nested/n.py', 'n\r\n')
    git(join(cwd, 'nested'), 'add', '.')
    const taken = await takeUntouched(cwd)
    expect(git(cwd, 'cat-file', '-s', `${taken.commit}:w.ps1`)).toBe('4')
    expect(checkedOut(cwd, taken)).toEqual(contents(cwd))
    git(cwd, 'config', 'core.autocrlf', 'true')
    const windows = await takeUntouched(cwd)
    expect(git(cwd, 'cat-file', '-s', `${windows.commit}:a.py`)).toBe('4')
  })

  it('follows clean filters, and goes on without one that fails', async () => {
    const cwd = project({'.gitattributes': '*.up filter=up\n*.py text eol=crlf\n', 'a.up': 'X\n', 'b.up': 'X\n'})
    git(cwd, 'config', 'filter.up.clean', 'tr a-z A-Z')
    git(cwd, 'config', 'filter.up.required', 'true')
    writeText(cwd, 'a.up', 'abc\n')
    writeText(cwd, 'crlf.py', 'a\r\nb\r\n')
    git(cwd, 'config', 'core.safecrlf', 'true')
    const taken = await takeUntouched(cwd)
    expect(git(cwd, 'show', `${taken.commit}:a.up`)).toBe('ABC')
    expect(checkedOut(cwd, taken)['crlf.py']).toBe('- a\r\nb\r\n')
    git(cwd, 'config', 'filter.up.clean', 'false')
    writeText(cwd, 'a.up', 'abcd\n')
    writeText(cwd, 'new.py', 'x\n')
    const failing = await takeUntouched(cwd)
    expect(names(failing)).toEqual(['unreadable a.up'])
    expect(failing.excluded[0]!.detail).toContain('filter')
    expect(failing.incomplete).toEqual(['"a.up": could not be read'])
    expect(git(cwd, 'show', `${failing.commit}:a.up`)).toBe('X')
    expect(git(cwd, 'show', `${failing.commit}:new.py`)).toBe('x')
  })

  it('is whole in a sparse checkout with a sparse index, and with all that speeds status up', async () => {
    const cwd = project({'in/a.py': 'a\n', 'out/b.py': 'b\n', 'out/deep/c.py': 'c\n'})
    git(cwd, 'config', 'feature.manyFiles', 'true')
    git(cwd, 'sparse-checkout', 'init', '--cone', '--sparse-index')
    git(cwd, 'sparse-checkout', 'set', 'in')
    git(cwd, 'status')
    writeText(cwd, 'in/a.py', 'edited\n')
    writeText(cwd, 'in/new.py', 'new\n')
    const taken = await takeUntouched(cwd)
    expect(checkedOut(cwd, taken)).toEqual({
      'in/a.py': '- edited\n',
      'in/new.py': '- new\n',
      'out/b.py': '- b\n',
      'out/deep/c.py': '- c\n',
    })
  })

  it('does not hold what was taken out of the index and is ignored', async () => {
    const cwd = project({'train.py': 'x\n', 'private.yaml': 'x\n'})
    git(cwd, 'rm', '--quiet', '--cached', 'private.yaml')
    writeText(cwd, '.gitignore', 'private.yaml\n')
    const taken = await takeUntouched(cwd)
    expect(git(cwd, 'ls-tree', '-r', '--name-only', taken.commit!).split('\n')).toEqual(['.gitignore', 'train.py'])
  })

  it('of a repository without a commit is a root commit; of an empty one, nothing', async () => {
    const cwd = tempFolder()
    git(cwd, 'init', '--quiet')
    const empty = await takeUntouched(cwd)
    expect(empty).toMatchObject({head: undefined, commit: undefined, branch: 'main', dirty: false})
    writeText(cwd, 'train.py', 'x\n')
    const taken = await takeUntouched(cwd)
    expect(git(cwd, 'log', '-1', '--format=%P|%at', taken.commit!)).toBe('|0')
    expect(checkedOut(cwd, taken)).toEqual(contents(cwd))
  })

  it('takes the index that the user named', async () => {
    const cwd = project()
    const env = {...gitEnv, GIT_INDEX_FILE: '.git/other'}
    gitWith({cwd, env}, 'read-tree', 'HEAD')
    writeText(cwd, 'mine.dat', 'x\n')
    gitWith({cwd, env}, 'add', 'mine.dat')
    const taken = await takeUntouched(cwd, {}, env)
    expect(taken).toMatchObject({staged: 1, untracked: 0})
  })
})

describe('what is left out', () => {
  it('is named, with why', async () => {
    const cwd = project({
      'train.py': 'x\n',
      '.gitignore': 'data/\n',
      'token.py': 'a = 1\n',
      'old.py': 'SECRET_KEY=old\n',
    })
    writeText(cwd, 'data/ignored.py', 'x')
    writeText(cwd, 'weights.pt', 'w')
    writeText(cwd, 'notes', 'no script')
    writeText(cwd, 'large.json', 'x'.repeat(1001))
    writeText(cwd, '.env', 'A=1')
    writeText(cwd, 'staged.pem', 'key')
    git(cwd, 'add', 'staged.pem')
    writeText(cwd, 'token.py', 'SECRET_KEY=1\n')
    git(cwd, 'add', 'token.py')
    writeText(cwd, 'old.py', 'SECRET_KEY=old\nmore = 1\n')
    writeText(cwd, 'venv/pyvenv.cfg', '')
    writeText(cwd, 'venv/lib/a.py', 'x')
    writeText(cwd, 'node_modules/a/index.js', 'x')
    writeText(cwd, 'extra/x.dat', 'x')
    const taken = await takeUntouched(cwd, {caps: {...SNAPSHOT_CAPS, fileBytes: 1000}, patterns: ['extra/**', '.env']})
    expect(names(taken)).toEqual([
      'secret .env',
      'size large.json',
      'secret staged.pem',
      'secret token.py',
      'pattern node_modules/',
      'pattern notes',
      'pattern venv/',
      'pattern weights.pt',
    ])
    expect(taken.incomplete).toEqual(['"large.json": larger than 1000 B', '".env" and 2 more: may hold a secret'])
    expect(git(cwd, 'ls-tree', '-r', '--name-only', taken.commit!).split('\n')).toEqual([
      '.gitignore',
      'extra/x.dat',
      'old.py',
      'token.py',
      'train.py',
    ])
    expect(git(cwd, 'show', `${taken.commit}:token.py`)).toBe('a = 1')
    expect(git(cwd, 'show', `${taken.commit}:old.py`)).toContain('more')
  })

  it('keeps to the caps, the files nearest to the top first', async () => {
    const cwd = project()
    writeText(cwd, 'train.py', 'x'.repeat(60))
    writeText(cwd, 'deep/er/a.py', 'x'.repeat(20))
    writeText(cwd, 'z.py', 'x'.repeat(30))
    const total = await takeUntouched(cwd, {caps: {...SNAPSHOT_CAPS, totalBytes: 100}})
    expect(names(total)).toEqual(['total deep/er/a.py'])
    const count = await takeUntouched(cwd, {caps: {...SNAPSHOT_CAPS, files: 1}})
    expect(names(count)).toEqual(['count deep/er/a.py', 'count z.py'])
    expect(count.incomplete).toEqual(['"deep/er/a.py" and 1 more: over 1 file in all'])
    const tracked = await takeUntouched(cwd, {caps: {...SNAPSHOT_CAPS, totalBytes: 50}})
    expect(names(tracked)).toEqual(['total train.py'])
    expect(tracked.dirty).toBe(true)
  })

  it('is a hundred names and a number', async () => {
    const cwd = project()
    for (let i = 0; i < 150; i++) writeText(cwd, `out/${i}.dat`, '')
    const taken = await takeUntouched(cwd)
    expect([taken.excluded.length, taken.excludedMore]).toEqual([100, 50])
  })

  it('is everything untracked in a home folder', async () => {
    const cwd = project()
    writeText(cwd, 'private.py', 'x')
    const taken = await take(cwd, {}, {...gitEnv, HOME: cwd})
    expect(taken).toMatchObject({untracked: 0, excluded: []})
    expect(taken.incomplete[0]).toContain('home folder')
  })
})

describe('repositories within', () => {
  it('come as plain files, by their own rules', async () => {
    const cwd = project()
    const inner = join(cwd, 'third party/lib')
    mkdirSync(inner, {recursive: true})
    git(inner, 'init', '--quiet')
    for (const [path, text] of [
      ['a.py', 'a\n'],
      ['big.bin', 'tracked\n'],
      ['.gitignore', '*.log.txt\n'],
      ['gone.py', 'x\n'],
    ] as const)
      writeText(inner, path, text)
    git(inner, 'add', '-A')
    git(inner, 'commit', '--quiet', '-m', 'inner')
    writeText(inner, 'a.py', 'patched\n')
    writeText(inner, 'new.py', 'n\n')
    rmSync(join(inner, 'gone.py'))
    const deeper = join(inner, 'deeper')
    mkdirSync(deeper)
    git(deeper, 'init', '--quiet')
    writeText(deeper, 'd.py', 'd\n')
    const expected = contents(cwd)
    writeText(inner, 'x.log.txt', 'ignored\n')
    writeText(inner, 'x.dat', 'no pattern\n')
    const taken = await takeUntouched(cwd)
    expect(taken).toMatchObject({dirty: false, nested: 5, incomplete: []})
    expect(names(taken)).toEqual(['pattern third party/lib/x.dat'])
    expect(checkedOut(cwd, taken)).toEqual(expected)
    const small = await takeUntouched(cwd, {caps: {...SNAPSHOT_CAPS, files: 2}})
    expect(names(small)).toEqual(['count third party/lib/'])
    expect(small.incomplete).toHaveLength(1)
  })

  it('are submodules: a commit where they are clean, files where they are dirty', async () => {
    const library = project({'lib.py': 'lib\n'})
    const cwd = project()
    for (const name of ['clean', 'dirty', 'moved', 'littered'])
      git(cwd, 'submodule', '--quiet', 'add', `file://${library}`, name)
    git(cwd, 'commit', '--quiet', '-m', 'submodules')
    writeText(join(cwd, 'dirty'), 'lib.py', 'patched\n')
    writeText(join(cwd, 'dirty'), 'new.py', 'new\n')
    git(join(cwd, 'moved'), 'commit', '--quiet', '--allow-empty', '-m', 'moved')
    writeText(join(cwd, 'littered'), 'out.dat', 'x')
    const moved = git(join(cwd, 'moved'), 'rev-parse', 'HEAD')
    const base = git(library, 'rev-parse', 'HEAD')
    const taken = await takeUntouched(cwd)
    expect(taken.submodules).toEqual([
      {path: 'clean', commit: base, dirty: false},
      {path: 'dirty', commit: base, dirty: true},
      {path: 'littered', commit: base, dirty: true},
      {path: 'moved', commit: moved, dirty: false},
    ])
    const tree = git(cwd, 'ls-tree', '-r', taken.commit!)
    expect(tree).toContain(`160000 commit ${base}\tclean`)
    expect(tree).toContain(`160000 commit ${base}\tlittered`)
    expect(tree).toContain(`160000 commit ${moved}\tmoved`)
    expect(git(cwd, 'show', `${taken.commit}:dirty/lib.py`)).toBe('patched')
    expect(git(cwd, 'show', `${taken.commit}:dirty/new.py`)).toBe('new')
    expect(taken).toMatchObject({dirty: true, nested: 2, incomplete: []})
  })
})

describe('the readable diff', () => {
  it('goes from HEAD to the worktree, redacted and cut', async () => {
    const cwd = project()
    git(cwd, 'config', 'diff.noprefix', 'true')
    writeText(cwd, 'train.py', 'password = "hunter2"\n')
    writeText(cwd, 'new.py', 'new\n')
    const taken = await take(cwd)
    expect(taken.diff).toContain('diff --git a/new.py b/new.py')
    expect(taken.diff).toContain('-print(1)\n+password = "[redacted]"')
    writeText(cwd, 'new.py', 'line\n'.repeat(100_000))
    const cut = await take(cwd, {caps: {...SNAPSHOT_CAPS, diffBytes: 10_000}})
    expect(Buffer.byteLength(cut.diff!)).toBeLessThanOrEqual(10_000)
    expect(cut.diff!.trimEnd().split('\n').at(-1)).toBe('… cut after 9.8 KB; the snapshot has all of it')
  })
})

/** A git that fails as soon as it is asked for one thing. */
function gitWithout(cwd: string, verb: string): NodeJS.ProcessEnv {
  const bin = tempFolder('bin')
  const real = gitWith({cwd}, '--exec-path')
  const script = `#!/bin/sh\nfor word; do [ "$word" = ${verb} ] && exit 9; done\nexec "${real}/git" "$@"\n`
  writeFileSync(join(bin, 'git'), script)
  chmodSync(join(bin, 'git'), 0o755)
  return {...gitEnv, PATH: `${bin}${delimiter}${gitEnv['PATH']}`}
}

describe('trouble', () => {
  it.each(['status', 'update-index', 'write-tree', 'hash-object'])('leaves nothing where git %s fails', async verb => {
    const cwd = project()
    writeText(cwd, 'train.py', 'x\n')
    const before = fingerprint({cwd})
    const taking = take(cwd, {}, gitWithout(cwd, verb))
    await expect(taking).rejects.toMatchObject({code: 'GIT_FAILED'})
    expect(fingerprint({cwd})).toEqual(before)
    const tmp = join(cwd, '.git', 'exp', 'tmp')
    expect(existsSync(tmp) ? readdirSync(tmp) : []).toEqual([])
  })

  it('sweeps what a killed process left an hour ago', async () => {
    const cwd = project()
    writeText(cwd, 'train.py', 'x\n')
    const tmp = join(cwd, '.git', 'exp', 'tmp')
    for (const name of ['snapshot-old', 'snapshot-young', 'other']) mkdirSync(join(tmp, name), {recursive: true})
    for (const name of ['snapshot-old', 'other']) utimesSync(join(tmp, name), 1, 1)
    await take(cwd)
    expect(readdirSync(tmp).sort()).toEqual(['other', 'snapshot-young'])
  })

  it("does not need the lock of the user's index", async () => {
    const cwd = project()
    writeText(cwd, 'train.py', 'x\n')
    writeText(cwd, '.git/index.lock', '')
    expect((await take(cwd)).commit).toBeDefined()
  })
})

describe.each(shapes)('$name', shape => {
  it('is captured and untouched', async () => {
    const made = await makeShape(shape)
    const env = envOf(made)
    const taken = await takeUntouched(made.cwd, {}, env)
    if (shape.name === 'bare') {
      expect(taken.commit).toBe(taken.head)
      return
    }
    expect(taken.incomplete).toEqual([])
    const top = gitWith({cwd: made.cwd, env}, 'rev-parse', '--show-toplevel')
    const tracked = contents(top)
    delete tracked['model.bin']
    if (shape.name === 'shallow clone' || shape.name === 'partial clone') return
    const out = checkedOut(made.cwd, taken, env)
    if (shape.name === 'sparse checkout') delete out['data/dev.tsv']
    expect(out).toEqual(tracked)
  })
})
