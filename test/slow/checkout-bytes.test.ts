// What ran and what is checked out, compared by a reader that is none of ours: Python's own walk over both folders.
import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {git, tempFolder} from '../support/git'
import {ran} from '../support/running'
import {noise, Workplace, workplace} from '../support/workplace'

jest.setTimeout(120_000)

const walk = (folder: string): Record<string, string[]> =>
  JSON.parse(execFileSync('python3', [resolve('test/support/walk.py'), folder], {maxBuffer: 1 << 26}).toString())

interface Case {
  /** What is committed. */
  readonly before?: (place: Workplace) => void
  /** What is done to it before the run. */
  readonly change: (place: Workplace) => void
  /** A fresh clone cannot have it. */
  readonly here?: true
  /** What git says of the checkout: its own rules would have it otherwise than it ran. */
  readonly status?: string
}

const bytes = (place: Workplace, path: string, text: string | Uint8Array) => {
  mkdirSync(dirname(join(place.cwd, path)), {recursive: true})
  writeFileSync(join(place.cwd, path), text)
}
const attributes = (text: string, files: Record<string, string>) => (place: Workplace) => {
  place.write('.gitattributes', text)
  for (const [path, content] of Object.entries(files)) bytes(place, path, content)
}
const config =
  (key: string, value: string, files: Record<string, string> = {}) =>
  (place: Workplace) => {
    place.git('config', key, value)
    for (const [path, content] of Object.entries(files)) bytes(place, path, content)
  }
const link = (place: Workplace, target: string, path: string) => symlinkSync(target, join(place.cwd, path))

function library(place: Workplace, path: string, submodule: boolean): Workplace {
  const source = new Workplace(tempFolder('library'))
  source.git('init', '--quiet')
  source.write('lib.py', 'lib = 1\n')
  source.git('add', '-A')
  source.git('commit', '--quiet', '-m', 'library')
  if (submodule) place.git('submodule', '--quiet', 'add', source.cwd, path)
  else place.git('clone', '--quiet', source.cwd, path)
  return new Workplace(join(place.cwd, path))
}

const CRLF = 'a = 1\r\nb = 2\r\n'

const CASES: Record<string, Case> = {
  'untracked files': {
    change: place => {
      place.write('new.py', 'x = 1\n')
      place.write('pkg/deep/deeper/new.py', 'x = 2\n')
      place.write('Makefile', 'all:\n')
    },
  },
  'staged, then edited again; removed; renamed; only meant to be added': {
    before: place => {
      for (const name of ['gone', 'old', 'staged']) place.write(`${name}.py`, `${name}\n`)
    },
    change: place => {
      place.write('staged.py', 'one\n')
      place.git('add', 'staged.py')
      place.write('staged.py', 'two\n')
      unlinkSync(join(place.cwd, 'gone.py'))
      place.git('mv', 'old.py', 'renamed.py')
      place.write('meant.py', 'meant\n')
      place.git('add', '-N', 'meant.py')
    },
  },
  'bits to run, given and taken': {
    before: place => {
      place.write('was.sh', '#!/bin/sh\n')
      chmodSync(join(place.cwd, 'was.sh'), 0o755)
    },
    change: place => {
      chmodSync(join(place.cwd, 'was.sh'), 0o644)
      chmodSync(join(place.cwd, 'train.py'), 0o755)
      place.write('new.sh', '#!/bin/sh\n')
      chmodSync(join(place.cwd, 'new.sh'), 0o700)
    },
  },
  'symbolic links: to a file, to a folder, to nothing, out of the repository, in place of a file, and a file in place of one':
    {
      before: place => {
        place.write('src/a.py', 'a\n')
        place.write('was-file.py', 'x\n')
        link(place, 'src/a.py', 'was-link.py')
      },
      change: place => {
        link(place, 'src/a.py', 'file.py')
        link(place, 'src', 'folder.py')
        link(place, 'nowhere', 'nothing.py')
        link(place, '/etc/hostname', 'outside.py')
        for (const name of ['was-file.py', 'was-link.py']) unlinkSync(join(place.cwd, name))
        link(place, '../x\ny', 'was-file.py')
        place.write('was-link.py', 'now a file\n')
      },
    },
  'a folder in place of a file, and a file in place of a folder': {
    before: place => {
      place.write('one.py', 'file\n')
      place.write('two.py/a.py', 'a\n')
    },
    change: place => {
      unlinkSync(join(place.cwd, 'one.py'))
      place.write('one.py/a.py', 'a\n')
      rmSync(join(place.cwd, 'two.py'), {recursive: true})
      place.write('two.py', 'file\n')
    },
  },
  'CR LF without any rule': {
    before: place => bytes(place, 'dos.py', CRLF),
    change: place => {
      bytes(place, 'dos.py', `${CRLF}c = 3\r\n`)
      bytes(place, 'new.py', CRLF)
      bytes(place, 'mixed.py', 'a = 1\r\nb = 2\nc = 3\r')
    },
  },
  'CR LF with core.autocrlf=true': {
    before: config('core.autocrlf', 'true', {'dos.py': CRLF, 'same.py': CRLF, 'train.py': CRLF}),
    change: place => {
      bytes(place, 'dos.py', `${CRLF}c = 3\r\n`)
      bytes(place, 'new.py', CRLF)
      bytes(place, 'mixed.py', 'a = 1\r\nb = 2\n')
    },
    here: true,
  },
  'CR LF with core.autocrlf=input': {
    before: config('core.autocrlf', 'input', {'unix.py': 'a\n'}),
    change: place => {
      bytes(place, 'unix.py', CRLF)
      bytes(place, 'new.py', CRLF)
    },
  },
  'CR LF by eol=crlf, eol=lf and text=auto of .gitattributes': {
    before: attributes('*.bat text eol=crlf\n*.sh text eol=lf\n*.py text=auto\n', {
      'a.bat': CRLF,
      'a.sh': 'a\n',
      'a.py': 'a\n',
    }),
    change: place => {
      bytes(place, 'a.bat', `${CRLF}c\r\n`)
      bytes(place, 'a.sh', CRLF)
      bytes(place, 'a.py', CRLF)
      bytes(place, 'b.py', 'a\r\nb\n')
    },
    status: ' M a.sh',
  },
  'files in UTF-16 by working-tree-encoding': {
    before: attributes('*.txt text working-tree-encoding=UTF-16LE\n', {}),
    change: place => bytes(place, 'wide.txt', Buffer.from('a wide text\nof two lines\n', 'utf16le')),
  },
  'names: spaces, quotes, Unicode in both forms, newline, tab, dashes, stars, bytes that are no UTF-8, the longest': {
    change: place => {
      const names = [
        ' leading and trailing .py ',
        'quote"\'`$(touch pwned).py',
        'ü-composed.py',
        'u\u0308-decomposed.py',
        '日本語 🙂.py',
        'new\nline.py',
        'tab\t.py',
        '--flag.py',
        '*.py',
        'back\\slash.py',
        ':(top)magic.py',
        `${'x'.repeat(252)}.py`,
      ]
      for (const name of names) bytes(place, name, `${name}\n`)
      writeFileSync(Buffer.concat([Buffer.from(`${place.cwd}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.py')]), 'x\n')
      rmSync(join(place.cwd, ' leading and trailing .py '))
    },
  },
  'names that differ in case alone': {
    before: place => place.write('Readme.md', 'one\n'),
    change: place => {
      place.write('README.md', 'two\n')
      place.write('pkg/A.py', 'A\n')
      place.write('PKG/a.py', 'a\n')
    },
  },
  'empty files, files without a last newline, and bytes that are no text': {
    before: place => noise(join(place.cwd, 'weights.bin'), 4000),
    change: place => {
      place.write('empty.py', '')
      place.write('end.py', 'no newline')
      bytes(place, 'null.py', Buffer.from([0, 13, 10, 0, 255]))
      noise(join(place.cwd, 'weights.bin'), 4001)
      bytes(place, 'bom.py', '\ufeffx = 1\r\n')
    },
  },
  'edits that git was told not to see': {
    before: place => {
      place.write('assumed.py', 'a\n')
      place.write('skipped.py', 'a\n')
    },
    change: place => {
      place.git('update-index', '--assume-unchanged', 'assumed.py')
      place.git('update-index', '--skip-worktree', 'skipped.py')
      place.write('assumed.py', 'edited\n')
      place.write('skipped.py', 'edited\n')
    },
  },
  'nested clones, one in the other, with changes': {
    change: place => {
      const outer = library(place, 'nested', false)
      const inner = library(outer, 'inner', false)
      outer.write('lib.py', 'lib = 2\n')
      outer.write('new.py', 'new\n')
      inner.write('lib.py', 'lib = 3\n')
    },
  },
  'submodules: as committed, at another commit, and with changes': {
    before: place => {
      for (const name of ['same', 'moved', 'dirty']) library(place, `libs/${name}`, true)
    },
    change: place => {
      const moved = new Workplace(join(place.cwd, 'libs/moved'))
      moved.write('lib.py', 'lib = 2\n')
      moved.git('commit', '--quiet', '-am', 'two')
      place.write('libs/dirty/lib.py', 'lib = 3\n')
      place.write('libs/dirty/new.py', 'new\n')
    },
    here: true,
  },
  'a repository that ignores modes and links of its own accord': {
    before: place => {
      place.write('run.sh', '#!/bin/sh\n')
      chmodSync(join(place.cwd, 'run.sh'), 0o755)
    },
    change: place => {
      place.git('config', 'core.fileMode', 'false')
      place.write('run.sh', '#!/bin/sh\ntrue\n')
    },
  },
  'in the midst of a merge': {
    before: place => place.write('both.py', 'base\n'),
    change: place => {
      place.git('switch', '--quiet', '-c', 'side')
      place.write('both.py', 'side\n')
      place.git('commit', '--quiet', '-am', 'side')
      place.git('switch', '--quiet', 'main')
      place.write('both.py', 'main\n')
      place.git('commit', '--quiet', '-am', 'main')
      try {
        place.git('merge', 'side')
      } catch {}
    },
  },
}

/** Runs in what the case makes; the files that ran, the run, and its tree. */
function recorded({before, change}: Case) {
  const place = workplace()
  before?.(place)
  place.git('add', '-A')
  place.git('commit', '--quiet', '--allow-empty', '-m', 'before')
  change(place)
  const files = walk(place.cwd)
  const {id, record} = ran(place, ['--', 'true'])
  return {place, id, tree: record.code.tree as string, code: record.code, files}
}

describe('a dirty run: tree hash and every byte', () => {
  test.each(Object.entries(CASES))('%s', (_, each) => {
    const {place, id, tree, code, files} = recorded(each)
    expect([code.excluded, code.incomplete]).toEqual([undefined, undefined])
    const checkouts: [string, Workplace, string[]][] = [
      ['a worktree', place, ['../linked']],
      ['a clone of its own', place, ['../alone', '--standalone']],
    ]
    if (!each.here) {
      const there = new Workplace(join(tempFolder('clone'), 'project'))
      git('.', 'clone', '--quiet', '--no-local', place.cwd, there.cwd)
      git(there.cwd, 'fetch', '--quiet', 'origin', 'exp-ledger:exp-ledger', 'refs/exp/code:refs/exp/code')
      checkouts.push(['another clone', there, ['../checked-out']])
    }
    for (const [where, from, words] of checkouts) {
      const {folder, notes} = from.json(['checkout', id, ...words])
      expect({where, notes: notes.filter((note: string) => !note.startsWith('submodule'))}).toEqual({where, notes: []})
      expect({where, files: walk(folder)}).toEqual({where, files})
      expect([where, git(folder, 'write-tree'), git(folder, 'rev-parse', 'HEAD^{tree}')]).toEqual([where, tree, tree])
      expect([where, git(folder, 'status', '--porcelain')]).toEqual([where, each.status ?? ''])
    }
  })
})

// git has one spelling for both, and says CR LF for it; docs/reference/checkout.md tells.
test.each([
  ['core.autocrlf=true', config('core.autocrlf', 'true')],
  ['eol=crlf', attributes('*.py text eol=crlf\n', {})],
])('a file that ran with LF where git is set to give CR LF (%s): the tree is right, and its text', (_, before) => {
  const {place, id, tree, files} = recorded({before, change: at => bytes(at, 'unix.py', 'a = 1\nb = 2\n')})
  const {folder} = place.json(['checkout', id])
  expect([git(folder, 'write-tree'), git(folder, 'status', '--porcelain')]).toEqual([tree, ''])
  expect(Object.keys(walk(folder)).sort()).toEqual(Object.keys(files).sort())
  expect(readFileSync(join(folder, 'unix.py'), 'utf8')).toBe('a = 1\r\nb = 2\r\n')
})
