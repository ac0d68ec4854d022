import {chmodSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {git} from '../support/git'
import {bareRemote, clone, sharedPlace} from '../support/remotes'
import type {Workplace} from '../support/workplace'

let remote: string
let one: Workplace
const names = (place: Workplace): string[] =>
  place
    .json(['ls', '--limit', '0'])
    .runs.map((run: {name: string}) => run.name)
    .sort()
const record = (place: Workplace, name: string, more: object = {}) => {
  place.write('run.json', {name, seed: 1, metrics: {dev: {f1: 0.5}}, ...more})
  place.ok('record', 'run.json')
}
const tip = (place: Workplace, ref = 'exp-ledger') => place.git('rev-parse', ref)
const settings = (place: Workplace, lines: string) => place.setLedger(lines)

beforeEach(() => {
  remote = bareRemote()
  one = sharedPlace(remote)
  record(one, 'first')
  expect(one.ok('sync')).toMatch(/^1 run to origin; it had no ledger before \([0-9a-f]{10}\)\n$/)
})

/** A second clone with the ledger. */
function another(): Workplace {
  const two = clone(remote)
  two.ok('init')
  return two
}

test('a plain clone says where its ledger is', () => {
  const two = clone(remote)
  expect(two.refused(['ls'])).toMatchObject({code: 'NO_LEDGER', hints: ['git exp fetch']})
  two.ok('fetch')
  expect(names(two)).toEqual(['first'])
})

test('two that part are merged: runs and events of both, then both stand the same', () => {
  const two = another()
  record(one, 'laptop')
  one.ok('tag', 'first', 'baseline')
  record(two, 'cluster')
  two.ok('note', 'first', 'a note')
  two.write('train.py', 'print("edited")\n')
  two.ok('run', '--name', 'dirty', '--', 'true')
  one.ok('push')
  const done = two.json(['sync'])
  expect(done).toMatchObject({remote: 'origin', step: 'merge', chain: 'ahead', fetched: 1, pushed: 2, sent: true})
  expect(one.ok('sync')).toMatch(/^2 runs from origin \(/)
  expect(tip(one)).toBe(tip(two))
  expect(names(one)).toEqual(['cluster', 'dirty', 'first', 'laptop'])
  const shown = one.json(['show', 'first'])
  expect(shown.tags).toEqual(['baseline'])
  expect(one.ok('show', 'first')).toContain('a note')
  expect(one.ok('sync')).toMatch(/^origin has nothing new/)
  for (const place of [one, two]) {
    expect(place.git('fsck', '--strict', '--no-dangling')).toBe('')
    expect(place.git('for-each-ref', 'refs/exp/tmp', 'refs/exp/pins')).toBe('')
  }
})

test('code that diverged is joined, and every code commit can be fetched', () => {
  const two = another()
  for (const [place, name] of [
    [one, 'a'],
    [two, 'b'],
  ] as const) {
    place.write('train.py', `print("${name}")\n`)
    place.ok('run', '--name', name, '--', 'true')
    place.git('stash', '--quiet')
  }
  one.ok('sync')
  expect(two.json(['sync'])).toMatchObject({step: 'merge', chain: 'join'})
  one.ok('sync')
  const three = another()
  for (const name of ['a', 'b']) {
    const {snapshot} = one.json(['show', name]).code
    expect(three.git('show', `${snapshot}:train.py`)).toBe(`print("${name}")`)
  }
})

test('settings are merged key by key; what both changed is told, and nothing moves until somebody decides', () => {
  const two = another()
  settings(one, 'primary_metric: dev.f1')
  settings(two, 'filters:\n  good: metrics.dev.f1 > 0.4')
  one.ok('sync')
  two.ok('sync')
  one.ok('sync')
  const both = one.ledgerFile('ledger.yaml')
  expect(both).toContain('primary_metric: dev.f1')
  expect(both).toContain('good: metrics.dev.f1 > 0.4')

  settings(one, 'primary_metric: dev.acc')
  record(one, 'third')
  settings(two, 'primary_metric: dev.em')
  two.ok('sync')
  const before = [tip(one), git(remote, 'rev-parse', 'exp-ledger')]
  const error = one.refused(['sync'])
  expect(error).toMatchObject({
    code: 'MERGE_CONFLICT',
    exit: 5,
    message:
      'the ledger here and that of origin have parted (1 run here, 0 there), and both changed the same:\n  ledger.yaml: both changed primary_metric',
  })
  expect([tip(one), git(remote, 'rev-parse', 'exp-ledger')]).toEqual(before)
  one.ok('sync', '--take', 'theirs')
  expect(one.ledgerFile('ledger.yaml')).toContain('primary_metric: dev.em')
  expect(names(one)).toContain('third')
})

test('a squash-merged review: the remote has every file by another commit, and its history becomes ours', () => {
  const two = another()
  record(two, 'reviewed')
  const old = tip(two)
  // As a host does it: one commit with the files of the branch on the protected one.
  two.git('push', '--quiet', 'origin', 'exp-ledger:refs/heads/review')
  const squash = git(remote, 'commit-tree', 'review^{tree}', '-p', 'exp-ledger', '-m', 'Add a run (#1)')
  git(remote, 'update-ref', 'refs/heads/exp-ledger', squash)
  const done = two.json(['sync'])
  expect(done).toMatchObject({step: 'adopt', sent: true})
  expect(tip(two)).toBe(squash)
  expect(tip(two, done.backup)).toBe(old)
  expect(names(two)).toEqual(['first', 'reviewed'])
})

test('ledgers begun apart are joined', () => {
  const stranger = sharedPlace(remote.replace(/shared\.git$/, 'shared.git'))
  stranger.git('update-ref', '-d', 'refs/remotes/origin/exp-ledger')
  record(stranger, 'apart')
  expect(stranger.json(['sync'])).toMatchObject({step: 'merge', fetched: 1, pushed: 1})
  expect(names(stranger)).toEqual(['apart', 'first'])
})

test('a clone without a ledger takes it up by fetch; push says that there is none', () => {
  const two = clone(remote)
  expect(two.refused(['push'])).toMatchObject({code: 'NO_LEDGER'})
  expect(two.ok('fetch')).toMatch(/^1 run from origin; its ledger is ours now/)
  expect(names(two)).toEqual(['first'])
  expect(two.git('rev-parse', 'refs/exp/code')).toBe(one.git('rev-parse', 'refs/exp/code'))
})

test('fetch pushes nothing; a dry run moves nothing', () => {
  const two = another()
  record(one, 'more')
  one.ok('push')
  record(two, 'own')
  const before = tip(two)
  expect(two.ok('sync', '--dry-run')).toBe('would share: 1 run from origin, 1 run to origin; merged\n')
  expect(tip(two)).toBe(before)
  const there = git(remote, 'rev-parse', 'exp-ledger')
  expect(two.json(['fetch'])).toMatchObject({step: 'merge', fetched: 1, pushed: 0, sent: false})
  expect(git(remote, 'rev-parse', 'exp-ledger')).toBe(there)
  expect(names(two)).toEqual(['first', 'more', 'own'])
})

test('plain git does as well, and is understood', () => {
  const two = another()
  record(two, 'by-hand')
  two.git('push', '--quiet', 'origin', 'exp-ledger', 'refs/exp/code')
  record(one, 'own')
  expect(one.json(['sync'])).toMatchObject({step: 'merge', fetched: 1})
})

test('the working tree, index, HEAD and branches stay as they are', () => {
  const two = another()
  record(one, 'x')
  one.ok('sync')
  two.write('train.py', 'print("edited")\n')
  record(two, 'y')
  const look = () => [
    two.git('status', '--porcelain'),
    two.git('rev-parse', 'HEAD'),
    two.git('branch', '--list', 'ma*'),
    two.git('ls-files', '-s'),
  ]
  const before = look()
  two.ok('sync')
  expect(look()).toEqual(before)
})

describe('what cannot be', () => {
  test('a protected branch says so in the words of the server, and nothing has moved', () => {
    const hook = join(remote, 'hooks/update')
    writeFileSync(
      hook,
      '#!/bin/sh\ncase $1 in refs/heads/exp-ledger) echo "exp-ledger is protected" >&2; exit 1;; esac\n',
    )
    chmodSync(hook, 0o755)
    record(one, 'more')
    const there = git(remote, 'rev-parse', 'exp-ledger')
    const {error} = JSON.parse(one.exp(['push', '--json']).stdout)
    expect(error).toMatchObject({
      code: 'REMOTE_REFUSED',
      exit: 7,
      message: expect.stringContaining('exp-ledger is protected'),
    })
    expect(git(remote, 'rev-parse', 'exp-ledger')).toBe(there)
  })

  test.each([
    [['sync', 'nowhere'], 'NO_REMOTE', 'there is no remote "nowhere"'],
    [['sync', '--take', 'both'], 'USAGE', expect.anything()],
  ])('%j', (args, code, message) => expect(one.refused(args)).toMatchObject({code, message}))

  test('no remote at all, several and none called origin, one that does not answer', () => {
    one.git('remote', 'rename', 'origin', 'a')
    one.git('remote', 'add', 'b', '/nowhere/at/all')
    expect(one.refused(['sync'])).toMatchObject({code: 'NO_REMOTE', hints: ['git exp sync a', 'git exp sync b']})
    expect(one.refused(['sync', 'b'])).toMatchObject({code: 'REMOTE_FAILED', exit: 7})
    one.git('remote', 'remove', 'a')
    one.git('remote', 'remove', 'b')
    expect(one.refused(['sync'])).toMatchObject({code: 'NO_REMOTE', message: 'this repository has no remote'})
  })
})

test('names that are to be unique, and that both sides gave: both runs stay, and it is said which they are', () => {
  settings(one, 'naming:\n  unique: true')
  one.ok('sync')
  const two = another()
  for (const [place, seed] of [
    [one, 1],
    [two, 2],
  ] as const) {
    for (const name of ['the same', 'the-same', `only ${seed}`]) record(place, name, {seed})
  }
  record(one, 'THE SAME')
  one.ok('push')
  const mine = two.json(['show', 'the same']).id
  const other = one.json(['show', 'the same']).id
  expect(two.json(['sync', '--dry-run']).sharedNames).toHaveLength(2)
  const {status, stderr, stdout} = two.exp(['sync'])
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^4 runs from origin, 3 runs to origin; merged/)])
  expect(stderr).toContain(
    `warning: 2 runs are called "the same" now, where names are unique: ${mine} (ours), ${other} (of origin)`,
  )
  expect(stderr).toContain('warning: 2 runs are called "the-same" now')
  expect(stderr.match(/^warning:/gm)).toHaveLength(2)
  expect(stderr).toContain('hint: both stay; each goes by its id: git exp show ')
  one.ok('sync')
  for (const place of [one, two]) {
    expect(place.json(['ls', '--limit', '0']).total).toBe(8)
    const refused = place.refused(['show', 'the same'])
    expect(refused).toMatchObject({code: 'RUN_AMBIGUOUS', exit: 4})
    for (const id of [mine, other]) {
      expect(JSON.stringify(refused)).toContain(id)
      expect(place.json(['show', id]).name).toBe('the same')
    }
    expect(place.json(['record', '-'], {input: JSON.stringify({name: 'the same'})}).error.code).toBe('NAME_TAKEN')
  }
  expect(two.json(['sync']).sharedNames).toEqual([])
})

test('names that both gave where names may be used again are no matter', () => {
  const two = another()
  record(one, 'the same')
  record(two, 'the same')
  one.ok('push')
  const {stderr} = two.exp(['sync'])
  expect(stderr).not.toContain('warning')
  expect(names(two)).toEqual(['first', 'the same', 'the same'])
})
