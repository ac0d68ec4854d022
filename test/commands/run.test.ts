import {spawnSync} from 'node:child_process'
import {chmodSync, existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {appears, begin, commitsOf, idSaid, ran, refusedRun, warningsOf} from '../support/running'
import {type Fingerprint, fingerprint} from '../support/untouched'
import {type Workplace, workplace} from '../support/workplace'

let place: Workplace
beforeAll(() => {
  place = workplace()
})

const has = (program: string) => spawnSync(program, ['--version']).status === 0

describe('commands in four languages', () => {
  let before: Fingerprint
  beforeAll(() => {
    place.write('go.sh', '#!/bin/sh\necho "args: $*"\necho "last words" >&2\nexit 3\n')
    chmodSync(join(place.cwd, 'go.sh'), 0o755)
    place.write('hello.py', 'import sys\nprint("py", sys.argv[1:])\nsys.exit(0)\n')
    place.write('main.c', '#include <stdio.h>\nint main(int n, char **v) { printf("c %d\\n", n); return 42; }\n')
    place.write('Makefile', 'train:\n\t@echo made\n\nbroken:\n\t@exit 9\n')
    if (has('cc')) spawnSync('cc', ['-o', 'prog.bin', 'main.c'], {cwd: place.cwd})
    before = fingerprint(place)
  })
  afterEach(() => {
    expect(fingerprint(place)).toEqual(before)
    expect(place.spool()).toEqual([])
    place.git('fsck', '--strict', '--no-dangling')
  })

  test('a shell script, its exit code and its last words', () => {
    const {status, stdout, stderr, record} = ran(place, ['--name', 'shell', '--', './go.sh', 'a b', '--lr', '1e-4'])
    expect([status, stdout]).toEqual([3, 'args: a b --lr 1e-4\n'])
    expect(stderr).toContain('last words\n')
    expect(record).toMatchObject({
      name: 'shell',
      status: 'failed',
      command: ['./go.sh', 'a b', '--lr', '1e-4'],
      attempts: [{exit: 3}],
      failure: {exit: 3, stderr: 'last words\n'},
      code: {script: './go.sh'},
    })
    expect(Date.parse(record.finished)).toBeGreaterThanOrEqual(Date.parse(record.started))
    expect(record.resources.wall_s).toBeGreaterThan(0)
  })

  test('Python', () => {
    const {status, stdout, record} = ran(place, ['--name', 'python', '--', 'python3', 'hello.py', '--seed', '1'])
    expect([status, stdout]).toEqual([0, "py ['--seed', '1']\n"])
    expect(record).toMatchObject({status: 'finished', command: ['python3', 'hello.py', '--seed', '1']})
    expect(record.env.python).toMatch(/^3\.\d+/)
    expect([record.env.provisional, record.env.unverified, record.heard.processes]).toEqual([undefined, undefined, 1])
    expect(record.failure).toBeUndefined()
  })

  const compiled = has('cc') ? test : test.skip
  compiled('a compiled program (skipped where there is no cc)', () => {
    const {status, stdout, record} = ran(place, ['--name', 'compiled', '--', './prog.bin', 'x'])
    expect([status, stdout]).toEqual([42, 'c 2\n'])
    expect(record).toMatchObject({status: 'failed', failure: {exit: 42}})
  })

  test('make', () => {
    expect(ran(place, ['--name', 'made', '--', 'make', 'train'])).toMatchObject({
      status: 0,
      stdout: 'made\n',
      record: {status: 'finished', command: ['make', 'train']},
    })
    expect(ran(place, ['--', 'make', 'broken'])).toMatchObject({status: 2, record: {status: 'failed'}})
  })

  test('stdin is the command’s own', () => {
    const {stdout} = ran(place, ['--', 'cat'], {input: 'from a pipe\n'})
    expect(stdout).toBe('from a pipe\n')
  })

  test('one that is not there, one that may not be run: as a shell answers, and recorded', () => {
    const missing = ran(place, ['--', 'no-such-program'])
    expect([missing.status, missing.record.status]).toEqual([127, 'failed'])
    expect(missing.record.failure).toMatchObject({exit: 127, reason: 'there is no program "no-such-program"'})
    expect(warningsOf(missing)).toContain('there is no program "no-such-program"')
    const barred = ran(place, ['--', './main.c'])
    expect([barred.status, barred.record.failure.exit]).toEqual([126, 126])
  })

  test('one that ends by a signal: 128 + n', () => {
    for (const [signal, exit, status] of [
      ['KILL', 137, 'failed'],
      ['SEGV', 139, 'failed'],
      ['TERM', 143, 'aborted'],
      ['INT', 130, 'aborted'],
    ] as const) {
      const one = ran(place, ['--', 'sh', '-c', `kill -${signal} $$`])
      expect([signal, one.status, one.record.status]).toEqual([signal, exit, status])
      expect(one.record.failure.exit).toBe(`SIG${signal}`)
      expect(one.record.attempts).toMatchObject([{exit: `SIG${signal}`}])
    }
  })
})

test('flags behind the command’s first word are its own, with -- and without', () => {
  const {stdout, record} = ran(place, ['--seed', '3', 'python3', 'hello.py', '--seed', '4', '-p', 'x', '--json'])
  expect(stdout).toBe("py ['--seed', '4', '-p', 'x', '--json']\n")
  expect(record).toMatchObject({seed: 3, command: ['python3', 'hello.py', '--seed', '4', '-p', 'x', '--json']})
  expect(refusedRun(place, ['--lr', '1', '--', 'true'])).toMatchObject({code: 'USAGE', hints: [expect.any(String)]})
})

describe('before the first line', () => {
  const CHILD = 'git rev-parse exp-ledger; echo "$GIT_EXP_RUN_ID $GIT_EXP_RUN_NAME $GIT_EXP_ATTEMPT"'

  test('the start is committed when the command begins', () => {
    const {id, stdout, record, stderr} = ran(place, ['--name', 'early', '--', 'sh', '-c', CHILD])
    const [tip, said] = stdout.split('\n')
    expect(said).toBe(`${id} early 1`)
    expect(stderr).toContain(`git exp: run ${id}  early\n`)
    const commit = place.git('log', '-1', '--format=%s%n%(trailers)', tip!)
    expect(commit).toContain('start: early')
    expect(commit).toContain(`Exp-Run: ${id}`)
    expect(commit).toContain('Exp-Status: running')
    expect(commit).toContain(`Exp-Code: ${record.code.snapshot ?? record.code.commit}`)
    const path = place.git('diff-tree', '--no-commit-id', '--name-only', '-r', tip!).split('\n')
    const file = path.find(each => each.endsWith('/run.yaml'))!
    const first = place.git('show', `${tip}:${file}`)
    expect(first).toMatch(/^status: running$/m)
    expect(first).toMatch(/^command:$/m)
    expect(place.ledgerFile(file)).toMatch(/^status: finished$/m)
    const log = place.git('log', '--reverse', '--format=%s', `${tip}..exp-ledger`).split('\n')
    expect(log).toEqual(['finish: early'])
  })

  test('--id-file holds the id then', () => {
    const {id, stdout} = ran(place, ['--id-file', 'out/the.id', '--', 'cat', 'out/the.id'])
    expect(stdout).toBe(`${id}\n`)
  })

  test('--id-file where nothing can be written: told, and run all the same', () => {
    const answer = ran(place, ['--id-file', 'train.py/the.id', '--', 'echo', 'ran'])
    expect([answer.status, answer.stdout, answer.record.status]).toEqual([0, 'ran\n', 'finished'])
    expect(warningsOf(answer).join('\n')).toContain('its id could not be written')
  })

  test('words about it are in the record', () => {
    const words = ['--task', 'ner', '--group', 'g1', '-t', 'a', '-t', 'b', '--hypothesis', 'it helps', '--note', 'n1']
    const more = ['--seed', '7', '-p', 'lr=1e-4', '-p', 'model.name=x', '-p', 'fp16=true', '-p', 'zip=0012']
    const {record} = ran(place, [...words, ...more, '--dataset', 'tweets', '--', 'true'])
    expect(record).toMatchObject({
      task: 'ner',
      group: 'g1',
      tags: ['a', 'b'],
      hypothesis: 'it helps',
      notes: 'n1',
      seed: 7,
      params: {lr: 0.0001, model: {name: 'x'}, fp16: true, zip: '0012'},
      dataset: {name: 'tweets'},
    })
  })

  test('run inside run is its child', () => {
    const bin = join(process.cwd(), 'bin/git-exp.js')
    const outer = ran(place, ['--name', 'outer', '--', process.execPath, bin, 'run', '--name', 'inner', '--', 'true'])
    expect(place.json(['show', 'inner'])).toMatchObject({parent: outer.id, status: 'finished'})
    expect(outer.record.parent).toBeUndefined()
    expect(ran(place, ['--parent', 'latest@all', '--', 'true']).record.parent).toMatch(/^[0-9a-z]{12}$/)
    expect(ran(place, ['--parent', 'outer', '--', 'true']).record.parent).toBe(outer.id)
  })
})

describe('what is refused, before anything is recorded or started', () => {
  const START = ['--', 'touch', 'started']
  const refusals: readonly (readonly [what: string, words: readonly string[], code: string, message: RegExp])[] = [
    ['sbatch', ['--', 'sbatch', 'job.sh'], 'USAGE', /^sbatch hands the work on and ends at once/],
    ['qsub, by its path', ['--', '/usr/bin/qsub', 'job.sh'], 'USAGE', /^qsub hands/],
    ['no command', [], 'USAGE', /^missing COMMAND/],
    ['no command behind --', ['--'], 'USAGE', /^missing COMMAND/],
    ['--data without =', ['--data', 'train.csv', ...START], 'USAGE', /^--data is given "train.csv"; expected <split>/],
    ['--data without a path', ['--data', 'train=', ...START], 'USAGE', /^--data is given "train="/],
    ['--input without =', ['--input', 'x', ...START], 'USAGE', /^--input is given "x"/],
    ['--param without =', ['-p', 'lr', ...START], 'USAGE', /^--param is given "lr"/],
    ['--param of __proto__', ['-p', '__proto__.x=1', ...START], 'USAGE', /^--param is given/],
    ['--seed', ['--seed', 'many', ...START], 'USAGE', /^--seed is 'many'; expected a whole number/],
    ['--hash', ['--hash', 'later', ...START], 'USAGE', /^--hash is 'later'; expected one of: before/],
    ['a name that is none', ['--name', ' ', ...START], 'BAD_RECORD', /name/],
    ['a template that is not there', ['--template', 'nope', ...START], 'TEMPLATE_NOT_FOUND', /nope/],
    ['--in of nobody', ['--in', 'nobody', ...START], 'RUN_NOT_FOUND', /nobody/],
    ['--resume of nobody', ['--resume', 'nobody', ...START], 'RUN_NOT_FOUND', /nobody/],
    ['--parent of nobody', ['--parent', 'nobody', ...START], 'RUN_NOT_FOUND', /nobody/],
    ['--config that is not there', ['--config', 'no.yaml', ...START], 'FILE_NOT_FOUND', /no\.yaml/],
  ]
  for (const [what, words, code, message] of refusals) {
    test(what, () => {
      const file = join(place.cwd, 'started')
      const error = refusedRun(place, words)
      expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)])
      expect(error.hints.length > 0 || /expected|name/.test(error.message)).toBe(true)
      expect(existsSync(file)).toBe(false)
    })
  }

  test('sbatch is told the recipe', () => {
    const {hints} = refusedRun(place, ['--', 'sbatch', 'job.sh'])
    expect(hints.join('\n')).toContain('git exp start --print-id')
    expect(hints.join('\n')).toContain('git exp run --in "$ID" -- ')
  })

  test('no ledger, no repository, a ledger of a newer format', () => {
    const bare = workplace({ledger: false})
    expect(refusedRun(bare, START)).toMatchObject({code: 'NO_LEDGER', hints: [expect.stringContaining('git exp init')]})
    const none = bare.exp(['run', '--json', '--', 'true'], {cwd: join(bare.cwd, '..')})
    expect(JSON.parse(none.stdout).error).toMatchObject({code: 'NOT_A_REPOSITORY', exit: 4})
    const newer = workplace()
    newer.setLedger('format: 2')
    expect(refusedRun(newer, START).code).toBe('NEWER_FORMAT')
    expect(existsSync(join(bare.cwd, 'started'))).toBe(false)
    expect(existsSync(join(newer.cwd, 'started'))).toBe(false)
  })

  test('a name that the team’s rule does not allow', () => {
    const strict = workplace()
    strict.setLedger('naming:\n  pattern: "^[a-z]+_[0-9]+$"')
    expect(refusedRun(strict, ['--name', 'No Good', ...START])).toMatchObject({code: 'BAD_RECORD'})
    expect(strict.exp(['run', '--name', 'good_1', '--', 'true']).status).toBe(0)
  })
})

test('a template that wants more than the run has: recorded, with a warning', () => {
  const {status, record, stderr} = ran(place, ['--template', 'token-classification', '--', 'true'])
  expect([status, record.status, record.template.name]).toEqual([0, 'finished', 'token-classification'])
  expect(stderr).toMatch(/^warning: .*token-classification/m)
})

test('signals go on to the command; what it makes of them is its end', async () => {
  place.write(
    'trap.sh',
    'trap "echo caught; exit 5" TERM\n: > ready.$1; echo x > ready.$1\nwhile :; do sleep 0.05; done\n',
  )
  const going = begin(place, ['run', '--', 'sh', 'trap.sh', 'a'])
  await appears(join(place.cwd, 'ready.a'))
  going.child.kill('SIGTERM')
  const ended = await going.ended
  expect([ended.status, ended.stdout]).toEqual([5, 'caught\n'])
  const record = place.json(['show', idSaid(ended)])
  expect(record).toMatchObject({status: 'aborted', failure: {exit: 5, reason: 'SIGTERM was sent to it'}})
})

test('100 lines of stderr: all passed on, the last 40 kept', () => {
  const {stderr, record} = ran(place, [
    '--',
    'sh',
    '-c',
    'i=0; while [ $i -lt 100 ]; do echo line$i >&2; i=$((i+1)); done; exit 1',
  ])
  expect(stderr.split('\n').filter(line => line.startsWith('line'))).toHaveLength(100)
  const kept = record.failure.stderr.trimEnd().split('\n')
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([40, 'line60', 'line99'])
})

test('--json: one document, exit code of the command', () => {
  const before = commitsOf(place)
  const {status, stdout} = place.exp(['run', '--json', '--name', 'said', '--', 'false'])
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({name: 'said', status: 'failed', exit: 1, artifacts: 0, warnings: []})
  expect(commitsOf(place)).toBe(before + 2)
  expect(readFileSync(join(place.cwd, 'train.py'), 'utf8')).toBe('print("train")\n')
})
