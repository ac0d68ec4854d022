import {existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {tempFolder} from '../support/git'
import {idSaid, warningsOf} from '../support/running'
import {type Workplace, workplace} from '../support/workplace'
import {EXP, home, MAY_FREEZE, MAY_MOUNT, onSmallDisk, pathOf, recordOf, script} from '../support/wrapped'

jest.setTimeout(120_000)

/** Something goes wrong before or while the command runs; the command itself knows nothing of it. */
interface Fault {
  readonly before?: string
  /** The command's own doing, in its shell. */
  readonly during?: string
  readonly mend?: string
  readonly env?: NodeJS.ProcessEnv
  /** What the user is told. */
  readonly told: RegExp
}

/** The command says one line on each stream and ends with 3, and that is all that anybody sees of it. */
function suffer(place: Workplace, {before = '', during = '', env = {}, told}: Fault): string {
  script(place, before)
  const answer = script(place, `exp run -- sh -c '${during}\necho out; echo err >&2; exit 3'`, {env})
  expect([answer.status, answer.stdout]).toEqual([3, 'out\n'])
  expect(answer.stderr).toContain('err\n')
  expect(warningsOf(answer).join('\n')).toMatch(told)
  const id = idSaid(answer)
  expect(id).not.toBe('')
  return id
}

function recovered(place: Workplace, id: string, {mend = ''}: Pick<Fault, 'mend'>): void {
  script(place, mend)
  expect(script(place, 'exp doctor').stdout).toMatch(/not on the ledger yet/)
  expect(script(place, 'exp recover').status).toBe(0)
  const {status, failure} = recordOf(place, id)
  expect([status, failure.exit]).toEqual(['failed', 3])
  expect(place.git('fsck', '--strict', '--no-dangling')).toBe('')
  expect(place.spool()).toEqual([])
  expect(existsSync(place.inGit('exp/rejected'))).toBe(false)
  const doctor = script(place, 'exp doctor')
  expect([doctor.status, doctor.stdout]).toEqual([0, expect.stringContaining('nothing waits')])
}

const waits = /the end of \w+ is not on the ledger yet: .*; it waits in .*: git exp recover/
const FAULTS: Readonly<Record<string, Fault>> = {
  'the ledger locked all along': {
    before: 'touch .git/refs/heads/exp-ledger.lock',
    mend: 'rm .git/refs/heads/exp-ledger.lock',
    told: /the start of .*locked by another process.*the end of .*locked by another process/s,
  },
  'our folder is a file': {
    before: 'rm -rf .git/exp; echo in the way > .git/exp',
    mend: 'rm .git/exp',
    told: waits,
  },
  'our folder becomes a file': {
    during: 'rm -rf .git/exp; echo in the way > .git/exp',
    mend: 'rm .git/exp',
    told: waits,
  },
  'the spool becomes a file': {
    during: 'rm -rf .git/exp/spool; echo in the way > .git/exp/spool',
    mend: 'rm .git/exp/spool',
    told: waits,
  },
  'the ledger is deleted, and restored later': {
    during: 'git rev-parse exp-ledger >.git/tip; git update-ref -d refs/heads/exp-ledger',
    mend: 'git update-ref refs/heads/exp-ledger "$(cat .git/tip)"',
    told: waits,
  },
}

test.each(Object.entries(FAULTS))('%s', (_, fault) => {
  const place = workplace()
  const id = suffer(place, fault)
  recovered(place, id, fault)
})

test('a ledger that is locked all along keeps a job waiting for seconds only, though much follows its end', () => {
  const place = workplace()
  place.write('data.csv', 'a,b\n1,2\n')
  const begun = performance.now()
  const run = `exp run --hash after --data train=data.csv --artifact out.txt -- sh -c 'echo made >out.txt'`
  const answer = script(place, `touch .git/refs/heads/exp-ledger.lock; ${run}`)
  expect(performance.now() - begun).toBeLessThan(20_000)
  expect(warningsOf(answer)).toHaveLength(4)
  script(place, 'rm .git/refs/heads/exp-ledger.lock; exp recover')
  const {status, artifacts, inputs} = recordOf(place, idSaid(answer))
  expect({status, artifacts, inputs}).toMatchObject({
    status: 'finished',
    artifacts: [{path: 'out.txt'}],
    inputs: [{digested: 'after'}],
  })
})

const FROZEN = MAY_FREEZE ? test : test.skip
FROZEN.each([
  ['exp', 'our folder'],
  ['exp/spool', 'the spool'],
])('.git/%s cannot be written: nobody may change %s', (folder, _) => {
  const place = workplace()
  mkdirSync(place.inGit('exp/spool'), {recursive: true})
  const before = `chattr -R +i .git/${folder}`
  const mend = `chattr -R -i .git/${folder}`
  try {
    recovered(place, suffer(place, {before, told: waits}), {mend})
  } finally {
    script(place, mend)
  }
})

test('git is gone from PATH', () => {
  const place = workplace()
  const path = pathOf('git', 'sh', 'rm', 'mkfifo', 'tee', 'tail')
  const id = suffer(place, {during: 'rm "$PATH/git"', env: {PATH: path}, told: /git program was not found/})
  recovered(place, id, {})
  expect(recordOf(place, id).failure.stderr).toBe('err\n')
})

test('another branch is checked out meanwhile', () => {
  const place = workplace()
  place.git('branch', 'other')
  const id = suffer(place, {during: 'git checkout --quiet other', told: /^$/})
  expect(recordOf(place, id)).toMatchObject({status: 'failed', code: {branch: 'main'}, failure: {exit: 3}})
  expect(place.git('branch', '--show-current')).toBe('other')
})

test('our folder of running runs is a file: no tail of stderr, all else as ever', () => {
  const place = workplace()
  mkdirSync(place.inGit('exp'), {recursive: true})
  writeFileSync(place.inGit('exp/live'), '')
  const id = suffer(place, {told: /what is kept of a run while it goes on could not be written/})
  expect(recordOf(place, id)).toMatchObject({status: 'failed', failure: {exit: 3}})
})

test('what we keep of the run is deleted under us while it says much', () => {
  const place = workplace()
  const during = 'rm -rf .git/exp/live; i=0; while [ $i -lt 3000 ]; do echo "line $i of many" >&2; i=$((i+1)); done'
  const id = suffer(place, {during, told: /^$/})
  expect(recordOf(place, id).failure.stderr).toMatch(/line 2999 of many\nerr\n$/)
})

const MOUNTED = MAY_MOUNT ? describe : describe.skip
MOUNTED('a full disk', () => {
  const FILL = 'dd if=/dev/zero of=fill bs=1k 2>/dev/null'

  test('that the command has filled: its end and its artifacts wait elsewhere', () => {
    onSmallDisk(workplace(), place => {
      const run = `exp run --artifact "out*" -- sh -c 'echo made >out.txt; ${EXP} put - dev.f1=0.5 >&2; ${FILL}; echo out; echo err >&2; exit 3'`
      const answer = script(place, run)
      expect([answer.status, answer.stdout]).toEqual([3, 'out\n'])
      expect(warningsOf(answer).join('\n')).toMatch(waits)
      rmSync(join(place.cwd, 'fill'))
      const id = idSaid(answer)
      recovered(place, id, {})
      expect(recordOf(place, id)).toMatchObject({
        metrics: {dev: {f1: 0.5}},
        failure: {stderr: expect.stringMatching(/err\n$/)},
        artifacts: [{path: 'out.txt', size: 5}],
      })
    })
  })

  test('before the start: the command runs, and its record waits elsewhere', () => {
    onSmallDisk(workplace(), place => {
      const id = suffer(place, {before: FILL, told: waits})
      recovered(place, id, {mend: 'rm fill'})
    })
  })

  test('and no refuge: it is told, and what was said before is recovered with a judgement', () => {
    onSmallDisk(workplace(), place => {
      const env = {XDG_STATE_HOME: join(place.cwd, '.git')}
      const run = `exp run -- sh -c '${EXP} put - dev.f1=0.5 >&2; ${FILL}; echo out; exit 3'`
      const answer = script(place, run, {env})
      expect([answer.status, answer.stdout]).toEqual([3, 'out\n'])
      expect(warningsOf(answer).join('\n')).toMatch(/the end of \w+ could not be kept: no room left/)
      rmSync(join(place.cwd, 'fill'))
      const doctor = script(place, 'exp doctor', {env})
      expect([doctor.status, doctor.stdout]).toEqual([1, expect.stringMatching(/nobody runs \w+ .*git exp recover/s)])
      expect(script(place, 'exp recover', {env}).stdout).toContain('judged lost')
      expect(recordOf(place, idSaid(answer))).toMatchObject({status: 'lost', metrics: {dev: {f1: 0.5}}})
    })
  })
})

test('a secret on stderr is not in the record', () => {
  const place = workplace()
  const token = `ghp_${'0a1B2c3D4e5F'.repeat(3)}`
  place.write('say.sh', `echo "cannot push: ${token}" >&2; exit 3\n`)
  const answer = script(place, 'exp run -- sh say.sh')
  expect(answer.stderr).toContain(token)
  const {failure} = recordOf(place, idSaid(answer))
  expect(failure.stderr).toMatch(/^cannot push: \[redacted:/)
})

test('refuge is found by the home of whoever recovers', () => {
  const place = workplace()
  const env = {...home, XDG_STATE_HOME: tempFolder('state')}
  const id = suffer(place, {before: 'rm -rf .git/exp; echo in the way > .git/exp', env, told: waits})
  rmSync(place.inGit('exp'))
  expect(script(place, 'exp recover', {env}).stdout).toContain('2 committed')
  expect(recordOf(place, id).status).toBe('failed')
})
