import {readFileSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {gitProgram} from '../../src/adapters/git/program'
import {askIndex, scanIndex} from '../../src/adapters/git/snapshot/index-file'
import {globPattern, sourceFiles} from '../../src/adapters/git/snapshot/source-files'
import {parseStatus} from '../../src/adapters/git/snapshot/status'
import {git, gitEnv, tempFolder, writeText} from '../support/git'

describe('scanning an index', () => {
  it.each([
    [2, 'sha1'],
    [3, 'sha1'],
    [4, 'sha1'],
    [2, 'sha256'],
    [4, 'sha256'],
  ] as const)('of version %s with %s tells what git tells', async (version, format) => {
    const cwd = tempFolder()
    git(cwd, 'init', '--quiet', `--object-format=${format}`)
    const long = `${'long '.repeat(40)}name/`.repeat(22)
    const paths = [
      'a',
      'ab',
      'abc.py',
      'b/ü\n.py',
      'b/c/d.py',
      'b/c/e.py',
      ...Array.from({length: 40}, (_, i) => `n${'x'.repeat(i)}`),
    ]
    for (const path of paths) writeText(cwd, path, path)
    symlinkSync('a', join(cwd, 'link'))
    git(cwd, 'add', '-A')
    const oid = git(cwd, 'rev-parse', ':a')
    git(cwd, 'update-index', '--add', '--cacheinfo', `100644,${oid},${long}end`)
    git(cwd, 'update-index', '--add', '--cacheinfo', `160000,${oid},module`)
    git(cwd, 'update-index', '--assume-unchanged', 'abc.py', 'nxxx')
    if (version > 2) git(cwd, 'update-index', '--skip-worktree', 'b/c/e.py', 'nxxx')
    git(cwd, 'update-index', '--index-version', String(version))
    const scanned = scanIndex(readFileSync(join(cwd, '.git', 'index')), format === 'sha1' ? 20 : 32)
    expect(scanned).toEqual(await askIndex(gitProgram({cwd, env: gitEnv}), {cwd, env: {}}))
    expect([scanned!.gitlinks.length, scanned!.hidden.length]).toEqual([1, version > 2 ? 3 : 2])
  })

  it('gives up where an index is none, cut short, or in two files', () => {
    const cwd = tempFolder()
    git(cwd, 'init', '--quiet')
    writeText(cwd, 'a.py', 'x')
    git(cwd, 'add', '-A')
    const bytes = readFileSync(join(cwd, '.git', 'index'))
    for (const part of [0, 4, 12, 40, 70]) expect(scanIndex(bytes.subarray(0, part), 20)).toBeUndefined()
    git(cwd, 'update-index', '--split-index')
    expect(scanIndex(readFileSync(join(cwd, '.git', 'index')), 20)).toBeUndefined()
  })
})

describe('source files', () => {
  const kinds = (...paths: string[]) => paths.map(path => sourceFiles(['extra/**', '*.special'], []).kind(path))

  it('are known by name', () => {
    expect(
      new Set(kinds('a.py', 'x/b.YAML', 'Makefile', 'docker/Dockerfile.gpu', 'requirements-dev.txt', 'uv.lock')),
    ).toEqual(new Set(['source']))
    expect(new Set(kinds('extra/x/y.bin', 'deep/a.special', '.gitignore'))).toEqual(new Set(['source']))
    expect(new Set(kinds('model.pt', 'data.csv', '.env', 'id_rsa.pem', 'x.extra/y.bin'))).toEqual(new Set(['other']))
    expect(kinds('bin/train')).toEqual(['look'])
  })

  it('do not lie in folders that programs fill', () => {
    const source = sourceFiles(['venv/kept.py'], ['my/venv/pyvenv.cfg', 'venv/pyvenv.cfg'])
    const folders = [
      'my/venv/lib/a.py',
      'a/node_modules/b/c.js',
      'wandb/run-2026/files/c.yaml',
      'src/wandb/log.py',
      'venv/kept.py',
    ]
    expect(folders.map(source.madeFolder)).toEqual(['my/venv/', 'a/node_modules/', 'wandb/', undefined, undefined])
  })

  it.each([
    ['*.py', ['a.py', 'x/a.py'], ['a.pyc']],
    ['/conf/*.txt', ['conf/a.txt'], ['x/conf/a.txt', 'conf/x/a.txt']],
    ['conf/**', ['conf/a', 'conf/x/a'], ['conf']],
    ['**/a?.x', ['ab.x', 'x/ab.x'], ['a.x']],
    ['a[1](2)+.x', ['a[1](2)+.x'], ['a1.x']],
  ])('match the glob %s', (glob, yes, no) => {
    expect(yes.filter(path => !globPattern(glob).test(path))).toEqual([])
    expect(no.filter(path => globPattern(glob).test(path))).toEqual([])
  })
})

it('reads a status with conflicts and odd names', () => {
  const zero = '0'.repeat(40)
  const lines = [
    '# branch.oid (initial)',
    '# branch.head (detached)',
    `1 .M SCMU 160000 160000 160000 ${zero} ${zero} a module`,
    `u UD N... 100644 100644 000000 000000 ${zero} ${zero} ${zero} two  words`,
    '? new\nline',
  ]
  const report = parseStatus(Buffer.from(lines.map(line => `${line}\0`).join('')))
  expect(report).toMatchObject({
    head: undefined,
    branch: undefined,
    untracked: ['new\nline'],
    changed: [
      {path: 'a module', staged: '.', unstaged: 'M', submodule: {commit: true, modified: true, untracked: true}},
      {path: 'two  words', unmerged: true, headMode: '100644', worktreeMode: '000000', submodule: undefined},
    ],
  })
})
