import {rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject} from '../../src/base/json'
import {git, tempFolder} from '../support/git'
import {noise, plainRecord, Workplace, workplace} from '../support/workplace'

/** Records what stands in the working tree under a name. */
function record(place: Workplace, name: string, more: JsonObject = {}): void {
  place.json(['record', '-'], {input: JSON.stringify(plainRecord(name, more))})
}

function commit(place: Workplace, message: string): string {
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', message)
  return place.git('rev-parse', 'HEAD')
}

describe('the code', () => {
  test('commits between, files touched, their lines; exact moves', () => {
    const place = workplace()
    place.write('lib/moved.py', 'def moved():\n    return 1\n')
    place.write('gone.py', 'gone\n')
    const first = commit(place, 'a library')
    record(place, 'one')
    place.git('mv', 'lib/moved.py', 'other.py')
    place.git('rm', '--quiet', 'gone.py')
    commit(place, 'move it')
    place.write('train.py', 'print("train")\nprint("more")\n')
    const last = commit(place, 'say more\n\nand why')
    record(place, 'two')
    const {source, sections, stat} = place.json(['diff', 'one', 'two'])
    expect(source).toMatchObject({
      before: {commit: first, ran: first},
      after: {commit: last, ran: last},
      range: {relation: 'ahead', ahead: [{subject: 'say more'}, {subject: 'move it'}], behind: []},
      compared: true,
      files: [
        {path: 'gone.py', kind: 'removed', added: 0, removed: 1},
        {path: 'other.py', kind: 'renamed', from: 'lib/moved.py', hunks: []},
        {path: 'train.py', kind: 'changed', added: 1, removed: 0},
      ],
      total: {added: 0, removed: 1, changed: 1, renamed: 1},
      lines: {added: 1, removed: 1},
      problems: [],
    })
    expect(sections).toEqual([])
    expect(stat).toEqual([
      {section: 'source', added: 0, removed: 1, changed: 1, renamed: 1, lines: {added: 1, removed: 1}},
    ])
    const text = place.ok('diff', 'one', 'two')
    expect(text).toContain(`${first.slice(0, 7)}..${last.slice(0, 7)} (2 commits)\n`)
    for (const line of [
      '  \\+ .{7} say more\n',
      '  R lib/moved.py → other.py\n',
      '  M train.py {17}\\+1\n',
      '\n\\+print\\("more"\\)\n',
    ])
      expect(text).toMatch(new RegExp(line))
    expect(place.ok('diff', 'two', 'one')).toContain('(back by 2 commits)')
    expect(place.ok('diff', 'one', 'two', '--stat')).toBe('source  3 files: 1 changed, 1 removed, 1 renamed  +1 -1\n')
    expect(place.ok('diff', 'one', 'two', '--stat', '--format', 'md')).toContain('| source | 3 files: ')
    const md = place.ok('diff', 'one', 'two', '--format', 'md')
    expect(md).toContain('| M | `train.py` | +1 |\n')
    expect(md).toContain('<details><summary><code>train&#46;py</code> +1</summary>\n\n```diff\n')
    expect(place.exp(['diff', 'one', 'two', '--exit-code']).status).toBe(1)
  })

  test('branches that went apart, and a squash that has the same files', () => {
    const place = workplace()
    const main = place.git('rev-parse', '--abbrev-ref', 'HEAD')
    place.git('switch', '--quiet', '-c', 'topic')
    place.write('train.py', 'print(1)\n')
    commit(place, 'one')
    place.write('train.py', 'print(2)\n')
    commit(place, 'two')
    record(place, 'topic')
    place.git('switch', '--quiet', main)
    place.git('merge', '--quiet', '--squash', 'topic')
    commit(place, 'squashed')
    record(place, 'squashed')
    const text = place.ok('diff', 'topic', 'squashed')
    expect(text).toContain('(diverged: 2 commits of the first only, 1 commit of the second only)')
    expect(text).toContain('  the same files\n')
    const {source} = place.json(['diff', 'topic', 'squashed'])
    expect(source).toMatchObject({range: {relation: 'diverged'}, files: [], compared: true})
    expect(place.exp(['diff', 'topic', 'squashed', '--exit-code']).status).toBe(1)
  })

  test('a dirty tree: what ran is the snapshot', () => {
    const place = workplace()
    place.ok('run', '--name', 'clean', '--', 'true')
    place.write('train.py', 'print("dirty")\n')
    place.ok('run', '--name', 'dirty', '--', 'true')
    const {source} = place.json(['diff', 'clean', 'dirty'])
    expect(source.before.commit).toBe(source.after.commit)
    expect(source.after.ran).not.toBe(source.after.commit)
    expect(source.files).toMatchObject([{path: 'train.py', added: 1, removed: 1}])
    const text = place.ok('diff', 'clean', 'dirty')
    expect(text).toContain('(the same commit)\n  the second with uncommitted changes, kept as ')
    // Nothing keeps the snapshot any more.
    const snapshot = source.after.ran
    place.git('update-ref', '-d', 'refs/exp/code')
    rmSync(join(place.cwd, '.git/objects', snapshot.slice(0, 2), snapshot.slice(2)), {force: true})
    place.git('remote', 'add', 'origin', '/nowhere')
    place.git('gc', '--quiet', '--prune=now')
    const answer = place.exp(['diff', 'clean', 'dirty'])
    expect(answer.status).toBe(0)
    expect(answer.stdout).toContain(`snapshot ${snapshot.slice(0, 12)} of dirty is not in this repository\n`)
    expect(answer.stdout).toMatch(/\ncode\.diff\n@@ .*\n(?:.*\n)*\+\+print\("dirty"\)\n/)
    expect(answer.stderr).toContain('hint: git fetch origin refs/exp/code')
  })

  test('a record of a dirty tree without a snapshot', () => {
    const place = workplace()
    place.write('train.py', 'print("dirty")\n')
    record(place, 'one')
    record(place, 'two')
    expect(place.ok('diff', 'one', 'two')).toContain('  one ran with changes to tracked files that were not kept\n')
    expect(place.exp(['diff', 'one', 'two', '--exit-code']).status).toBe(0)
  })

  test('a shallow clone lacks the commit: said, with what brings it in', () => {
    const place = workplace()
    const first = place.git('rev-parse', 'HEAD')
    record(place, 'one')
    place.write('train.py', 'print(2)\n')
    commit(place, 'two')
    record(place, 'two')
    const clone = tempFolder('shallow')
    git(clone, 'clone', '--quiet', '--depth', '1', '--no-single-branch', `file://${place.cwd}`, '.')
    git(clone, 'branch', '--quiet', 'exp-ledger', 'origin/exp-ledger')
    const there = new Workplace(clone)
    const answer = there.exp(['diff', 'one', 'two'])
    expect(answer.status).toBe(0)
    expect(answer.stdout).toContain(`commit ${first.slice(0, 12)} of one is not in this repository\n`)
    expect(answer.stderr).toContain(`hint: git fetch origin ${first}\n`)
    expect(there.json(['diff', 'one', 'two'])).toMatchObject({source: {compared: false}, sections: [{name: 'code'}]})
    git(clone, 'fetch', '--quiet', '--depth', '1', 'origin', first)
    expect(there.ok('diff', 'one', 'two')).toMatch(/\(no common commit is here\)\n(?:.*\n)* {2}M train\.py/)
  })

  test('records that say nothing of their code, or only a word', () => {
    const place = workplace()
    const code = (commit: string) => ({code: {commit}})
    record(place, 'head', code('HEAD'))
    record(place, 'none', code('0123456789abcdef0123456789abcdef01234567'))
    record(place, 'own')
    expect(place.json(['diff', 'head', 'own']).source).toBeUndefined()
    expect(place.ok('diff', 'none', 'own')).toContain('commit 0123456789ab of none is not in this repository')
  })

  test('links, submodules, binaries, line ends, odd names', () => {
    const place = workplace()
    place.git('config', 'core.autocrlf', 'false')
    symlinkSync('train.py', join(place.cwd, 'link'))
    place.write('ends.py', 'a\nb\n')
    place.write('bell\u0007.py', 'a\n')
    noise(join(place.cwd, 'plot.png'), 100)
    noise(join(place.cwd, 'data'), 100)
    place.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},lib`)
    commit(place, 'before')
    record(place, 'one')
    rmSync(join(place.cwd, 'link'))
    symlinkSync('other.py', join(place.cwd, 'link'))
    place.write('ends.py', 'a\r\nb\r\n')
    place.write('bell\u0007.py', 'a\u001b[31m\n')
    noise(join(place.cwd, 'plot.png'), 200)
    noise(join(place.cwd, 'data'), 200)
    place.git('add', '-A')
    place.git('update-index', '--add', '--cacheinfo', `160000,${'2'.repeat(40)},lib`)
    place.git('commit', '--quiet', '-m', 'after')
    record(place, 'two')
    const {source} = place.json(['diff', 'one', 'two'])
    const files = Object.fromEntries(source.files.map(({path, ...rest}: {path: string}) => [path, rest]))
    expect(files).toMatchObject({
      link: {what: 'link', added: 1, removed: 1},
      lib: {what: 'submodule', hunks: []},
      'ends.py': {hunks: [], truncated: 'only the ends of lines differ'},
      'plot.png': {binary: true, hunks: []},
      data: {binary: true, size: {before: 100, after: 200}},
    })
    const text = place.ok('diff', 'one', 'two')
    expect(text).toContain('bell\\u{7}.py')
    expect(text).toContain('+a\\u{1b}[31m\n')
  })
})

test('a SHA-256 repository', () => {
  const place = new Workplace(tempFolder('sha256'))
  place.git('init', '--quiet', '--object-format=sha256')
  place.write('train.py', 'print(1)\n')
  commit(place, 'one')
  place.ok('init')
  record(place, 'one')
  place.write('train.py', 'print(2)\n')
  commit(place, 'two')
  record(place, 'two')
  expect(place.ok('diff', 'one', 'two', '--stat')).toBe('source  1 file changed  +1 -1\n')
})

test('packages that moved, came and went', () => {
  const place = workplace()
  const [one, two] = ['numpy==1.26.4\napex==0.1\nsix==1.0\n', 'numpy==2.0.0\npeft==0.11\nsix==1.0\n']
  for (const [name, text] of [
    ['one', one],
    ['two', two],
  ] as const) {
    record(place, name, {env: {libs: {numpy: text.slice(7, 12)}, packages: 3}})
    place.putOnLedger(`${place.json(['ls', '--where', `name == "${name}"`]).runs[0].path}/requirements.txt`, text)
  }
  const {packages, sections} = place.json(['diff', 'one', 'two'])
  expect(packages).toEqual({
    moved: [{name: 'numpy', before: '1.26.4', after: '2.0.0', imported: true}],
    added: [{name: 'peft', version: '0.11'}],
    removed: [{name: 'apex', version: '0.1'}],
    same: 1,
  })
  expect(sections).toEqual([])
  expect(place.ok('diff', 'one', 'two')).toContain(
    '\npackages\n    numpy  1.26.4 → 2.0.0\n  + peft   0.11\n  - apex   0.1\n  1 package moved, 1 added, 1 removed, 1 the same\n',
  )
  expect(place.ok('diff', 'one', 'two', '--format', 'md')).toContain('| `numpy` | 1.26.4 → 2.0.0 | moved |\n')
  expect(place.ok('diff', 'one', 'two', '--stat')).toBe('packages  3 packages: 1 moved, 1 added, 1 removed\n')
})

describe('texts', () => {
  const PROMPT = 'You are a careful annotator. Read the tweet and say whether it is positive, neutral or negative.'

  test('a long param is compared by words', () => {
    const place = workplace()
    record(place, 'one', {params: {prompt: PROMPT}})
    record(place, 'two', {params: {prompt: PROMPT.replace('tweet', 'e-mail')}})
    const text = place.ok('diff', 'one', 'two')
    expect(text).toContain('    ~ You are a careful annotator. Read the [-tweet-]{+e-mail+} and say whether')
    const [row] = place.json(['diff', 'one', 'two']).sections[0].rows
    expect(row.words.map(({kind}: {kind: string}) => kind)).toEqual(['same', 'removed', 'added', 'same'])
    expect(place.ok('diff', 'one', 'two', '--format', 'md')).toMatch(
      /Read the \\\[-tweet-\\\] and .* \| .*Read the \{\+e-mail\+\}/,
    )
  })

  test('artifacts: committed, in the store, not here, and those that are no text', () => {
    const place = workplace()
    const artifacts = ['prompt.txt', 'big.json', 'plot.png', 'notes.md']
    for (const [name, word, size] of [
      ['one', 'tweet', 3_000],
      ['two', 'e-mail', 5_000],
    ] as const) {
      place.write('prompt.txt', PROMPT.replace('tweet', word))
      place.write('big.json', `{\n${'"a": 1,\n'.repeat(20_000)}"b": "${word}"\n}\n`)
      writeFileSync(join(place.cwd, 'notes.md'), Buffer.from(`\u00e9 ${word}`, 'latin1'))
      noise(join(place.cwd, 'plot.png'), size)
      record(place, name, {artifacts})
    }
    const {texts} = place.json(['diff', 'one', 'two'])
    expect(texts).toMatchObject([
      {path: 'prompt.txt', added: 1, removed: 1, hunks: [{words: [{parts: expect.anything()}]}]},
      {path: 'big.json', added: 1, removed: 1},
    ])
    const text = place.ok('diff', 'one', 'two')
    expect(text).toMatch(/plot\.png .* 2\.9 KB .* 4\.9 KB +image, \+2\.0 KB\n/)
    expect(text).toContain('~"b": "[-tweet-]{+e-mail+}"\n')
    rmSync(place.inGit('exp/objects'), {recursive: true})
    expect(place.ok('diff', 'one', 'two')).toContain(
      '\nbig.json\n(the bytes of "big.json" of one were not kept, or are not on this machine)\n',
    )
  })

  test('a config that is kept and committed is told once', () => {
    const place = workplace()
    for (const [name, lr] of [
      ['one', 1],
      ['two', 2],
    ] as const) {
      place.write('conf/base.yaml', `lr: ${lr}\n`)
      commit(place, name)
      record(place, name, {artifacts: ['conf/base.yaml']})
    }
    const {texts, source} = place.json(['diff', 'one', 'two'])
    expect([texts, source.files.length]).toEqual([[], 1])
  })
})
