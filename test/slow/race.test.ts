import {execFileSync, spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {bundled} from '../support/bundle'
import {hermetic} from '../support/env'

const BIN = resolve('bin/git-exp.js')
const RECORDER = bundled('bench/recorder.ts')
const env = hermetic()

jest.setTimeout(600_000)

function repository(): string {
  const dir = mkdtempSync(join(tmpdir(), 'git-exp-race-'))
  git(dir, 'init', '-q')
  git(dir, 'commit', '-q', '--allow-empty', '-m', 'code')
  exp(dir, 'init')
  return dir
}

const git = (dir: string, ...args: string[]) =>
  execFileSync('git', args, {cwd: dir, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}).trim()
const exp = (dir: string, ...args: string[]) =>
  execFileSync(process.execPath, [BIN, ...args], {cwd: dir, env, encoding: 'utf8'})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function start(dir: string, command: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(command, args, {cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe']})
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => (out += chunk))
  child.stderr.on('data', chunk => (err += chunk))
  return new Promise(done => child.on('close', code => done({code, out, err})))
}

async function recorders(dir: string, count: number, each: number): Promise<{took: number[]; ids: string[]}> {
  const ended = await Promise.all(
    Array.from({length: count}, (_, i) => start(dir, process.execPath, [RECORDER, dir, String(each), `r${i}`])),
  )
  const failed = ended.filter(({code}) => code !== 0)
  if (failed.length > 0) throw new Error(failed[0]!.err)
  const parts = ended.map(({out}) => JSON.parse(out) as {took: number[]; ids: string[]})
  return {took: parts.flatMap(({took}) => took), ids: parts.flatMap(({ids}) => ids)}
}

/** Every run once, each under its own id, each record readable and about itself; the repository sound; nothing left behind. */
function verify(dir: string, ids: readonly string[]): void {
  const paths = git(dir, 'ls-tree', '-r', '--name-only', 'exp-ledger', 'runs/')
    .split('\n')
    .filter(path => path.endsWith('/run.yaml'))
  const stored = paths.map(path => path.slice(-'123456789012/run.yaml'.length, -'/run.yaml'.length)).sort()
  expect(stored).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(ids.length)
  const subjects = git(dir, 'log', '--format=%(trailers:key=Exp-Run,valueonly,separator=)', 'exp-ledger')
    .split('\n')
    .filter(Boolean)
  expect(subjects.sort()).toEqual([...ids].sort())
  git(dir, 'fsck', '--strict', '--no-dangling')
  expect(git(dir, 'for-each-ref', 'refs/exp/tmp', 'refs/exp/pins')).toBe('')
  expect(readdirSync(join(dir, '.git/exp/spool'))).toEqual([])
  expect(existsSync(join(dir, '.git/exp/rejected'))).toBe(false)
}

test('16 long-lived recorders lose nothing, with a gc --prune=now beside them', async () => {
  const dir = repository()
  let stop = false
  const gc = (async () => {
    let rounds = 0
    for (; !stop; rounds++) await start(dir, 'git', ['gc', '--quiet', '--prune=now'])
    return rounds
  })()
  const {ids} = await recorders(dir, 16, 20).finally(() => {
    stop = true
  })
  expect(await gc).toBeGreaterThan(0)
  verify(dir, ids)
})

test('16 record processes at once, native git writers on the same ref between them', async () => {
  const dir = repository()
  writeFileSync(
    join(dir, 'run.json'),
    JSON.stringify({run_name: 'one', task: 't', params: {seed: 1}, metrics: {f1: 0.5}}),
  )
  let stop = false
  const native = (async () => {
    const kept: string[] = []
    for (let i = 0; !stop; i++) {
      const tip = git(dir, 'rev-parse', 'refs/heads/exp-ledger')
      const stream = `commit refs/native/${i}\ncommitter N <n@example.com> 1 +0000\ndata 6\nnative\nfrom ${tip}\nM 100644 inline native/${i}\ndata 1\nx\n\ndone\n`
      execFileSync('git', ['fast-import', '--quiet', '--done'], {cwd: dir, env, input: stream})
      const moved = await start(dir, 'git', ['update-ref', 'refs/heads/exp-ledger', `refs/native/${i}`, tip])
      if (moved.code === 0) kept.push(`native/${i}`)
    }
    return kept
  })()
  const ended: Ended[] = []
  const each = async () => {
    for (let i = 0; i < 10; i++) ended.push(await start(dir, process.execPath, [BIN, 'record', '--json', 'run.json']))
  }
  await Promise.all(Array.from({length: 16}, each)).finally(() => {
    stop = true
  })
  const kept = await native
  expect(ended.filter(({code}) => code !== 0).map(({err}) => err)).toEqual([])
  verify(
    dir,
    ended.map(({out}) => (JSON.parse(out) as {id: string}).id),
  )
  const files = git(dir, 'ls-tree', '-r', '--name-only', 'exp-ledger', 'native/').split('\n').filter(Boolean)
  expect(files.sort()).toEqual(kept.sort())
})

test('a ref rewound under a writer: nothing comes back, nothing acknowledged afterwards is lost', async () => {
  const dir = repository()
  const first = await recorders(dir, 1, 10)
  const tip = git(dir, 'rev-parse', 'exp-ledger')
  const writing = recorders(dir, 4, 25)
  await new Promise(done => setTimeout(done, 700))
  git(dir, 'update-ref', 'refs/heads/exp-ledger', `${tip}~5`)
  await writing
  const after = await recorders(dir, 4, 5)
  const stored = git(dir, 'ls-tree', '-r', '--name-only', 'exp-ledger', 'runs/')
  for (const id of first.ids.slice(0, 5)) expect(stored).toContain(id)
  for (const id of first.ids.slice(5)) expect(stored).not.toContain(id)
  for (const id of after.ids) expect(stored).toContain(id)
  git(dir, 'fsck', '--strict', '--no-dangling')
})

test('a ref deleted under a writer: it is not made anew, and the record waits in the spool', async () => {
  const dir = repository()
  await recorders(dir, 1, 3)
  const tip = git(dir, 'rev-parse', 'exp-ledger')
  git(dir, 'update-ref', '-d', 'refs/heads/exp-ledger')
  writeFileSync(
    join(dir, 'run.json'),
    JSON.stringify({run_name: 'one', task: 't', params: {seed: 1}, metrics: {f1: 0.5}}),
  )
  const refused = await start(dir, process.execPath, [BIN, 'record', 'run.json'])
  expect(refused.code).toBe(4)
  expect(refused.err).toContain('git exp init')
  expect(git(dir, 'for-each-ref', 'refs/heads/exp-ledger')).toBe('')
  git(dir, 'update-ref', 'refs/heads/exp-ledger', tip)
  exp(dir, 'record', 'run.json')
})
