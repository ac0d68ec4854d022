import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {git, tempFolder} from '../support/git'
import {plainRecord, type Workplace, workplace} from '../support/workplace'

let place: Workplace
let day = 0

beforeEach(() => {
  place = workplace()
  day = 0
})

/** Records a run of the code as it is, a day after the one before, and answers its id. */
function record(name: string, at = place, cwd = at.cwd): string {
  const created = new Date(Date.UTC(2026, 0, ++day)).toISOString()
  const input = JSON.stringify(plainRecord(name, {created}))
  return at.json(['record', '-'], {input, cwd}).id
}

/** A run of a script, with a snapshot where the tree is dirty. */
function run(name: string, at = place): string {
  at.ok('run', '--name', name, '--', process.execPath, '-e', '0')
  return at.json(['ls', '--where', `name == "${name}"`]).runs[0].id
}

function commit(message: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) place.write(path, text)
  place.git('add', ...Object.keys(files))
  place.git('commit', '--quiet', '-m', message)
  return place.git('rev-parse', 'HEAD')
}

/** `name match`, in the order of the answer. */
const code = (...words: string[]) =>
  place.json(['code', ...words]).runs.map(({name, match}: {name: string; match: string}) => `${name} ${match}`)

test('this commit first, then this commit and changes; the newest first', () => {
  run('clean-1')
  place.write('train.py', 'print("other")\n')
  run('changed')
  place.git('checkout', '--quiet', 'train.py')
  run('clean-2')
  commit('second', {'model.py': 'x = 1\n'})
  run('later')
  expect(code('HEAD~1')).toEqual(['clean-2 commit', 'clean-1 commit', 'changed changes'])
  expect(code()).toEqual(['later commit'])
  expect(code('main')).toEqual(['later commit', 'clean-2 commit', 'clean-1 commit', 'changed changes'])
  expect(code('HEAD~1..HEAD')).toEqual(['later commit'])
  expect(code('HEAD~1..')).toEqual(['later commit'])
  // The snapshot itself is a commit, too.
  const {snapshot} = place.json(['ls', '--where', 'name == "changed"']).runs[0].code
  expect(code(snapshot)).toEqual(['changed commit'])
  expect(place.ok('code', 'HEAD~1')).toMatch(/^id +name +match +status .*\n\w+ +clean-2 +commit /)
  expect(place.json(['code', 'main', '--limit', '1'])).toMatchObject({total: 4, runs: [{name: 'later'}]})
})

test('a squashed branch that is gone: found by its files, and by its name', () => {
  place.git('checkout', '--quiet', '-b', 'longer')
  commit('one', {'model.py': 'x = 1\n'})
  record('early')
  commit('two', {'model.py': 'x = 2\n'})
  record('late')
  place.git('checkout', '--quiet', 'main')
  place.git('merge', '--quiet', '--squash', 'longer')
  place.git('commit', '--quiet', '-m', 'Longer context')
  place.git('branch', '--quiet', '-D', 'longer')
  expect(code('HEAD')).toEqual(['late files'])
  expect(code('longer')).toEqual(['late branch', 'early branch'])
  expect(place.exp(['code', 'longer']).stderr).toContain(
    'hint: longer is not in this repository; found by what the records say',
  )
  expect(code('HEAD', '--', 'model.py')).toEqual(['late files'])
  place.git('gc', '--quiet', '--prune=now')
  expect(code('HEAD')).toEqual(['late files'])
})

test('a file: whatever else differs, and not where it differs', () => {
  commit('second', {'src/model.py': 'x = 1\n'})
  run('same')
  place.write('src/model.py', 'x = 2\n')
  run('edited')
  place.git('checkout', '--quiet', 'src/model.py')
  place.write('train.py', 'print("other")\n')
  run('elsewhere')
  place.git('checkout', '--quiet', 'train.py')
  commit('third', {'README.md': 'read\n'})
  run('next')
  expect(code('HEAD~1', '--', 'src/model.py')).toEqual(['same commit', 'elsewhere changes', 'next files'])
  expect(code('--', 'src/model.py')).toEqual(['next commit', 'elsewhere files', 'same files'])
  expect(code('--', 'src', 'train.py')).toEqual(['next commit', 'same files'])
  const below = place.json(['code', '--', 'model.py'], {cwd: join(place.cwd, 'src')})
  expect(below.total).toBe(3)
  expect(code('HEAD~1', '--', '.')).toEqual(['same commit'])
})

test('the versions of a file over runs: each once, though runs go back and forth', () => {
  commit('a', {'model.py': 'x = 1\n'})
  const first = record('first')
  place.git('checkout', '--quiet', '-b', 'topic')
  commit('b', {'model.py': 'x = 2\n'})
  const second = record('second')
  place.git('checkout', '--quiet', 'main')
  commit('c', {'README.md': 'read\n'})
  const third = record('third')
  const log = place.json(['log', '--', 'model.py'])
  expect(log).toMatchObject({
    total: 2,
    versions: [
      {runs: 1, first: {id: second}, files: [{path: 'model.py', oid: place.git('rev-parse', 'topic:model.py')}]},
      {runs: 2, first: {id: first}, last: {id: third}},
    ],
  })
  const {stdout, stderr} = place.exp(['log', '--', 'model.py'])
  expect(stdout).toMatch(/^version +runs +first run +name .*\n\w{12} +1 +\w{12} +second .*\n\w{12} +2 +\w{12} +first /)
  const [, asked] = /the runs of one: git exp (.*)\n/.exec(stderr)!
  expect(code(...asked!.split(' ').slice(1))).toEqual(['second commit'])
  expect(place.json(['log', '--until', '2026-01-01', '--', 'model.py']).total).toBe(1)
  expect(place.ok('log', '--', 'nothing.py')).toBe('no run is known to have had it\n')
  expect(place.refused(['log', first, '--', 'model.py'])).toMatchObject({code: 'USAGE'})
})

test('changes that nobody kept are no version of a file, and are told', () => {
  const head = commit('a', {'model.py': 'x = 1\n'})
  place.write('model.py', 'x = 2\n')
  record('unkept')
  expect(code(head)).toEqual(['unkept changes'])
  expect(code(head, '--', 'model.py')).toEqual(['unkept changes'])
  expect(place.json(['log', '--', 'model.py']).total).toBe(0)
  expect(place.exp(['log', '--', 'model.py']).stderr).toContain('1 run ran with changes that were not kept')
})

test('a linked worktree asks of its own HEAD', () => {
  const linked = join(tempFolder(), 'linked')
  place.git('worktree', 'add', '--quiet', '-b', 'topic', linked)
  git(linked, 'commit', '--quiet', '--allow-empty', '-m', 'empty')
  record('there', place, linked)
  record('here')
  expect(code()).toEqual(['here commit', 'there files'])
  const answer = place.json(['code'], {cwd: linked}).runs
  expect(answer.map(({name, match}: {name: string; match: string}) => [name, match])).toEqual([
    ['there', 'commit'],
    ['here', 'files'],
  ])
})

test('a trailer in a commit names the run', () => {
  const id = record('noted')
  const trailer = place.ok('code', '--trailer', 'noted').trim()
  expect(trailer).toBe(`Exp-Run: ${id}`)
  place.write('model.py', 'best = True\n')
  place.git('add', 'model.py')
  place.git('commit', '--quiet', '-m', 'Take what was best', '--trailer', trailer)
  expect(place.git('log', '-1', '--format=%(trailers:key=Exp-Run,valueonly)').trim()).toBe(id)
  expect(code()).toEqual(['noted trailer'])
  expect(place.refused(['code', '--trailer', 'nobody'])).toMatchObject({code: 'RUN_NOT_FOUND'})
})

test('a commit that is not here is told, and looked for in what records say', () => {
  const id = record('mine')
  const {path, code: own} = place.json(['ls']).runs[0]
  const gone = `${'ab12'.repeat(10)}`
  place.putOnLedger(`${path}/run.yaml`, place.ledgerFile(`${path}/run.yaml`).replaceAll(own.commit, gone))
  expect(place.json(['code', gone]).runs).toMatchObject([{id, match: 'commit'}])
  expect(place.json(['code', gone.slice(0, 10)]).total).toBe(1)
  expect(place.exp(['code', gone]).stderr).toBe(
    `hint: ${gone} is not in this repository; found by what the records say\n`,
  )
  expect(place.exp(['code']).stderr).toBe('hint: the code of 1 other run is not here, so its files were not compared\n')
  place.git('remote', 'add', 'origin', 'nowhere')
  expect(place.exp(['code']).stderr).toContain(': git fetch origin refs/exp/code\n')
  expect(place.exp(['code', '--exit-code']).status).toBe(1)
  expect(place.exp(['code', gone, '--exit-code']).status).toBe(0)
})

test.each<[string, string[], string, RegExp]>([
  ['no such thing', ['nowhere'], 'COMMIT_NOT_FOUND', /there is no commit or branch 'nowhere' here/],
  ['a path without --', ['train.py'], 'COMMIT_NOT_FOUND', /'train.py'/],
  ['an end of a range', ['HEAD..nowhere'], 'COMMIT_NOT_FOUND', /'nowhere'/],
  ['three dots', ['HEAD...HEAD'], 'USAGE', /A\.\.B/],
  ['a file that is not there', ['HEAD', '--', 'nope.py'], 'FILE_NOT_FOUND', /HEAD holds no 'nope.py'/],
  ['a path outside', ['--', '../x'], 'USAGE', /no path in the repository/],
  ['an absolute path', ['--', '/etc/passwd'], 'USAGE', /no path in the repository/],
  ['an empty path', ['--', ''], 'USAGE', /no path in the repository/],
  ['a line break', ['main\nHEAD'], 'COMMIT_NOT_FOUND', /no commit/],
  ['two words', ['main', 'train.py'], 'USAGE', /code takes \[REV\] \[-- PATH\.\.\.\]/],
])('refused: %s', (_, words, expected, says) => {
  const {code, message} = place.refused(['code', ...words])
  expect({code, message}).toEqual({code: expected, message: expect.stringMatching(says)})
})

test('a file where a commit belongs: the hint has the line to type', () => {
  expect(place.refused(['code', 'train.py']).hints[0]).toBe('a file? git exp code -- train.py')
})

test('before the first commit there is no HEAD', () => {
  const bare = tempFolder('unborn')
  git(bare, 'init', '--quiet')
  rmSync(join(bare, '.git', 'hooks'), {recursive: true, force: true})
  expect(place.exp(['init'], {cwd: bare}).status).toBe(0)
  expect(place.exp(['code'], {cwd: bare}).stderr).toContain("there is no commit or branch 'HEAD' here")
})

test('what a record says is no revision', () => {
  record('hostile')
  const {path, code: own} = place.json(['ls']).runs[0]
  place.putOnLedger(`${path}/run.yaml`, place.ledgerFile(`${path}/run.yaml`).replaceAll(own.commit, 'HEAD'))
  expect(code()).toEqual([])
  expect(place.json(['log', '--', 'train.py']).versions).toEqual([])
})

test('a record with a short commit is of that commit', () => {
  record('short')
  const {path, code: own} = place.json(['ls']).runs[0]
  const short = own.commit.slice(0, 9)
  const whole = place.ledgerFile(`${path}/run.yaml`)
  place.putOnLedger(`${path}/run.yaml`, whole.replace(new RegExp(`"?${own.commit}"?`), `"${short}"`))
  expect(place.json(['ls']).runs[0].code.commit).toBe(short)
  expect(code()).toEqual(['short commit'])
  expect(code(own.commit)).toEqual(['short commit'])
})
