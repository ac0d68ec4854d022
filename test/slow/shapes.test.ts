import {execFileSync} from 'node:child_process'
import {join, resolve} from 'node:path'
import {git, gitEnv, gitWith, tempFolder, writeText} from '../support/git'
import {makeShape, type Shape, shapes} from '../support/shapes'
import {fingerprint} from '../support/untouched'

const BIN = resolve('bin/git-exp.js')
const RUN = {run_name: 'one', task: 'ner', params: {lr: 1e-5, seed: 1}, metrics: {dev: {micro_f1: 0.88}}, tags: ['a']}

jest.setTimeout(60_000)

function exp(at: {cwd: string; env?: NodeJS.ProcessEnv}, args: readonly string[], input = ''): string {
  return execFileSync(process.execPath, [BIN, ...args], {
    cwd: at.cwd,
    env: {...gitEnv, ...at.env},
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

describe.each(shapes.map(shape => [shape.name, shape] as const))('in a repository: %s', (_, named) => {
  let shape: Shape

  beforeAll(async () => {
    shape = await makeShape(named)
  })

  it('init, record, tag, ls, show, diff and log work, and touch nothing of the user’s', () => {
    const before = fingerprint(shape)
    exp(shape, ['init', '--offline'])
    const runs = [0.88, 0.885].map(micro_f1 => {
      const run = {...RUN, metrics: {dev: {micro_f1}}}
      return JSON.parse(exp(shape, ['record', '--json', '-'], JSON.stringify(run))) as {id: string; commit: string}
    })
    exp(shape, ['tag', 'latest', 'candidate'])
    const listed = JSON.parse(exp(shape, ['ls', '--json', '--where', '"candidate" in tags'])) as {runs: {id: string}[]}
    expect(listed.runs.map(({id}) => id)).toEqual([runs[1]!.id])
    expect(JSON.parse(exp(shape, ['show', runs[0]!.id.slice(0, 6), '--json']))).toMatchObject({
      name: 'one',
      tags: ['a'],
    })
    expect(exp(shape, ['diff', 'latest~1', 'latest'])).toContain('micro_f1')
    expect(exp(shape, ['log'])).toContain('record: one')
    expect(fingerprint(shape)).toEqual(before)
    gitWith(shape, 'fsck', '--strict', '--no-dangling')
  })

  it('what plain git sees is what was recorded, and the code commit is kept', () => {
    const paths = gitWith(shape, 'ls-tree', '-r', '--full-tree', '--name-only', 'refs/heads/exp-ledger', 'runs/').split(
      '\n',
    )
    const path = paths.find(file => file.endsWith('/run.yaml'))!
    expect(gitWith(shape, 'show', `refs/heads/exp-ledger:${path}`)).toContain('name: one')
    const log = ['log', '-1', '--format=%(trailers:key=Exp-Code,valueonly,separator=)', 'refs/heads/exp-ledger~1']
    const code = gitWith(shape, ...log)
    if (code !== '') {
      expect(code).toBe(gitWith(shape, 'rev-parse', 'HEAD^{commit}'))
      gitWith(shape, 'merge-base', '--is-ancestor', code, 'refs/exp/code')
    }
    expect(gitWith(shape, 'for-each-ref', 'refs/exp/tmp', 'refs/exp/pins')).toBe('')
  })
})

test('the code of a run outlives its branch, a squash and git gc --prune=now', () => {
  const dir = tempFolder()
  git(dir, 'init', '--quiet')
  writeText(dir, 'train.py', '1\n')
  git(dir, 'add', '.')
  git(dir, 'commit', '--quiet', '-m', 'first')
  git(dir, 'switch', '--quiet', '-c', 'experiment')
  writeText(dir, 'train.py', '2\n')
  git(dir, 'commit', '--quiet', '-am', 'an idea')
  const code = git(dir, 'rev-parse', 'HEAD')
  exp({cwd: dir}, ['init', '--offline'])
  exp({cwd: dir}, ['record', '-'], JSON.stringify(RUN))
  exp({cwd: dir}, ['record', '-'], JSON.stringify({...RUN, run_name: 'two'}))
  git(dir, 'switch', '--quiet', 'main')
  git(dir, 'branch', '-D', 'experiment')
  git(dir, 'reflog', 'expire', '--expire=now', '--all')
  git(dir, 'gc', '--quiet', '--prune=now')
  expect(git(dir, 'show', `${code}:train.py`)).toBe('2')
  // One chain commit for any number of runs from one code commit.
  expect(git(dir, 'rev-list', '--count', 'refs/exp/code', `^${code}`)).toBe('1')
})

test('a clone takes up the ledger of its remote, and equal inits are one commit', () => {
  const dir = tempFolder()
  const [one, two] = [join(dir, 'one'), join(dir, 'two')]
  for (const place of [one, two]) {
    git(dir, 'init', '--quiet', place)
    exp({cwd: place}, ['init', '--offline'])
  }
  expect(git(one, 'rev-parse', 'exp-ledger')).toBe(git(two, 'rev-parse', 'exp-ledger'))
  exp({cwd: one}, ['record', '-'], JSON.stringify(RUN))
  git(dir, 'clone', '--quiet', one, join(dir, 'clone'))
  const clone = {cwd: join(dir, 'clone')}
  expect(JSON.parse(exp(clone, ['init', '--json']))).toMatchObject({state: 'tracked', remote: 'origin'})
  expect(git(clone.cwd, 'rev-parse', 'exp-ledger')).toBe(git(one, 'rev-parse', 'exp-ledger'))
  git(dir, 'clone', '--quiet', '--single-branch', '--branch', 'exp-ledger', one, join(dir, 'narrow'))
  git(join(dir, 'narrow'), 'switch', '--quiet', '--orphan', 'elsewhere')
  git(join(dir, 'narrow'), 'branch', '--quiet', '-D', 'exp-ledger')
  expect(JSON.parse(exp({cwd: join(dir, 'narrow')}, ['init', '--json']))).toMatchObject({state: 'tracked'})
})

test.each([['--single-branch'], ['--depth=1']])(
  'a clone made with %s takes up the ledger, and fetches it from then on',
  how => {
    const dir = tempFolder()
    const [one, shared, place] = [join(dir, 'one'), join(dir, 'shared'), join(dir, 'clone')]
    git(dir, 'init', '--quiet', '--initial-branch=main', one)
    git(one, 'commit', '--quiet', '--allow-empty', '-m', 'first')
    exp({cwd: one}, ['init', '--offline'])
    git(dir, 'clone', '--quiet', '--bare', one, shared)
    git(dir, 'clone', '--quiet', '--branch=main', how, `file://${shared}`, place)
    expect(JSON.parse(exp({cwd: place}, ['init', '--json']))).toMatchObject({state: 'tracked', remote: 'origin'})
    expect(git(place, 'rev-parse', '--abbrev-ref', 'exp-ledger@{upstream}')).toBe('origin/exp-ledger')
    exp({cwd: one}, ['record', '-'], JSON.stringify(RUN))
    git(one, 'push', '--quiet', shared, 'exp-ledger')
    git(place, 'fetch', '--quiet')
    expect(git(place, 'rev-parse', 'origin/exp-ledger')).toBe(git(one, 'rev-parse', 'exp-ledger'))
  },
)

test('a partial clone brings what its ledger lacks with one fetch', () => {
  const dir = tempFolder()
  const full = join(dir, 'full')
  git(dir, 'init', '--quiet', full)
  exp({cwd: full}, ['init', '--offline'])
  const runs = Array.from({length: 40}, (_, i) => JSON.stringify({...RUN, run_name: `run ${i}`}))
  exp({cwd: full}, ['record', '-'], runs.join('\n'))
  git(full, 'config', 'uploadpack.allowFilter', 'true')
  git(full, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  git(dir, 'clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${full}`, join(dir, 'partial'))
  const partial = {cwd: join(dir, 'partial'), env: {GIT_TRACE2_EVENT: join(dir, 'trace')}}
  exp(partial, ['init', '--offline'])
  expect(JSON.parse(exp(partial, ['ls', '--json', '--limit', '0']))).toMatchObject({total: 40})
  const fetches = execFileSync('grep', ['-c', '"fetch","origin"', join(dir, 'trace')], {encoding: 'utf8'})
  // One for ledger.yaml by git itself, one for all records.
  expect(Number(fetches)).toBeLessThanOrEqual(4)
})

test('small packs are rolled up in the background, unless housekeeping is off', async () => {
  const dir = tempFolder()
  git(dir, 'init', '--quiet')
  const on = {cwd: dir, env: {GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'gc.auto', GIT_CONFIG_VALUE_0: '6700'}}
  exp(on, ['init', '--offline'])
  for (let i = 0; i < 36; i++) exp(i < 34 ? {cwd: dir} : on, ['record', '-'], JSON.stringify(RUN))
  const packs = () => Number(/packs: (\d+)/.exec(git(dir, 'count-objects', '-v'))![1])
  for (let i = 0; i < 100 && packs() > 10; i++) await new Promise(done => setTimeout(done, 50))
  expect(packs()).toBeLessThanOrEqual(10)
  git(dir, 'fsck', '--strict')
})
