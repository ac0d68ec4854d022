import {execFileSync, spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {hermetic} from '../support/env'

const BIN = resolve('bin/git-exp.js')
const KILLS = 200
const env = hermetic()

jest.setTimeout(600_000)

const git = (dir: string, ...args: string[]) =>
  execFileSync('git', args, {cwd: dir, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}).trim()

/** Runs `record` and kills it with SIGKILL after `ms`; answers the id it acknowledged, if it got so far. */
function recordAndKill(dir: string, ms: number): Promise<string | undefined> {
  const child = spawn(process.execPath, [BIN, 'record', '--json', 'run.json'], {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let out = ''
  child.stdout.on('data', chunk => (out += chunk))
  const timer = setTimeout(() => child.kill('SIGKILL'), ms)
  return new Promise(done =>
    child.on('close', () => {
      clearTimeout(timer)
      done(out.trim().endsWith('}') ? (JSON.parse(out) as {id: string}).id : undefined)
    }),
  )
}

test(`SIGKILL at ${KILLS} random moments: each acknowledged run is there, the ledger is valid, the spool is recovered`, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'git-exp-crash-'))
  git(dir, 'init', '-q')
  git(dir, 'commit', '-q', '--allow-empty', '-m', 'code')
  execFileSync(process.execPath, [BIN, 'init'], {cwd: dir, env})
  writeFileSync(
    join(dir, 'run.json'),
    JSON.stringify({run_name: 'one', task: 't', params: {seed: 1}, metrics: {f1: 0.5}}),
  )
  const whole = Date.now()
  await recordAndKill(dir, 60_000)
  const span = (Date.now() - whole) * 1.2
  const acknowledged: string[] = []
  for (let i = 0; i < KILLS; i++) {
    const id = await recordAndKill(dir, Math.random() * span)
    if (id) acknowledged.push(id)
    if (i % 20 === 0) git(dir, 'fsck', '--strict', '--no-dangling')
  }
  expect(acknowledged.length).toBeGreaterThan(0)
  expect(acknowledged.length).toBeLessThan(KILLS)
  execFileSync(process.execPath, [BIN, 'recover'], {cwd: dir, env})
  const stored = git(dir, 'ls-tree', '-r', '--name-only', 'exp-ledger', 'runs/')
    .split('\n')
    .filter(path => path.endsWith('/run.yaml'))
  for (const id of acknowledged) expect(stored.filter(path => path.includes(`-${id}/`))).toHaveLength(1)
  const trailers = git(dir, 'log', '--format=%(trailers:key=Exp-Run,valueonly,separator=)', 'exp-ledger')
    .split('\n')
    .filter(Boolean)
  expect(new Set(trailers).size).toBe(trailers.length)
  expect(trailers).toHaveLength(stored.length)
  expect(readdirSync(join(dir, '.git/exp/spool')).filter(name => !name.startsWith('.'))).toEqual([])
  expect(existsSync(join(dir, '.git/exp/rejected'))).toBe(false)
  git(dir, 'fsck', '--strict', '--no-dangling')
})
