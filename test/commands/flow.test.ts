import {existsSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {sha256} from '../../src/base/digest'
import type {JsonObject} from '../../src/base/json'
import {type Fingerprint, fingerprint} from '../support/untouched'
import {noise, plainRecord, type Workplace, workplace} from '../support/workplace'

interface Named {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly commit: string
}

/** A repository with a stash, and staged, unstaged and untracked changes: all of it the user's. */
function lived(): Workplace {
  const place = workplace({ledger: false})
  place.write('train.py', 'print("put aside")\n')
  place.git('stash', 'push', '--quiet')
  place.git('branch', 'side')
  place.write('staged.py', 'staged = 1\n')
  place.git('add', 'staged.py')
  place.write('train.py', 'print("unstaged")\n')
  return place
}

/** Every test starts with what the one before left: one repository's life, step by step. */
let place: Workplace
let before: Fingerprint
beforeAll(() => {
  place = lived()
  place.write('run.json', plainRecord('one', {artifacts: ['big.bin', 'logs/small.txt'], tags: ['tweets']}))
  place.write('logs/small.txt', 'hello\n')
  noise(join(place.cwd, 'big.bin'), 200_000)
})

beforeEach(() => {
  before = fingerprint(place)
})

afterEach(() => {
  expect(fingerprint(place)).toEqual(before)
  expect(place.spool()).toEqual([])
  place.git('fsck', '--strict', '--no-dangling')
})

const names = (args: string[]) => place.json(['ls', ...args]).runs.map(({name}: Named) => name)
const commits = () => Number(place.git('rev-list', '--count', 'exp-ledger'))
const piped = (input: string, ...args: string[]): {runs: Named[]} =>
  JSON.parse(place.exp(['record', '-', '--json', ...args], {input}).stdout)

describe('init', () => {
  test('--dry-run makes nothing', () => {
    expect(place.json(['init', '--dry-run'])).toMatchObject({commit: null, state: 'would be created'})
    expect(place.git('for-each-ref', 'refs/heads/exp-ledger')).toBe('')
  })

  test('makes an orphan with the templates; a second changes nothing', () => {
    const {commit} = place.json(['init'])
    expect(place.git('rev-list', '--count', '--parents', commit)).toBe('1')
    expect(place.ledgerFile('')).toMatch(/ledger.yaml\ntemplates\/$/)
    expect(place.json(['init'])).toMatchObject({commit, state: 'already there'})
  })

  test('is the same commit everywhere', () => {
    expect(workplace().git('rev-parse', 'exp-ledger')).toBe(place.git('rev-parse', 'exp-ledger'))
  })
})

describe('record', () => {
  test('--dry-run prints the record and writes nothing', () => {
    const state = place.state()
    expect(place.ok('record', '--dry-run', 'run.json')).toMatch(/^format: 1\nid: .*\nname: one\n/)
    expect(place.state()).toEqual(state)
  })

  test('--dry-run shows the artifacts as they would be recorded', () => {
    const dry = place.ok('record', '--dry-run', 'run.json')
    const digest = sha256(readFileSync(join(place.cwd, 'big.bin')))
    expect(dry).toContain(`sha256:${digest}`)
    expect(dry).toContain('size: 200000')
    expect(existsSync(place.inGit('exp/objects'))).toBe(false)
  })

  test('a file, with tags, notes and a message', () => {
    const {id, path, commit} = place.json([
      'record',
      'run.json',
      '--tag',
      'base',
      '--note',
      'keep',
      '--message',
      'because\nof this',
    ])
    const head = place.git('rev-parse', 'HEAD')
    expect(place.git('rev-parse', 'exp-ledger')).toBe(commit)
    expect(place.git('log', '-1', '--format=%an <%ae>%n%B', 'exp-ledger').trim()).toBe(
      `Ada Example <ada@example.com>\nrecord: one\n\nbecause\nof this\n\nExp-Run: ${id}\nExp-Code: ${head}\nExp-Status: finished`,
    )
    expect(place.git('diff-tree', '--name-only', '-r', 'exp-ledger~', 'exp-ledger').split('\n')).toEqual([
      `${path}/artifacts/big.bin`,
      `${path}/artifacts/logs/small.txt`,
      `${path}/run.yaml`,
    ])
    expect(place.json(['show', id])).toMatchObject({tags: ['tweets', 'base'], notes: 'keep'})
  })

  test('the code commit is filled in, and that the tree was dirty', () => {
    const {code} = place.json(['show', 'one'])
    expect(code).toMatchObject({branch: 'main', commit: place.git('rev-parse', 'HEAD'), dirty: true})
    expect(code.files).toMatchObject({staged: 1, unstaged: 1})
  })

  test('so it is where the input says all of the code but the commit, unless it names another repository', () => {
    const own = workplace()
    const codeOf = (code: JsonObject) =>
      own.json(['show', own.json(['record', '-'], {input: JSON.stringify(plainRecord('one', {code}))}).id]).code
    const commit = own.git('rev-parse', 'HEAD')
    expect(codeOf({script: 'train.py'})).toEqual({branch: 'main', commit, dirty: false, script: 'train.py'})
    expect(codeOf({script: 'train.py', dirty: true})).toMatchObject({commit, dirty: true})
    expect(codeOf({repo: 'nlp'})).toEqual({repo: 'nlp', unresolved: true})
    own.git('remote', 'add', 'origin', 'https://host.example/team/nlp.git')
    expect(codeOf({repo: 'NLP'})).toMatchObject({repo: 'NLP', commit})
    expect(codeOf({repo: 'git@host.example:team/vision.git'})).toMatchObject({unresolved: true})
  })

  test('small artifacts are committed whole, large ones as pointers', () => {
    const {path} = place.json(['ls']).runs[0]
    const digest = sha256(readFileSync(join(place.cwd, 'big.bin')))
    expect(place.ledgerFile(`${path}/artifacts/logs/small.txt`)).toBe('hello')
    expect(place.ledgerFile(`${path}/artifacts/big.bin`)).toBe(
      `version git-exp/pointer/v1\noid sha256:${digest}\nsize 200000`,
    )
    const stored = place.inGit(`exp/objects/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest}`)
    expect(sha256(readFileSync(stored))).toBe(digest)
    expect(place.json(['show', 'one']).artifacts).toEqual([
      expect.objectContaining({path: 'big.bin', digest: `sha256:${digest}`, size: 200_000}),
      expect.objectContaining({path: 'logs/small.txt', size: 6}),
    ])
  })

  test('JSON lines: one commit a run, and they move the ledger together', () => {
    const count = commits()
    const lines = ['two', 'three', 'four'].map((name, i) =>
      JSON.stringify(plainRecord(name, {params: {lr: i + 1}, metrics: {dev: {macro_f1: 0.8 + i / 100}}})),
    )
    const {runs} = piped(lines.join('\n'), '--tag', 'sweep')
    expect(runs.map(({name}) => name)).toEqual(['two', 'three', 'four'])
    expect(commits()).toBe(count + 3)
    expect(place.git('log', '-3', '--format=%H', 'exp-ledger').split('\n').reverse()).toEqual(
      runs.map(({commit}) => commit),
    )
    expect(place.git('reflog', 'exp-ledger').split('\n')).toHaveLength(3)
  })

  test('YAML documents parted by ---', () => {
    const {runs} = piped('run_name: five\nmetrics: {acc: .5}\n---\nrun_name: six\nmetrics: {acc: 0.6}\n')
    expect(runs.map(({name}) => name)).toEqual(['five', 'six'])
  })

  test('exp.store=lfs: pointers of Git LFS, and bytes where it looks for them', () => {
    place.write('lfs.json', plainRecord('with lfs', {artifacts: ['big.bin']}))
    before = fingerprint(place)
    const {path} = place.json(['record', 'lfs.json'], {env: {GIT_EXP_STORE: 'lfs'}})
    const digest = sha256(readFileSync(join(place.cwd, 'big.bin')))
    expect(place.ledgerFile(`${path}/artifacts/big.bin`)).toBe(
      `version https://git-lfs.github.com/spec/v1\noid sha256:${digest}\nsize 200000`,
    )
    expect(statSync(place.inGit(`lfs/objects/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest}`)).size).toBe(
      200_000,
    )
  })
})

describe('ls', () => {
  test('--where, --sort, --desc, --limit', () => {
    const where = ['--where', 'metrics.dev.macro_f1 >= 0.81 && params.lr > 0.5']
    expect(names([...where, '--sort', 'params.lr'])).toEqual(['three', 'four'])
    expect(names([...where, '--sort', 'params.lr', '--desc'])).toEqual(['four', 'three'])
    expect(names([...where, '--sort', '-params.lr', '--limit', '1'])).toEqual(['four'])
    expect(place.json(['ls', ...where, '--limit', '1']).total).toBe(2)
    expect(place.json(['ls', ...where]).missing).toEqual([
      {path: 'metrics.dev.macro_f1', count: 2},
      {path: 'params.lr', count: 2},
    ])
  })

  test('--tag', () => {
    expect(names(['--tag', 'sweep', '--sort', 'name'])).toEqual(['four', 'three', 'two'])
    expect(names(['--tag', 'base', '--tag', 'tweets'])).toEqual(['one'])
    expect(names(['--tag', 'base', '--tag', 'sweep'])).toEqual([])
  })

  const two = ['ls', '--tag', 'sweep', '--sort', 'name', '--limit', '2', '--columns', 'name,params.lr', '--format']
  test.each([
    ['table', 'name   lr\nfour    3\nthree   2\n2 of 3 runs shown; --limit 0 shows all\n'],
    ['csv', 'name,params.lr\r\nfour,3\r\nthree,2\r\n'],
    [
      'md',
      '| name | lr |\n| --- | ---: |\n| `four` | 3 |\n| `three` | 2 |\n\n_2 of 3 runs shown; --limit 0 shows all_\n',
    ],
  ])('--format %s', (format, text) => {
    expect(place.ok(...two, format)).toBe(text)
  })

  test('--format json is --json; jsonl is a run a line', () => {
    expect(place.ok(...two, 'json')).toBe(place.ok(...two, 'table', '--json'))
    const lines = place
      .ok(...two, 'jsonl')
      .trim()
      .split('\n')
    expect(lines.map(line => JSON.parse(line).name)).toEqual(['four', 'three'])
  })
})

describe('one run', () => {
  test('latest, latest~1, a prefix, a name, a tag', () => {
    const {id} = place.json(['show', 'four'])
    expect(place.json(['show', 'latest']).name).toBe('with lfs')
    expect(place.json(['show', 'latest~1']).name).toBe('six')
    expect(place.json(['show', id.slice(0, 8)]).name).toBe('four')
    expect(place.json(['show', id]).name).toBe('four')
    expect(place.json(['show', 'tag:base']).name).toBe('one')
  })

  test('show: for a reader, as JSON, as committed', () => {
    const {path} = place.json(['ls', '--tag', 'base']).runs[0]
    expect(place.ok('show', 'one', '--format', 'yaml').trimEnd()).toBe(place.ledgerFile(`${path}/run.yaml`))
    expect(place.ok('show', 'one', '--format', 'json')).toBe(place.ok('show', 'one', '--json'))
    const text = place.ok('show', 'one')
    for (const part of ['one  ', 'finished · ', 'macro_f1  0.84', 'big.bin', 'tweets, base', 'keep'])
      expect(text).toContain(part)
  })

  test('tags and notes are events; the record stays as it is', () => {
    const {path, id} = place.json(['ls', '--tag', 'base']).runs[0]
    const record = place.ledgerFile(`${path}/run.yaml`)
    const tagged = place.json(['tag', 'one', 'good', '--remove', 'tweets'])
    expect(tagged).toMatchObject({id, event: {kind: 'tag', add: ['good'], remove: ['tweets']}})
    const noted = place.json(['note', 'one', 'neutral collapsed'])
    expect(noted.event.after).toHaveLength(1)
    expect(place.ledgerFile(`${path}/run.yaml`)).toBe(record)
    expect(place.ledgerFile(`${path}/events`).split('\n').slice(2)).toEqual([
      expect.stringMatching(/-tag\.yaml$/),
      expect.stringMatching(/-note\.yaml$/),
    ])
    const {tags, events} = place.json(['show', 'one'])
    expect([[...tags].sort(), events.length]).toEqual([['base', 'good'], 2])
    expect(names(['--tag', 'good'])).toEqual(['one'])
    expect(names(['--tag', 'tweets'])).toEqual([])
    expect(place.ok('show', 'one')).toContain('neutral collapsed')
  })

  test('what is so already, and --dry-run, commit nothing', () => {
    const count = commits()
    expect(place.json(['tag', 'one', 'good'])).toMatchObject({commit: null, event: null})
    expect(place.json(['tag', 'one', 'more', '--dry-run'])).toMatchObject({commit: null, event: {add: ['more']}})
    expect(place.json(['note', 'one', 'more', '--dry-run']).commit).toBeNull()
    expect(commits()).toBe(count)
  })

  test('log, of the ledger and of the run', () => {
    const all = place.json(['log']).entries
    expect(all).toHaveLength(commits())
    expect(all.at(-1).subject).toBe('init: an experiment ledger')
    const mine = place.json(['log', 'one']).entries
    expect(mine.map(({subject}: {subject: string}) => subject)).toEqual(['note: one', 'tag: one', 'record: one'])
    expect(mine[2]).toMatchObject({body: 'because\nof this', status: 'finished', code: place.git('rev-parse', 'HEAD')})
    expect(place.json(['log', '--limit', '2']).entries).toHaveLength(2)
    expect(place.ok('log', 'one').split('\n')).toHaveLength(4)
  })

  test('diff: for a reader, for a pull request, as JSON, as an exit code', () => {
    const text = place.ok('diff', 'two', 'three')
    expect(text).toMatch(/lr +1 +2 +\+1\n/)
    expect(text).toMatch(/dev.macro_f1 +0.8 +0.81 +\+0.01 better\n/)
    expect(place.ok('diff', 'two', 'three', '--format', 'md')).toContain(
      '| `dev.macro_f1` | 0.8 | 0.81 | +0.01 better |',
    )
    expect(place.ok('diff', 'two', 'three', '--format', 'json')).toBe(place.ok('diff', 'two', 'three', '--json'))
    expect(place.json(['diff', 'two', 'three'])).toMatchObject({before: {name: 'two'}, differing: 2, texts: []})
    expect(place.exp(['diff', 'two', 'three', '--exit-code']).status).toBe(1)
    expect(place.exp(['diff', 'two', 'two', '--exit-code']).status).toBe(0)
  })
})

describe('the rest', () => {
  test('template list, show, check', () => {
    const {templates} = place.json(['template', 'list'])
    expect(templates.filter((template: {default: boolean}) => template.default)).toMatchObject([{name: 'generic'}])
    expect(place.ok('template', 'show', 'generic').trimEnd()).toBe(
      place.ledgerFile('templates/generic.schema.json').trimEnd(),
    )
    expect(place.json(['template', 'check', 'generic'])).toMatchObject({name: 'generic', runs: 7, failing: []})
  })

  test('config: get, set, unset, and where each comes from', () => {
    const lockTimeout = (env = {}) => {
      const {value, origin} = place.json(['config', 'exp.lockTimeout'], {env}).settings[0]
      return [value, origin]
    }
    expect(lockTimeout()).toEqual(['60', 'default'])
    place.ok('config', 'exp.lockTimeout', '5')
    expect(lockTimeout()).toEqual(['5', 'git config'])
    expect(place.git('config', 'exp.lockTimeout')).toBe('5')
    expect(lockTimeout({GIT_EXP_LOCK_TIMEOUT: '3'})).toEqual(['3', 'environment'])
    expect(place.json(['config']).settings).toHaveLength(4)
    place.ok('config', '--unset', 'exp.lockTimeout')
    expect(lockTimeout()).toEqual(['60', 'default'])
    // The one thing here that is the user's and may change: what was asked for. An empty [exp] may be left.
    before = fingerprint(place)
  })

  test('completion', () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect(place.ok('completion', shell)).toContain('template')
    expect(place.exp(['completion', 'nosh']).status).toBe(2)
  })

  test('typed below the top: artifacts lie beside the record', () => {
    place.write('logs/run.json', plainRecord('below', {artifacts: ['small.txt']}))
    before = fingerprint(place)
    expect(place.exp(['record', 'run.json'], {cwd: join(place.cwd, 'logs')}).status).toBe(0)
    expect(place.json(['show', 'below']).artifacts).toMatchObject([{path: 'small.txt', size: 6}])
  })
})

describe('the code of a run', () => {
  test('outlives its branch and git gc --prune=now', () => {
    const own = workplace()
    own.git('checkout', '--quiet', '-b', 'idea')
    own.write('train.py', 'print("idea")\n')
    own.git('commit', '--quiet', '-am', 'idea')
    const commit = own.git('rev-parse', 'HEAD')
    own.write('run.json', plainRecord('idea'))
    own.ok('record', 'run.json')
    own.git('checkout', '--quiet', 'main')
    own.git('branch', '--quiet', '-D', 'idea')
    own.git('reflog', 'expire', '--expire=now', '--all')
    own.git('gc', '--quiet', '--prune=now')
    expect(own.git('show', `${commit}:train.py`)).toBe('print("idea")')
    expect(own.git('rev-list', 'refs/exp/code').split('\n')).toContain(commit)
    expect(own.git('for-each-ref', 'refs/exp/pins', 'refs/exp/tmp')).toBe('')
    expect(own.json(['show', 'latest']).code.commit).toBe(commit)
    own.git('fsck', '--strict')
    expect(existsSync(own.inGit('exp-ledger.lock'))).toBe(false)
  })
})
