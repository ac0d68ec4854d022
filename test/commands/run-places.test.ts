import {cpSync, existsSync} from 'node:fs'
import {join} from 'node:path'
import {git, tempFolder} from '../support/git'
import {ran, warningsOf} from '../support/running'
import {fingerprint} from '../support/untouched'
import {Workplace, workplace} from '../support/workplace'

test('a detached HEAD: the commit, and no branch', () => {
  const place = workplace()
  place.git('checkout', '--quiet', '--detach')
  const {record} = ran(place, ['--', 'true'])
  expect(record.code).toMatchObject({commit: place.git('rev-parse', 'HEAD'), dirty: false})
  expect(record.code.branch).toBeUndefined()
})

test('HEAD unborn: the files as a snapshot', () => {
  const place = new Workplace(tempFolder('unborn'))
  place.git('init', '--quiet')
  place.ok('init')
  place.write('train.py', 'print(1)\n')
  const {status, record} = ran(place, ['--', 'true'])
  expect(status).toBe(0)
  expect(record.code).toMatchObject({branch: 'main', snapshot: expect.stringMatching(/^[0-9a-f]{40}$/)})
  expect(record.code.commit).toBeUndefined()
  expect(place.git('show', `${record.code.snapshot}:train.py`)).toBe('print(1)')
  expect(existsSync(place.inGit('index'))).toBe(false)
})

test('HEAD unborn and nothing there: unresolved, and run all the same', () => {
  const place = new Workplace(tempFolder('empty'))
  place.git('init', '--quiet')
  place.ok('init')
  const {status, record} = ran(place, ['--', 'true'])
  expect([status, record.status, record.code.unresolved]).toEqual([0, 'finished', true])
})

test('a subfolder: the command runs there; paths in the record are from the top, those of artifacts from where it ran', () => {
  const place = workplace()
  place.write('sub/data.csv', 'a\n1\n')
  place.write('sub/conf.yaml', 'a: 1\n')
  const words = ['--data', 'train=data.csv', '-a', 'm.json', '--', 'sh', '-c', 'pwd; echo 1 > m.json', 'conf.yaml']
  const {stdout, record} = ran(place, words, {cwd: join(place.cwd, 'sub')})
  expect(stdout).toBe(`${join(place.cwd, 'sub')}\n`)
  expect(record.inputs).toMatchObject([{path: 'sub/data.csv'}])
  expect(record.code.config).toBe('sub/conf.yaml')
  expect(record.artifacts.map(({path}: {path: string}) => path)).toEqual(['sub/conf.yaml', 'm.json'])
})

test('-C: as if started there', () => {
  const place = workplace()
  const {status, stderr} = place.exp(['-C', place.cwd, 'run', '--name', 'from-afar', '--', 'cat', 'train.py'], {
    cwd: '/',
  })
  expect([status, stderr]).toEqual([0, expect.stringContaining('from-afar')])
  expect(place.json(['show', 'from-afar']).status).toBe('finished')
})

test('a linked worktree: its own branch, the one ledger, its own latest', () => {
  const place = workplace()
  const tree = new Workplace(join(tempFolder(), 'linked tree'))
  place.git('worktree', 'add', '--quiet', '-b', 'side', tree.cwd)
  tree.write('train.py', 'print("side")\n')
  const side = ran(tree, ['--name', 'side', '--', 'true'])
  const main = ran(place, ['--name', 'main', '--', 'true'])
  expect(side.record.code).toMatchObject({branch: 'side', dirty: true})
  expect(main.record.code).toMatchObject({branch: 'main', dirty: false})
  expect([tree.json(['show', 'latest']).name, place.json(['show', 'latest']).name]).toEqual(['side', 'main'])
  expect(place.json(['ls']).total).toBe(2)
})

test('a submodule inside, clean and dirty', () => {
  const inner = workplace({ledger: false})
  const place = workplace()
  place.git('submodule', '--quiet', 'add', inner.cwd, 'lib')
  place.git('commit', '--quiet', '-m', 'lib')
  const clean = ran(place, ['--', 'true'])
  expect(clean.record.code).toMatchObject({dirty: false, submodules: [{path: 'lib', dirty: false}]})
  place.write('lib/train.py', 'print("patched")\n')
  const before = fingerprint(place)
  const dirty = ran(place, ['--', 'true'])
  expect(fingerprint(place)).toEqual(before)
  expect(dirty.record.code.submodules).toMatchObject([{path: 'lib', dirty: true}])
  expect(place.git('show', `${dirty.record.code.snapshot}:lib/train.py`)).toBe('print("patched")')
  // From within, the submodule is a repository of its own.
  const within = place.exp(['run', '--', 'true'], {cwd: join(place.cwd, 'lib')})
  expect([within.status, within.stderr]).toEqual([4, expect.stringContaining('git exp init')])
})

test('a bare repository: recorded, its code unresolved, since nothing says that what it holds is what runs', () => {
  const place = workplace()
  const bare = new Workplace(join(tempFolder(), 'bare.git'))
  git(place.cwd, 'clone', '--quiet', '--bare', place.cwd, bare.cwd)
  const {status, stderr} = bare.exp(['run', '--name', 'bare', '--', 'true'])
  expect([status, stderr]).toEqual([0, expect.stringContaining('bare')])
  const {code, status: end} = bare.json(['show', 'bare'])
  expect([end, code.snapshot, code.commit, code.unresolved]).toEqual(['finished', undefined, undefined, true])
})

test('GIT_DIR and GIT_WORK_TREE say where', () => {
  const place = workplace()
  const env = {GIT_DIR: place.inGit(''), GIT_WORK_TREE: place.cwd}
  place.write('train.py', 'print("dirty")\n')
  const {status, stderr} = place.exp(['run', '--name', 'elsewhere', '--', 'true'], {env, cwd: tempFolder()})
  expect([status, stderr]).toEqual([0, expect.stringContaining('elsewhere')])
  expect(place.json(['show', 'elsewhere']).code).toMatchObject({dirty: true, commit: place.git('rev-parse', 'HEAD')})
})

test('a merge that is not done, a rebase: the files as they stand, the user’s state untouched', () => {
  const place = workplace()
  place.git('checkout', '--quiet', '-b', 'side')
  place.write('train.py', 'print("side")\n')
  place.git('commit', '--quiet', '-am', 'side')
  place.git('checkout', '--quiet', 'main')
  place.write('train.py', 'print("main")\n')
  place.git('commit', '--quiet', '-am', 'main')
  expect(() => place.git('merge', '--quiet', 'side')).toThrow()
  const before = fingerprint(place)
  const answer = ran(place, ['--', 'true'])
  expect(fingerprint(place)).toEqual(before)
  expect(answer.record.code).toMatchObject({dirty: true})
  expect(place.git('show', `${answer.record.code.snapshot}:train.py`)).toContain('<<<<<<<')
  expect(warningsOf(answer)).toEqual([])
})

test('a copy of the repository carries live runs of another: they are not ours to be alive', () => {
  const place = workplace()
  const id = place.ok('start', '--print-id').trim()
  const copy = new Workplace(join(tempFolder(), 'copy'))
  cpSync(place.cwd, copy.cwd, {recursive: true, preserveTimestamps: true})
  expect(copy.exp(['run', '--in', id, '--', 'true']).status).toBe(0)
  expect(copy.json(['show', id]).status).toBe('finished')
  expect(place.json(['show', id]).status).toBe('running')
})
