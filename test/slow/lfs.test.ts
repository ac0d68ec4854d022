import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, readdirSync, rmSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expectClean, filesOf} from '../support/checked-out'
import {git, tempFolder} from '../support/git'
import {ran} from '../support/running'
import {noise, Workplace, workplace} from '../support/workplace'

jest.setTimeout(120_000)

const hasLfs = (() => {
  try {
    execFileSync('git', ['lfs', 'version'], {stdio: 'ignore'})
    return true
  } catch {
    return false
  }
})()

/** A repository with Git LFS and a remote of files; its first commit is pushed. */
function lfsPlace(): {place: Workplace; remote: string} {
  const remote = join(tempFolder('remote'), 'team.git')
  git('.', 'init', '--quiet', '--bare', remote)
  const place = workplace()
  place.git('lfs', 'install', '--local')
  place.git('remote', 'add', 'origin', `file://${remote}`)
  place.write(
    '.gitattributes',
    '*.csv filter=lfs diff=lfs merge=lfs -text\n*.bin filter=lfs diff=lfs merge=lfs -text\n',
  )
  place.write('data/train.csv', 'x\n1\n2\n')
  noise(join(place.cwd, 'weights.bin'), 5000)
  place.write('sum.py', SUM)
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'large files')
  place.git('push', '--quiet', 'origin', 'main')
  return {place, remote}
}

const SUM = `import hashlib, json, os
digest = hashlib.sha256(open("data/train.csv", "rb").read() + open("weights.bin", "rb").read()).hexdigest()
os.makedirs("out", exist_ok=True)
json.dump({"dev": {"sum": int(digest[:8], 16)}}, open("out/metrics.json", "w"))
`
const RUN = ['--name', 'large', '--ingest', 'out/metrics.json', '--', 'python3', 'sum.py']

/** A run while a committed file of LFS has changed, another is staged, and a third is untracked. */
function recorded(place: Workplace) {
  place.write('data/train.csv', 'x\n1\n3\n')
  place.write('data/dev.csv', 'x\n4\n')
  place.git('add', 'data/dev.csv')
  place.write('data/dev.csv', 'x\n5\n')
  place.write('data/new.csv', 'x\n6\n')
  place.write('.gitignore', 'out/\n')
  place.write('.expconfig', '[exp]\n\tsource = data/*\n')
  const files = filesOf(place.cwd)
  const {id, record} = ran(place, RUN)
  delete files['out/metrics.json']
  return {id, record, files}
}

/** What LFS itself has in its folder. */
const lfsObjects = (folder: string) =>
  readdirSync(join(folder, 'objects'), {recursive: true, encoding: 'utf8'}).filter(name => /[0-9a-f]{64}$/.test(name))

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')
const withoutOut = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('out/')))

function mate(remote: string, env: NodeJS.ProcessEnv = {}): Workplace {
  const there = new Workplace(join(tempFolder('mate'), 'project'))
  execFileSync('git', ['clone', '--quiet', `file://${remote}`, there.cwd], {
    env: {...process.env, GIT_LFS_SKIP_SMUDGE: '1', ...env},
  })
  for (const [key, value] of [
    ['user.name', 'Grace'],
    ['user.email', 'grace@example.com'],
  ] as const)
    there.git('config', key, value)
  there.git('lfs', 'install', '--local')
  there.ok('init')
  return there
}

;(hasLfs ? describe : describe.skip)('Git LFS', () => {
  test('a dirty run: tree and bytes, in a worktree and in a clone of its own, also after its files changed and git lfs prune', () => {
    const {place} = lfsPlace()
    const {id, record, files} = recorded(place)
    expect(record.code.excluded).toBeUndefined()
    expect(place.git('cat-file', 'blob', `${record.code.snapshot}:data/new.csv`)).toContain(digestOf('x\n6\n'))
    for (const name of ['train', 'dev', 'new']) place.write(`data/${name}.csv`, 'x\nother\n')
    place.git('commit', '--quiet', '-a', '-m', 'other')
    place.git('push', '--quiet', 'origin', 'main')
    place.git('lfs', 'prune')
    expect(lfsObjects(place.inGit('lfs')).some(path => path.endsWith(digestOf('x\n1\n3\n')))).toBe(false)
    for (const [folder, ...flags] of [['../linked'], ['../alone', '--standalone']] as const) {
      const said = place.json(['checkout', id, folder, ...flags])
      expect(said.notes).toEqual([])
      expect(filesOf(said.folder)).toEqual(files)
      expectClean(said.folder, record.code.tree)
    }
    expect(place.json(['reproduce', id, '--yes']).verdict).toBe('exact')
    rmSync(place.cwd, {recursive: true})
    expect(filesOf(join(dirname(place.cwd), 'alone'))).toEqual(files)
    expect(git(join(dirname(place.cwd), 'alone'), 'lfs', 'fsck')).toContain('OK')
  })

  test.each([
    ['where LFS puts them', undefined],
    ['in lfs.storage', 'elsewhere'],
  ])(
    'a clean run of a branch that nobody pushed, that is squashed and gone: prune takes nothing that it needs, %s',
    (_, storage) => {
      const {place} = lfsPlace()
      const own = storage === undefined ? place.inGit('lfs') : tempFolder(storage)
      if (storage !== undefined) place.git('config', 'lfs.storage', own)
      place.write('.gitignore', 'out/\n')
      place.git('switch', '--quiet', '-c', 'topic')
      place.write('data/train.csv', 'x\nfirst\n')
      place.git('add', '-A')
      place.git('commit', '--quiet', '-m', 'first')
      const files = filesOf(place.cwd)
      const {id, record} = ran(place, RUN)
      expect(record.code.dirty).toBe(false)
      place.write('data/train.csv', 'x\nsecond\n')
      place.git('commit', '--quiet', '-am', 'second')
      place.git('switch', '--quiet', 'main')
      place.git('merge', '--quiet', '--squash', 'topic')
      place.git('commit', '--quiet', '-m', 'squashed')
      place.git('push', '--quiet', 'origin', 'main')
      place.git('branch', '--quiet', '-D', 'topic')
      place.git('reflog', 'expire', '--expire=now', '--all')
      place.git('gc', '--quiet', '--prune=now')
      place.git('lfs', 'prune')
      expect(lfsObjects(own).some(path => path.endsWith(digestOf('x\nfirst\n')))).toBe(false)
      const said = place.json(['checkout', id])
      expect([said.notes, withoutOut(filesOf(said.folder))]).toEqual([[], files])
      expect(place.json(['reproduce', id, '--yes']).verdict).toBe('exact')
    },
  )

  test('push takes the files along; a clone without them is told which, with the command; then it has every byte', () => {
    const {place, remote} = lfsPlace()
    const {id, record, files} = recorded(place)
    place.ok('push')
    rmSync(place.cwd, {recursive: true})
    const there = mate(remote)
    const said = there.json(['checkout', id])
    expect(said.notes).toEqual(['still a pointer of Git LFS: data/dev.csv, data/new.csv, data/train.csv, weights.bin'])
    const {stderr} = there.exp(['checkout', id])
    const [, command] = /^hint: git (-C \S+ lfs pull)$/m.exec(stderr)!
    const before = there.refused(['reproduce', id, '--yes'])
    expect(before).toMatchObject({code: 'CODE_NOT_FOUND', exit: 4})
    expect(before.message).toContain('data/train.csv is a pointer of Git LFS, and its bytes are not here')
    expect(before.hints[0]).toBe(`git lfs fetch origin ${record.code.snapshot}`)
    expect(existsSync(there.inGit('exp/worktrees'))).toBe(false)
    there.git(...command!.split(' '))
    expect(filesOf(said.folder)).toEqual(files)
    expectClean(said.folder, record.code.tree)
    expect(there.json(['reproduce', id, '--yes']).verdict).toBe('exact')
    const other = mate(remote)
    other.git('lfs', 'fetch', '--all', 'origin', 'refs/remotes/origin/main')
    other.git('fetch', '--quiet', 'origin', 'refs/exp/code:refs/exp/code')
    other.git('lfs', 'fetch', '--all', 'origin', 'refs/exp/code')
    const filled = other.json(['checkout', id], {env: {GIT_LFS_SKIP_SMUDGE: '1'}})
    expect([filled.notes, filesOf(filled.folder)]).toEqual([[], files])
  })

  test('what a snapshot needs is sent although git lfs prune took it; what nobody has any more is told', () => {
    const {place, remote} = lfsPlace()
    const {id, files} = recorded(place)
    for (const name of ['train', 'dev', 'new']) place.write(`data/${name}.csv`, 'x\nother\n')
    place.git('commit', '--quiet', '-a', '-m', 'other')
    place.git('lfs', 'prune')
    const kept = place.inGit('lfs/exp')
    rmSync(join(kept, digestOf('x\n5\n').slice(0, 2)), {recursive: true})
    const error = place.refused(['push'])
    expect(error).toMatchObject({code: 'REMOTE_FAILED', exit: 7})
    expect(error.message).toBe('Git LFS sent nothing to origin: bytes of data/dev.csv are not here any more')
    expect(error.hints).toEqual([
      'where origin has them: git lfs fetch --all origin refs/exp/code',
      'without them: git -c lfs.allowincompletepush=true exp push',
    ])
    execFileSync('git', ['lfs', 'clean'], {cwd: place.cwd, input: 'x\n5\n'})
    place.ok('push')
    rmSync(place.cwd, {recursive: true})
    const there = mate(remote)
    there.git('fetch', '--quiet', 'origin', 'refs/exp/code:refs/exp/code')
    there.git('lfs', 'fetch', '--all', 'origin', 'refs/exp/code')
    expect(filesOf(there.json(['checkout', id]).folder)).toEqual(files)
  })

  test('a push whose hook is not installed says so, and the command sends them', () => {
    const {place, remote} = lfsPlace()
    const {id, files} = recorded(place)
    rmSync(place.inGit('hooks/pre-push'))
    const {status, stderr} = place.exp(['push'])
    expect(status).toBe(0)
    expect(stderr).toContain('warning: files of Git LFS did not go along')
    const [, command] = /^hint: git (lfs push --all origin refs\/exp\/code)$/m.exec(stderr)!
    place.git(...command!.split(' '))
    rmSync(place.cwd, {recursive: true})
    const there = mate(remote)
    const {folder} = there.json(['checkout', id])
    git(folder, 'lfs', 'pull')
    expect(filesOf(folder)).toEqual(files)
  })

  test('in a submodule, its files are filled from where it is here', () => {
    const {place: library} = lfsPlace()
    const place = workplace()
    place.git('lfs', 'install', '--local')
    place.git('submodule', '--quiet', 'add', library.cwd, 'lib')
    git(join(place.cwd, 'lib'), 'lfs', 'install', '--local')
    git(join(place.cwd, 'lib'), 'lfs', 'pull')
    place.git('commit', '--quiet', '-m', 'submodule')
    const files = filesOf(place.cwd)
    const {id} = ran(place, ['--', 'true'])
    const said = place.json(['checkout', id])
    expect([said.notes, filesOf(said.folder)]).toEqual([[], files])
  })

  test('where no filter is configured the pointers are told, and nothing fails', () => {
    const {place, remote} = lfsPlace()
    const {id, files} = recorded(place)
    place.ok('push')
    const there = mate(remote)
    there.git('lfs', 'uninstall', '--local')
    const said = there.json(['checkout', id])
    expect(said.notes[0]).toContain('still a pointer of Git LFS: data/dev.csv')
    there.git('lfs', 'install', '--local')
    git(said.folder, 'lfs', 'pull')
    expect(withoutOut(filesOf(said.folder))).toEqual(files)
  })
})

;(hasLfs ? describe : describe.skip)('what a stranger may have written', () => {
  test('a server named by .lfsconfig is not asked, and odd names are only names', () => {
    const {place, remote} = lfsPlace()
    place.write('.lfsconfig', '[lfs]\n\turl = http://127.0.0.1:1/pwned\n')
    const names = ['data/-rf.csv', 'data/$(touch pwned);.csv', 'data/a\nb\u001b[2J.csv']
    for (const [i, name] of names.entries()) place.write(name, `x\n${i}\n`)
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'odd')
    place.git('config', 'lfs.url', `file://${remote}`)
    const files = filesOf(place.cwd)
    const {id} = ran(place, ['--name', 'odd', '--', 'true'])
    expect(filesOf(place.json(['checkout', id]).folder)).toEqual(files)
    place.ok('push')
    const there = mate(remote)
    const {stderr, status} = there.exp(['reproduce', id, '--yes'])
    expect([status, stderr.includes('\u001b'), stderr.includes('$(touch pwned);.csv is a pointer')]).toEqual([
      4,
      false,
      true,
    ])
    expect(there.json(['checkout', id]).notes[0]).toContain('still a pointer of Git LFS')
    expect(there.exp(['reproduce', id, '--yes', '--anyway']).stderr).not.toContain('\u001b')
  })
})
