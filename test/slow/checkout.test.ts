import {chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {hostname} from 'node:os'
import {dirname, join} from 'node:path'
import {expectClean, filesOf} from '../support/checked-out'
import {git, gitSucceeds, gitWith, tempFolder, writeText} from '../support/git'
import {begin, ran} from '../support/running'
import {fingerprint} from '../support/untouched'
import {Workplace, workplace} from '../support/workplace'

jest.setTimeout(60_000)

/** Changes of every kind on top of the first commit. */
function dirty({cwd}: Workplace): void {
  writeText(cwd, 'train.py', 'print("train better")\n')
  writeText(cwd, 'src/staged file.py', 'staged = 1\n')
  git(cwd, 'add', 'src')
  writeText(cwd, 'untracked ü.py', 'untracked = 1\n')
  writeText(cwd, 'run.sh', '#!/bin/sh\necho "$1"\n')
  chmodSync(join(cwd, 'run.sh'), 0o755)
  symlinkSync('src/staged file.py', join(cwd, 'link.py'))
}

/** A dirty run, and the files that ran. */
function recorded(place: Workplace) {
  dirty(place)
  const files = filesOf(place.cwd)
  const {id, record} = ran(place, ['--', 'true'])
  return {id, record, files}
}

/** Checks a run out and answers what was said. */
function checkout(place: Workplace, ...args: string[]) {
  const before = fingerprint(place)
  const said = place.json(['checkout', ...args])
  expect(fingerprint(place)).toEqual(before)
  return said
}

const beside = (place: Workplace, id: string) => join(dirname(place.cwd), `project-${id}`)

describe('a dirty run', () => {
  it('every file has its bytes, mode and target; the tree is the recorded one; nothing of the user’s is touched', () => {
    const place = workplace()
    const {id, record, files} = recorded(place)
    const said = checkout(place, id.slice(0, 6))
    expect(said).toMatchObject({id, state: 'made', kind: 'worktree', folder: beside(place, id), notes: []})
    expect(said.code).toMatchObject({state: 'snapshot', checkedOut: {commit: record.code.snapshot, how: 'exact'}})
    expect(filesOf(said.folder)).toEqual(files)
    expectClean(said.folder, record.code.tree)
    expect(gitSucceeds(said.folder, 'symbolic-ref', '--quiet', 'HEAD')).toBe(false)
  })

  it('is answered again where it stands, and refused where another does', () => {
    const place = workplace()
    const {id} = recorded(place)
    const {folder} = checkout(place, id)
    writeText(folder, 'mine.txt', 'mine\n')
    expect(checkout(place, id)).toMatchObject({state: 'there', folder})
    expect(existsSync(join(folder, 'mine.txt'))).toBe(true)
    const other = ran(place, ['--', 'true']).id
    expect(place.refused(['checkout', other, folder]).message).toContain(`is the checkout of`)
  })

  it('CR LF under text=auto, and in a file that was renormalized', () => {
    const place = workplace()
    place.write('.gitattributes', '* text=auto\n')
    place.write('dos.txt', 'a\r\nb\r\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'attributes')
    place.write('dos.txt', 'a\r\nb\r\nc\r\n')
    place.write('new.py', 'x = 1\r\n')
    const files = filesOf(place.cwd)
    const {id, record} = ran(place, ['--', 'true'])
    const {folder, notes} = checkout(place, id)
    expect(filesOf(folder)).toEqual(files)
    expect(git(folder, 'rev-parse', 'HEAD^{tree}')).toBe(record.code.tree)
    expect(notes).toEqual([])
  })

  it('files of a nested clone', () => {
    const place = workplace()
    git(place.cwd, 'clone', '--quiet', place.cwd, join(place.cwd, 'nested'))
    place.write('nested/more.py', 'more = 1\n')
    const files = filesOf(place.cwd)
    const {id} = ran(place, ['--', 'true'])
    expect(filesOf(checkout(place, id).folder)).toEqual(files)
  })

  it('a submodule at the commit that ran, from where it is on this machine', () => {
    const place = workplace()
    const other = tempFolder('other')
    git(other, 'init', '--quiet')
    for (const n of ['1', '2']) {
      writeText(other, 'lib.py', `lib = ${n}\n`)
      git(other, 'add', '.')
      git(other, 'commit', '--quiet', '-m', n)
    }
    place.git('submodule', '--quiet', 'add', other, 'libs/other')
    place.git('commit', '--quiet', '-m', 'submodule')
    git(join(place.cwd, 'libs/other'), 'checkout', '--quiet', 'HEAD~1')
    const files = filesOf(place.cwd)
    const {id, record} = ran(place, ['--', 'true'])
    const {folder, notes} = checkout(place, id)
    expect(filesOf(folder)).toEqual(files)
    expectClean(folder, record.code.tree)
    expect(notes).toEqual([])
    place.ok('checkout', '--remove', id)
    expect(existsSync(folder)).toBe(false)
    rmSync(join(place.cwd, 'libs/other'), {recursive: true})
    rmSync(place.inGit('modules'), {recursive: true})
    const {status, stdout, stderr} = place.exp(['checkout', id])
    expect([status, stdout]).toEqual([0, expect.stringContaining('submodule libs/other')])
    expect(stderr).toContain('submodule update --init')
  })
})

describe('from other places', () => {
  it('a linked worktree, and a sparse one', () => {
    const place = workplace()
    const linked = join(tempFolder(), 'linked')
    place.git('worktree', 'add', '--quiet', '-b', 'other', linked)
    git(linked, 'sparse-checkout', 'set', '--no-cone', '/nothing')
    const {id, record, files} = recorded(place)
    const there = new Workplace(linked)
    const said = there.json(['checkout', id])
    expect(said.folder).toBe(beside(place, id))
    expect(filesOf(said.folder)).toEqual(files)
    expectClean(said.folder, record.code.tree)
  })

  it('where variables tell git where to look', () => {
    const place = workplace()
    const {id, record, files} = recorded(place)
    const env = {GIT_DIR: join(place.cwd, '.git'), GIT_WORK_TREE: place.cwd, GIT_INDEX_FILE: '.git/index'}
    const before = fingerprint(place)
    const said = place.json(['checkout', id], {env})
    expect(fingerprint(place)).toEqual(before)
    expect(filesOf(said.folder)).toEqual(files)
    expectClean(said.folder, record.code.tree)
  })

  it('several at once: one makes it, and nobody takes it away again', async () => {
    const place = workplace()
    const {id, record, files} = recorded(place)
    const answers = await Promise.all([1, 2, 3].map(() => begin(place, ['checkout', id, '../one']).ended))
    const made = answers.filter(({status}) => status === 0)
    expect(made.length).toBeGreaterThan(0)
    for (const {status, stderr} of answers)
      if (status !== 0) expect(stderr).toContain('is being made by another git exp')
    const folder = join(dirname(place.cwd), 'one')
    expect(filesOf(folder)).toEqual(files)
    expectClean(folder, record.code.tree)
    expect(place.exp(['checkout', id, '../one']).status).toBe(0)
  })

  it('a bare repository, named after it', () => {
    const place = workplace()
    const {id, files} = recorded(place)
    const bare = join(tempFolder(), 'team.git')
    git(place.cwd, 'clone', '--quiet', '--bare', place.cwd, bare)
    git(bare, 'fetch', '--quiet', 'origin', 'refs/exp/code:refs/exp/code')
    const said = new Workplace(bare).json(['checkout', id])
    expect(said.folder).toBe(join(dirname(bare), `team-${id}`))
    expect(filesOf(said.folder)).toEqual(files)
  })

  it.each([[[]], [['--depth=1']]])('a fresh clone %j with the chain fetched by plain git', how => {
    const place = workplace()
    const {id, record, files} = recorded(place)
    const clone = join(tempFolder(), 'clone')
    git(place.cwd, 'clone', '--quiet', ...how, `file://${place.cwd}`, clone)
    git(clone, 'fetch', '--quiet', 'origin', 'exp-ledger:exp-ledger')
    const there = new Workplace(clone)
    const error = there.refused(['checkout', id])
    expect(error).toMatchObject({code: 'CODE_NOT_FOUND', exit: 4})
    expect(error.hints[0]).toBe('git fetch origin refs/exp/code')
    git(clone, 'fetch', '--quiet', 'origin', 'refs/exp/code')
    const said = checkout(there, id)
    expect(filesOf(said.folder)).toEqual(files)
    expectClean(said.folder, record.code.tree)
  })

  it('a SHA-256 repository', () => {
    const cwd = tempFolder('project')
    git(cwd, 'init', '--quiet', '--object-format=sha256')
    const place = new Workplace(cwd)
    place.write('train.py', '1\n')
    git(cwd, 'add', '.')
    git(cwd, 'commit', '--quiet', '-m', 'first')
    place.ok('init')
    const {id, record, files} = recorded(place)
    for (const [folder, ...flags] of [['../linked'], ['../clone', '--standalone']] as const) {
      const said = checkout(place, id, folder, ...flags)
      expect(filesOf(said.folder)).toEqual(files)
      expectClean(said.folder, record.code.tree)
    }
  })

  it('after its branch was squashed and deleted, and git gc --prune=now', () => {
    const place = workplace()
    place.git('switch', '--quiet', '-c', 'idea')
    const {id, record, files} = recorded(place)
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'idea')
    place.git('switch', '--quiet', 'main')
    place.git('merge', '--quiet', '--squash', 'idea')
    place.git('commit', '--quiet', '-m', 'squashed')
    place.git('branch', '--quiet', '-D', 'idea')
    place.git('reflog', 'expire', '--expire=now', '--all')
    place.git('gc', '--quiet', '--prune=now')
    const {folder} = checkout(place, id)
    expect(filesOf(folder)).toEqual(files)
    place.git('gc', '--quiet', '--prune=now')
    expectClean(folder, record.code.tree)
  })

  it('a clone of its own, once the repository is gone', () => {
    const place = workplace()
    const {id, record, files} = recorded(place)
    const {folder, kind} = checkout(place, id, '../alone', '--standalone')
    expect(kind).toBe('clone')
    renameSync(place.cwd, `${place.cwd}-gone`)
    git(folder, 'gc', '--quiet', '--prune=now')
    git(folder, 'fsck', '--strict', '--no-dangling')
    expect(filesOf(folder)).toEqual(files)
    expectClean(folder, record.code.tree)
  })
})

describe('what is told', () => {
  it('files that the snapshot does not have', () => {
    const place = workplace()
    place.write('data.csv', 'a\n')
    const {id} = ran(place, ['--', 'true'])
    expect(checkout(place, id).notes).toEqual(['not in the snapshot: data.csv (2 B, no source by its name)'])
  })

  it('data: the same, changed, and gone; linked on request', () => {
    const place = workplace()
    place.write('.gitignore', 'data/\n')
    place.git('add', '.gitignore')
    place.git('commit', '--quiet', '-m', 'ignore')
    for (const split of ['train', 'dev', 'test']) place.write(`data/${split}.csv`, `a\n${split}\n`)
    const words = ['train', 'dev', 'test'].flatMap(split => ['--data', `${split}=data/${split}.csv`])
    const {id, record} = ran(place, [...words, '--', 'true'])
    place.write('data/dev.csv', 'a\nother\n')
    rmSync(join(place.cwd, 'data/test.csv'))
    const {folder, data} = checkout(place, id, '--link-data')
    expect(data).toMatchObject([
      {role: 'train', state: 'same', place: 'worktree', linked: true},
      {role: 'dev', state: 'changed', digest: record.dataset.splits.dev.hash, found: {bytes: 8}},
      {role: 'test', state: 'missing'},
    ])
    expect(readFileSync(join(folder, 'data/train.csv'), 'utf8')).toBe('a\ntrain\n')
    expect(git(folder, 'status', '--porcelain')).toBe('')
    const elsewhere = tempFolder('elsewhere')
    writeText(elsewhere, 'test.csv', 'a\ntest\n')
    expect(checkout(place, id, '--data', elsewhere).data).toMatchObject([
      {role: 'train', state: 'same', place: 'checkout'},
      {role: 'dev', state: 'changed'},
      {role: 'test', state: 'same', place: 'data'},
    ])
    place.ok('checkout', '--remove', id)
    expect(existsSync(join(place.cwd, 'data/train.csv'))).toBe(true)
  })

  it('an address is found in a data folder by its last part, where the bytes are the same', () => {
    const place = workplace()
    const {id} = ran(place, ['--', 'true'])
    const digest = 'sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'
    edit(place, text => `${text}inputs:\n  - {uri: "s3://bucket/x?versionId=3", role: train, digest: "${digest}"}\n`)
    const folder = tempFolder('here')
    writeText(folder, 'x', 'x')
    expect(checkout(place, id).data).toMatchObject([{state: 'address'}])
    expect(checkout(place, id, '--data', folder).data).toMatchObject([{state: 'same', place: 'data'}])
    writeText(folder, 'x', 'y')
    expect(checkout(place, id, '--data', folder).data).toMatchObject([{state: 'address'}])
  })

  it('a folder of data that has a file too many', () => {
    const place = workplace()
    place.write('.gitignore', 'data/\n')
    place.write('data/a', 'a')
    const {id} = ran(place, ['--input', 'train=data', '--', 'true'])
    expect(checkout(place, id).data).toMatchObject([{state: 'same'}])
    place.write('data/b', 'b')
    expect(checkout(place, id).data).toMatchObject([{state: 'changed', found: {files: 2}}])
  })

  it('configs that the code does not have are laid out; what it has is named', () => {
    const place = workplace()
    place.write('.gitignore', 'local.yaml\n')
    place.write('local.yaml', 'lr: 1\n')
    place.write('shared.yaml', 'lr: 2\n')
    const {id} = ran(place, ['--config', 'local.yaml', '--config', 'shared.yaml', '--', 'true'])
    const {folder, artifacts} = checkout(place, id)
    expect(artifacts).toMatchObject([
      {path: 'local.yaml', state: 'laid', at: '.exp/artifacts/local.yaml'},
      {path: 'shared.yaml', state: 'tree'},
    ])
    expect(readFileSync(join(folder, '.exp/artifacts/local.yaml'), 'utf8')).toBe('lr: 1\n')
    expect(git(folder, 'status', '--porcelain')).toBe('')
    expect(checkout(place, id).artifacts).toMatchObject([{state: 'laid'}, {state: 'tree'}])
  })

  it('large artifacts are laid out on request alone', () => {
    const place = workplace()
    place.write('model.bin', 'x'.repeat(200_000))
    const {id} = ran(place, ['--keep', 'model.bin', '--', 'sh', '-c', 'touch model.bin'])
    expect(checkout(place, id).artifacts).toMatchObject([{path: 'model.bin', state: 'kept'}])
    const {folder, artifacts} = checkout(place, id, '--artifacts')
    expect(artifacts).toMatchObject([{state: 'laid'}])
    expect(readFileSync(join(folder, artifacts[0].at), 'utf8')).toHaveLength(200_000)
  })

  it('a run of changes that nobody kept is the commit without them', () => {
    const place = workplace()
    place.write('train.py', 'changed\n')
    const {id} = place.json(['record', '-'], {input: JSON.stringify({run_name: 'one', task: 'ner'})})
    const said = checkout(place, id)
    expect(said.code).toMatchObject({state: 'changed', checkedOut: {how: 'base'}})
    expect(said.notes[0]).toContain('not kept')
    expect(readFileSync(join(said.folder, 'train.py'), 'utf8')).toBe('print("train")\n')
  })

  it('a filter that fails, and pointers of LFS', () => {
    const place = workplace()
    place.write('.gitattributes', '*.bin filter=lfs\n*.odd filter=odd\n')
    place.write('w.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 5\n`)
    place.write('x.odd', 'odd\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'filters')
    const {id} = ran(place, ['--', 'true'])
    for (const name of ['smudge', 'clean']) place.git('config', `filter.odd.${name}`, 'false')
    place.git('config', 'filter.odd.required', 'true')
    const {notes, folder} = place.json(['checkout', id])
    expect(notes).toEqual([
      'still a pointer of Git LFS: w.bin',
      'the filter "odd" failed, and its files are as they were committed',
    ])
    expect(readFileSync(join(folder, 'x.odd'), 'utf8')).toBe('odd\n')
  })

  it('files of LFS that are here are filled, and no server is asked', () => {
    const place = workplace()
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 6\n`
    place.write('.gitattributes', '*.bin filter=lfs\n')
    place.write('w.bin', pointer)
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'large')
    const {id} = ran(place, ['--', 'true'])
    const bin = tempFolder('bin')
    const fake = `#!/bin/sh
case $1 in
smudge) [ "$GIT_LFS_SKIP_SMUDGE" = 1 ] && cat || exit 9 ;;
clean) cat >/dev/null; cat "${bin}/pointer" ;;
checkout) printf filled >w.bin ;;
esac
`
    writeText(bin, 'git-lfs', fake)
    writeText(bin, 'pointer', pointer)
    place.write(`.git/lfs/objects/aa/aa/${'a'.repeat(64)}`, 'filled')
    chmodSync(join(bin, 'git-lfs'), 0o755)
    for (const name of ['smudge', 'clean']) place.git('config', `filter.lfs.${name}`, `git-lfs ${name}`)
    place.git('config', 'filter.lfs.required', 'true')
    const env = {PATH: `${bin}:${process.env['PATH']}`}
    const said = place.json(['checkout', id], {env})
    expect(said.notes).toEqual([])
    expect(readFileSync(join(said.folder, 'w.bin'), 'utf8')).toBe('filled')
  })

  it('a dry run makes nothing', () => {
    const place = workplace()
    const {id} = recorded(place)
    expect(checkout(place, id, '--dry-run')).toMatchObject({state: 'planned', folder: beside(place, id)})
    expect(existsSync(beside(place, id))).toBe(false)
    expect(place.git('worktree', 'list').split('\n')).toHaveLength(1)
  })
})

describe('what cannot be had', () => {
  it('a tree that is not the recorded one: integrity, and nothing left behind', () => {
    const place = workplace()
    const {id, record} = recorded(place)
    edit(place, text => text.replace(record.code.tree, 'a'.repeat(40)))
    const error = place.refused(['checkout', id])
    expect(error).toMatchObject({code: 'DAMAGED_RECORD', kind: 'integrity', exit: 6})
    expect(existsSync(beside(place, id))).toBe(false)
    expect(place.git('worktree', 'list').split('\n')).toHaveLength(1)
  })

  it('a snapshot that nobody has: where to look, and the commit on request', () => {
    const place = workplace()
    const {id, record} = recorded(place)
    edit(place, text => text.replace(record.code.snapshot, 'b'.repeat(40)))
    place.git('remote', 'add', 'team', '../team.git')
    const {message, hints} = place.refused(['checkout', id])
    expect(message).toBe(`the snapshot bbbbbbbbbbbb of ${record.name} (${id}) is not in this repository`)
    expect(hints).toEqual([
      'git fetch team refs/exp/code',
      'a commit that was lost here: git fsck --lost-found, git reflog --all',
      `without the changes that ran: git exp checkout ${id} --base`,
      expect.stringContaining('ran it on'),
    ])
    const said = checkout(place, id, '--base')
    expect(said.code.checkedOut).toMatchObject({commit: record.code.commit, how: 'base'})
    expect(existsSync(join(said.folder, '.exp/code.diff'))).toBe(true)
  })

  it.each([
    [
      {commit: 'c'.repeat(40), repo: 'https://git.example.org/team/nlp.git'},
      'git fetch https://git.example.org/team/nlp.git refs/exp/code',
    ],
    [
      {commit: 'c'.repeat(40), repo: 'ext::sh -c touch% pwned'},
      'it ran from ext::sh -c touch% pwned: a fork, or another clone, may have it',
    ],
    [
      {commit: 'c'.repeat(40), repo: '--upload-pack=touch pwned'},
      'it ran from --upload-pack=touch pwned: a fork, or another clone, may have it',
    ],
  ])('a commit of another repository: %j', (code, hint) => {
    const place = workplace()
    const {id} = place.json(['record', '-'], {input: JSON.stringify({run_name: 'one', task: 'ner', code})})
    const error = place.refused(['checkout', id])
    expect(error.code).toBe('CODE_NOT_FOUND')
    expect(error.hints).toContain(hint)
  })

  it('no commit at all', () => {
    const place = workplace()
    const {id} = place.json(['record', '-'], {
      input: JSON.stringify({run_name: 'one', task: 'ner', code: {repo: 'elsewhere'}}),
    })
    expect(place.refused(['checkout', id]).message).toContain('names no commit; it says: repository elsewhere')
  })

  it.each([
    ['sub/there', 'USAGE'],
    ['.git/there', 'USAGE'],
    ['train.py', 'FILE_EXISTS'],
    ['.', 'FILE_EXISTS'],
    ['../full', 'FILE_EXISTS'],
    ['../dangling', 'FILE_EXISTS'],
    ['../into', 'FILE_EXISTS'],
    ['../into/new', 'USAGE'],
    ['', 'USAGE'],
  ])('the folder "%s": %s', (dir, code) => {
    const place = workplace()
    const {id} = recorded(place)
    writeText(dirname(place.cwd), 'full/file', '')
    symlinkSync('nowhere', join(dirname(place.cwd), 'dangling'))
    symlinkSync('project', join(dirname(place.cwd), 'into'))
    const files = filesOf(dirname(place.cwd))
    expect(place.refused(['checkout', id, dir]).code).toBe(code)
    expect(filesOf(dirname(place.cwd))).toEqual(files)
  })

  it('an empty folder, and an ignored one, may be used', () => {
    const place = workplace()
    const {id} = recorded(place)
    mkdirSync(join(dirname(place.cwd), 'empty'))
    expect(place.json(['checkout', id, '../empty/']).state).toBe('made')
    place.write('.gitignore', 'runs/\n')
    expect(place.json(['checkout', id, 'runs/one']).state).toBe('made')
  })

  it.each([
    [['--force']],
    [['--list', '--remove']],
    [['--list', 'x']],
    [['--remove', 'x', 'y']],
    [['--remove', 'x', '--base']],
    [[]],
  ])('words that do not go together: %j', words => {
    expect(workplace().refused(['checkout', ...words]).code).toBe('USAGE')
  })
})

describe('hostile records', () => {
  const evil = (place: Workplace, change: (text: string) => string) => {
    const {id} = recorded(place)
    edit(place, change)
    return id
  }

  it('no hook of the user’s runs', () => {
    const place = workplace()
    const {id} = recorded(place)
    const hook = '#!/bin/sh\ntouch "$HOME/hooked"\ntouch hooked\n'
    for (const name of ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
      place.write(`.git/hooks/${name}`, hook)
      chmodSync(place.inGit(`hooks/${name}`), 0o755)
    }
    place.git('config', 'core.fsmonitor', '.git/hooks/fsmonitor-watchman')
    for (const [folder, ...flags] of [['../one'], ['../two', '--standalone']] as const) {
      const said = place.json(['checkout', id, folder, ...flags])
      expect(existsSync(join(said.folder, 'hooked'))).toBe(false)
    }
    place.ok('checkout', '--remove', '../one')
    expect(existsSync(join(place.cwd, 'hooked'))).toBe(false)
    expect(existsSync(place.inGit('hooked'))).toBe(false)
  })

  it('a command with ";" is one word in quotes, and control characters are shown', () => {
    const place = workplace()
    const id = evil(place, text =>
      text.replace(/command:\n {2}- "?true"?\n/, 'command:\n  - "x; touch pwned \\e[2J"\n'),
    )
    const said = place.json(['checkout', id])
    expect(said.command.argv).toEqual(['x; touch pwned \u001b[2J'])
    const text = place.ok('checkout', id)
    expect(text).toContain(`&& 'x; touch pwned \\u{1b}[2J'`)
    expect(text).not.toContain('\u001b')
    expect(existsSync(join(place.cwd, 'pwned'))).toBe(false)
  })

  it('paths of artifacts and data that lead out', () => {
    const place = workplace()
    writeText(dirname(place.cwd), 'secret', 'secret')
    const paths = ['../../secret', '/etc/passwd', '.git/config', 'a/../../../x', '..\\\\x']
    const artifacts = paths
      .map(path => `  - {path: "${path}", role: config, digest: "sha256:${'a'.repeat(64)}"}\n`)
      .join('')
    const inputs = paths
      .slice(0, 4)
      .map(path => `  - {path: "${path}", role: train}\n`)
      .join('')
    const id = evil(place, text => `${text}artifacts:\n${artifacts}inputs:\n${inputs}`)
    const files = filesOf(dirname(place.cwd))
    const said = place.json(['checkout', id, '--link-data', '--artifacts'])
    expect(said.artifacts.map(({state}: {state: string}) => state)).toEqual(paths.map(() => 'refused'))
    expect(said.data.map(({state}: {state: string}) => state)).toEqual(['refused', 'unpinned', 'refused', 'refused'])
    rmSync(said.folder, {recursive: true})
    expect(filesOf(dirname(place.cwd))).toEqual(files)
  })

  it('an artifact that is a symbolic link on the ledger is no artifact', () => {
    const place = workplace()
    const {id} = recorded(place)
    const folder = runFolder(place)
    place.write('link-target', '/etc/passwd')
    const link = place.git('hash-object', '-w', 'link-target')
    rmSync(join(place.cwd, 'link-target'))
    putEntry(place, `120000,${link},${folder}/artifacts/config.yaml`)
    edit(place, text => `${text}artifacts:\n  - {path: config.yaml, role: config}\n`)
    const said = place.json(['checkout', id])
    expect(said.artifacts).toMatchObject([{path: 'config.yaml', state: 'missing'}])
    expect(existsSync(join(said.folder, '.exp/artifacts/config.yaml'))).toBe(false)
  })

  it('a tree whose folders are links leads no link and no file of ours out', () => {
    const place = workplace()
    const outside = tempFolder('outside')
    place.write('.gitignore', 'data/x\n')
    symlinkSync(outside, join(place.cwd, 'data'))
    symlinkSync(outside, join(place.cwd, '.exp'))
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'links')
    const {id} = ran(place, ['--', 'true'])
    const elsewhere = tempFolder('elsewhere')
    writeText(elsewhere, 'data/x', 'x')
    place.write('c.yaml', 'a: 1\n')
    edit(
      place,
      text =>
        `${text}inputs:\n  - {path: data/x, role: train, digest: "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}\n`,
    )
    const said = place.json(['checkout', id, '--data', elsewhere, '--link-data'])
    expect(said.data).toMatchObject([{state: 'same', linked: false}])
    expect(filesOf(outside)).toEqual({})
  })

  it('a code that is no object id is not asked for', () => {
    const place = workplace()
    const id = evil(place, text =>
      text.replace(/ {2}snapshot: .*\n/, '').replace(/ {2}commit: .*\n/, '  commit: HEAD\n'),
    )
    expect(place.refused(['checkout', id]).message).toContain('names no commit')
  })
})

describe('list and remove', () => {
  it('lists what it made, and removes it unless something would be lost', () => {
    const place = workplace()
    const {id} = recorded(place)
    const own = join(tempFolder(), 'own')
    place.git('worktree', 'add', '--quiet', '--detach', own)
    expect(place.ok('checkout', '--list')).toBe('no checkouts\n')
    const {folder} = checkout(place, id)
    const clone = checkout(place, id, '../clone', '--standalone').folder
    expect(place.json(['checkout', '--list']).checkouts).toMatchObject([
      {folder, run: id, kind: 'worktree', changed: [], untracked: [], ignored: []},
      {folder: clone, kind: 'clone'},
    ])
    expect(place.refused(['checkout', '--remove', id])).toMatchObject({code: 'FILE_AMBIGUOUS'})
    expect(place.refused(['checkout', '--remove', own])).toMatchObject({code: 'FILE_NOT_FOUND'})
    expect(place.refused(['checkout', '--remove', '.'])).toMatchObject({code: 'FILE_NOT_FOUND'})
    expect(place.ok('checkout', '--remove', folder, '--dry-run')).toBe(`would remove ${folder}\n`)
    expect(place.ok('checkout', '--remove', folder)).toBe(`removed ${folder}\n`)
    place.ok('checkout', '--remove', '../clone')
    expect([folder, clone, own].map(each => existsSync(each))).toEqual([false, false, true])
    expect(place.json(['checkout', '--list'])).toEqual({checkouts: []})
  })

  it.each<[string, (folder: string) => void, string]>([
    ['a change', folder => writeText(folder, 'train.py', 'mine\n'), '1 changed file (train.py)'],
    ['a new file', folder => writeText(folder, 'new.py', 'mine\n'), '1 new file (new.py)'],
    ['an ignored result', folder => writeText(folder, 'out/model.pt', 'mine\n'), '1 ignored file (out/model.pt)'],
    [
      'a commit',
      folder => git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'mine'),
      'commits that no branch has',
    ],
  ])('keeps %s unless forced', (_, change, told) => {
    const place = workplace()
    place.write('.gitignore', 'out/\n__pycache__/\n')
    const {id} = recorded(place)
    const {folder} = checkout(place, id)
    writeText(folder, '__pycache__/x.pyc', '')
    change(folder)
    const error = place.refused(['checkout', '--remove', id])
    expect(error).toMatchObject({code: 'CHECKOUT_USED', exit: 5})
    expect(error.message).toBe(`"${folder}" is in use: ${told}`)
    place.ok('checkout', '--remove', id, '--force')
    expect(existsSync(folder)).toBe(false)
  })

  it('what was cut short is made anew', () => {
    const place = workplace()
    const {id, files} = recorded(place)
    const {folder} = checkout(place, id)
    const mark = join(git(folder, 'rev-parse', '--absolute-git-dir'), 'exp-checkout')
    writeFileSync(
      mark,
      JSON.stringify({...JSON.parse(readFileSync(mark, 'utf8')), maker: {host: hostname(), pid: 2 ** 22 + 1}}),
    )
    rmSync(join(folder, 'train.py'))
    expect(checkout(place, id).state).toBe('made')
    expect(filesOf(folder)).toEqual(files)
  })
})

const runFolder = (place: Workplace) =>
  place
    .git('ls-tree', '-r', '--name-only', 'exp-ledger', 'runs/')
    .split('\n')
    .find(path => path.endsWith('/run.yaml'))!
    .slice(0, -'/run.yaml'.length)

/** What somebody else might have written into the only record. */
function edit(place: Workplace, change: (text: string) => string): void {
  const path = `${runFolder(place)}/run.yaml`
  const text = `${place.ledgerFile(path)}\n`
  const changed = change(text)
  expect(changed).not.toBe(text)
  place.putOnLedger(path, changed)
}

/** Puts an entry of any mode on the ledger, as plain git can. */
function putEntry({cwd}: Workplace, entry: string): void {
  const at = (...args: string[]) => gitWith({cwd, env: {GIT_INDEX_FILE: join(cwd, '.git/index-of-test')}}, ...args)
  at('read-tree', 'exp-ledger')
  at('update-index', '--add', '--cacheinfo', entry)
  const commit = at('commit-tree', at('write-tree'), '-p', 'exp-ledger', '-m', 'edit')
  at('update-ref', 'refs/heads/exp-ledger', commit)
}
