import {type ChildProcess, spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {resolve} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {idSaid} from '../support/running'
import {type Fingerprint, fingerprint} from '../support/untouched'
import {type Workplace, workplace} from '../support/workplace'
import {dirty, full, home, recordOf, script} from '../support/wrapped'

const BIN = resolve('bin/git-exp.js')
const KILLS = full(100, 30)
const GROUP_KILLS = full(100, 15)

jest.setTimeout(600_000)

/** What a user sees of her tree, and every byte of it. */
const seen = (place: Workplace): {bytes: Fingerprint; status: string; stash: string} => ({
  bytes: fingerprint({cwd: place.cwd}),
  status: script(place, 'GIT_OPTIONAL_LOCKS=0 git status --porcelain=v2 --branch --ignored').stdout,
  stash: script(place, 'git stash list').stdout,
})

function dirtyPlace(): Workplace {
  const place = workplace()
  dirty(place)
  return place
}

const WORDS = ['run', '--artifact', 'ignored/*', '--data', 'train=ignored/data.bin', '--', 'sh', '-c']

test('a run leaves index, HEAD, stash, status and every file of a dirty tree as they were', () => {
  const place = dirtyPlace()
  const before = seen(place)
  expect(before.status.split('\n').length).toBeGreaterThan(10)
  const answer = place.exp([...WORDS, 'git status >&2; exit 4'], {env: home})
  expect(answer.status).toBe(4)
  expect(seen(place)).toEqual(before)
  expect(recordOf(place, idSaid(answer))).toMatchObject({status: 'failed', code: {dirty: true}})
})

/** Starts a run and kills it with SIGKILL after `ms`, or lets it end; answers what it had said. */
async function runAndKill(place: Workplace, ms: number, kill: (child: ChildProcess) => void): Promise<string> {
  const child = spawn(
    process.execPath,
    [BIN, ...WORDS, `${JSON.stringify(process.execPath)} ${BIN} put - f1=0.5; sleep 0.1`],
    {
      cwd: place.cwd,
      env: home,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    },
  )
  let stderr = ''
  child.stderr!.on('data', chunk => {
    stderr += chunk
  })
  const timer = setTimeout(() => kill(child), ms)
  await new Promise(done => child.on('close', done))
  clearTimeout(timer)
  return stderr
}

const byItself = (child: ChildProcess) => void child.kill('SIGKILL')
const withItsGroup = (child: ChildProcess) => {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {}
}

async function survive(place: Workplace, kills: number, kill: (child: ChildProcess) => void): Promise<void> {
  const before = seen(place)
  const whole = performance.now()
  expect(await runAndKill(place, 60_000, kill)).toMatch(/^git exp: run /m)
  const span = (performance.now() - whole) * 1.1
  const said: string[] = []
  for (let i = 0; i < kills; i++) {
    // Spread over the whole life of a run rather than drawn at random: each part of it is met however few they are.
    const stderr = await runAndKill(place, (span * (i + Math.random())) / kills, kill)
    const id = idSaid({stderr})
    if (id !== '') said.push(id)
    if (i % 10 === 0) expect(seen(place)).toEqual(before)
  }
  // Of git's own processes some may still be at work.
  await sleep(300)
  expect(said.length).toBeGreaterThan(0)
  expect(said.length).toBeLessThan(kills)
  expect(place.git('fsck', '--strict', '--no-dangling')).toBe('')
  const doctor = script(place, 'exp doctor')
  expect([doctor.status, doctor.stdout]).toEqual([1, expect.stringMatching(/nobody runs .*git exp recover/s)])
  expect(script(place, 'exp recover')).toMatchObject({status: 0})
  verify(place, said)
  expect(seen(place)).toEqual(before)
}

/** Every run that was announced is on the ledger, none of them still going; what is left is what doctor names. */
function verify(place: Workplace, said: readonly string[]): void {
  const listed = place.json(['ls', '--limit', '1000'], {env: home}).runs as {id: string; status: string}[]
  const statuses = new Map(listed.map(({id, status}) => [id, status]))
  for (const id of said) expect([id, statuses.get(id)]).toEqual([id, expect.stringMatching(/^(?:lost|finished)$/)])
  expect([...statuses].filter(([, status]) => status === 'running')).toEqual([])
  for (const [id, status] of statuses) expect([id, recordOf(place, id).status]).toEqual([id, status])
  expect(place.spool()).toEqual([])
  expect(existsSync(place.inGit('exp/rejected'))).toBe(false)
  expect(place.git('fsck', '--strict', '--no-dangling')).toBe('')
  const again = script(place, 'exp recover')
  expect([again.status, again.stdout.split('\n')[0]]).toEqual([0, '0 committed'])
  expect(script(place, 'exp run -- true').status).toBe(0)
}

test(`SIGKILL to the wrapper at ${KILLS} moments of its life: nothing of the user's is touched, nothing said is lost`, async () => {
  await survive(dirtyPlace(), KILLS, byItself)
})

test(`SIGKILL to the wrapper and all its processes at ${GROUP_KILLS} moments, as a job's end does it`, async () => {
  await survive(dirtyPlace(), GROUP_KILLS, withItsGroup)
})
