import {existsSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {isRunId} from '../../src/model/ids'
import {appears, begin, commitsOf, idSaid, ran, refusedRun, warningsOf} from '../support/running'
import {fingerprint} from '../support/untouched'
import {type Workplace, workplace} from '../support/workplace'

let place: Workplace
beforeEach(() => {
  place = workplace()
})

const start = (...words: string[]) => place.ok('start', '--print-id', ...words).trim()
const show = (run: string) => place.json(['show', run])
const folderOf = (run: string): string => place.json(['ls']).runs.find(({id}: {id: string}) => id === run).path

describe('start, put, finish', () => {
  test('by hand: values, a curve, artifacts, an end', () => {
    const id = start('--name', 'hand', '--task', 'ner')
    expect(id).toMatch(/^[0-9a-z]{12}$/)
    expect(show(id)).toMatchObject({name: 'hand', status: 'running', task: 'ner'})
    expect(show(id).started).toBeUndefined()
    for (const step of ['1', '2', '10']) place.ok('put', id, `train.loss=0.${step}`, 'dev.f1=NaN', '--step', step)
    const put = place.json(['put', 'hand', 'best=1e-3'])
    expect(put).toMatchObject({id, name: 'hand', kept: 'spool', points: [{metric: 'best', value: 0.001}]})
    const live = show('hand')
    expect(live.metrics).toMatchObject({best: 0.001, train: {loss: 0.1}})
    expect(live.live).toMatchObject({points: 7, age: expect.any(Number)})
    const before = commitsOf(place)
    place.write('m.json', '{}')
    const finished = place.json(['finish', id, '--artifact', '*.json'])
    expect(finished).toMatchObject({id, status: 'finished', artifacts: 1, warnings: []})
    expect(commitsOf(place)).toBe(before + 2)
    const record = show(id)
    expect(record).toMatchObject({
      status: 'finished',
      series: {file: 'series.csv', rows: 6, metrics: ['dev.f1', 'train.loss']},
      artifacts: [{path: 'm.json'}],
    })
    expect(record.live).toBeUndefined()
    expect(place.ledgerFile(`${folderOf(id)}/series.csv`).split('\n')).toEqual([
      'metric,step,value,attempt',
      'dev.f1,1,nan,1',
      'dev.f1,2,nan,1',
      'dev.f1,10,nan,1',
      'train.loss,1,0.1,1',
      'train.loss,2,0.2,1',
      'train.loss,10,0.1,1',
    ])
    expect(existsSync(place.inGit(`exp/live/${id}`))).toBe(false)
  })

  test('what is final refuses, and stays as it is', () => {
    const id = start()
    place.ok('finish', id, '--status', 'failed', '--reason', 'node went down')
    expect(show(id)).toMatchObject({status: 'failed', failure: {reason: 'node went down'}})
    for (const words of [
      ['put', id, 'a=1'],
      ['finish', id],
    ]) {
      expect(place.refused(words)).toMatchObject({code: 'RUN_FINAL', exit: 5})
    }
    for (const flag of ['--in', '--resume']) {
      const error = refusedRun(place, [flag, id, '--', 'touch', 'started'])
      expect([error.code, error.hints.join('\n')]).toEqual(['RUN_FINAL', expect.stringContaining('git exp note')])
    }
    expect(existsSync(join(place.cwd, 'started'))).toBe(false)
  })

  test('values that are none', () => {
    const id = start()
    for (const value of ['f1', '=1', 'f1=', 'f1=high', 'a..b=1', 'f 1=2', '__proto__.x=1', 'f1=0x10']) {
      expect([value, place.refused(['put', id, value]).code]).toEqual([value, 'USAGE'])
    }
    expect(place.refused(['put', id, 'a=1', '--step', 'x']).code).toBe('USAGE')
    expect(place.refused(['put', '-', 'a=1'])).toMatchObject({
      code: 'USAGE',
      hints: expect.arrayContaining([expect.stringContaining('git exp put')]),
    })
    expect(place.refused(['put', 'nobody', 'a=1']).code).toBe('RUN_NOT_FOUND')
    expect(place.refused(['put', id]).code).toBe('USAGE')
  })

  test('put - is the run around it; one that is over is never written into', () => {
    const bin = join(process.cwd(), 'bin/git-exp.js')
    const {id, record} = ran(place, ['--', process.execPath, bin, 'put', '-', 'dev.f1=0.5', '--step', '3'])
    expect(record).toMatchObject({status: 'finished', metrics: {dev: {f1: 0.5}}, series: {rows: 1}})
    const tip = place.git('rev-parse', 'exp-ledger')
    const late = place.exp(['put', '-', 'dev.f1=0.9'], {env: {GIT_EXP_RUN_ID: id}})
    expect([late.status, late.stderr]).toEqual([5, expect.stringContaining('is finished')])
    expect(place.git('rev-parse', 'exp-ledger')).toBe(tip)
    // Another job that has inherited the variable records a run of its own.
    const other = ran(place, ['--', 'true'], {env: {GIT_EXP_RUN_ID: id}})
    expect([other.id === id, other.record.parent]).toEqual([false, id])
  })
})

describe('run --in', () => {
  test('begins what was submitted; the tree has not moved', () => {
    place.write('conf.yaml', 'lr: 1\n')
    const id = start('--name', 'sub', '-a', 'm.json', '--', 'sh', 'x.sh')
    const answer = place.exp(['run', '--in', 'sub', '--', 'sh', '-c', 'echo 1 > m.json; echo "$GIT_EXP_RUN_ID"'])
    expect([answer.status, answer.stdout]).toEqual([0, `${id}\n`])
    expect(warningsOf(answer)).toEqual([])
    const record = show(id)
    expect(record).toMatchObject({status: 'finished', attempts: [{exit: 0}], artifacts: [{path: 'm.json'}]})
    expect(record.code.submitted).toBeUndefined()
    expect(place.git('log', '--format=%s', `-4`, 'exp-ledger').split('\n').reverse()).toEqual([
      'submit: sub',
      'start: sub',
      'finish: sub',
      'artifact: sub',
    ])
  })

  test('says when the code has moved since, and records both', () => {
    place.write('train.py', 'print("v1")\n')
    const id = start('--', 'python3', 'train.py')
    const submitted = show(id).code.snapshot
    place.write('train.py', 'print("v2")\n')
    const moved = place.exp(['run', '--in', id, '--', 'cat', 'train.py'])
    expect(moved.stdout).toBe('print("v2")\n')
    expect(warningsOf(moved).join('\n')).toContain('the code has moved since it was submitted')
    const {code} = show(id)
    expect(code).toMatchObject({submitted, snapshot: expect.stringMatching(/^[0-9a-f]{40}$/)})
    expect(code.snapshot).not.toBe(submitted)
    // The diff beside the record is that of the code that ran.
    expect(place.ledgerFile(`${folderOf(id)}/code.diff`)).toContain('v2')
  })

  test('--at-snapshot: the code as submitted, though the tree has moved; the user’s files stay', () => {
    place.write('train.py', 'print("v1")\n')
    place.write('sub/x.txt', 'x\n')
    const id = start('--', 'cat', 'train.py')
    const {snapshot} = show(id).code
    place.write('train.py', 'print("v2")\n')
    const before = fingerprint(place)
    const words = ['--in', id, '--at-snapshot', '--', 'sh', '-c', 'cat ../train.py; pwd; git rev-parse HEAD']
    const answer = place.exp(['run', ...words], {cwd: join(place.cwd, 'sub')})
    const [code, folder, head] = answer.stdout.split('\n')
    expect([code, head]).toEqual(['print("v1")', snapshot])
    expect(folder).toMatch(/\/sub$/)
    expect(folder).not.toBe(join(place.cwd, 'sub'))
    expect(warningsOf(answer)).toEqual([])
    const record = show(id)
    expect(record).toMatchObject({status: 'finished', code: {snapshot}})
    expect(record.code.submitted).toBeUndefined()
    expect(fingerprint(place)).toEqual(before)
  })

  test('--at-snapshot: artifacts are found in the folder where it ran, the team’s too', () => {
    place.write('.expconfig', '[exp]\n\tartifact = team.json\n')
    const id = start('-a', 'own.json')
    place.exp(['run', '--in', id, '--at-snapshot', '--', 'sh', '-c', 'echo 1 > own.json; echo 2 > team.json'])
    const paths = (show(id).artifacts ?? []).map(({path}: {path: string}) => path)
    expect(paths.sort()).toEqual(['own.json', 'team.json'])
  })

  test('words said at the beginning are in the record', () => {
    const id = start('--param', 'a=1')
    place.write('conf.yaml', 'x: 1\n')
    place.exp(['run', '--in', id, '--param', 'lr=2', '--tag', 't', '--', 'cat', 'conf.yaml'])
    const record = show(id)
    expect(record.params).toEqual({a: 1, lr: 2})
    expect(record.tags).toEqual(['t'])
    expect(record.code.config).toBe('conf.yaml')
  })

  test('one that is being run is refused', async () => {
    const id = start()
    const first = begin(place, [
      'run',
      '--in',
      id,
      '--',
      'sh',
      '-c',
      'echo x > ready; while [ ! -e done ]; do sleep 0.05; done',
    ])
    await appears(join(place.cwd, 'ready'))
    for (const words of [
      ['--in', id],
      ['--resume', id],
    ]) {
      const error = refusedRun(place, [...words, '--', 'touch', 'started'])
      expect([error.code, error.exit, error.message]).toEqual([
        'RUN_BUSY',
        5,
        expect.stringContaining('is being run by process'),
      ])
    }
    expect(place.refused(['finish', id]).code).toBe('RUN_BUSY')
    const [doctor] = place.json(['doctor']).findings.filter(({what}: {what: string}) => what.includes('going on'))
    expect(doctor).toMatchObject({level: 'ok', what: '1 run going on here'})
    place.write('done', 'x')
    expect((await first.ended).status).toBe(0)
    expect(show(id).status).toBe('finished')
  })
})

describe('a run that goes on', () => {
  test('ls and show have what it said and how old that is; put --follow tells it to the end', async () => {
    const going = begin(place, [
      'run',
      '--name',
      'live',
      '--',
      'sh',
      '-c',
      'echo x > ready; while [ ! -e done ]; do sleep 0.05; done',
    ])
    await appears(join(place.cwd, 'ready'))
    const follow = begin(place, ['put', 'live', '--follow'])
    place.ok('put', 'live', 'dev.f1=0.25', '--step', '1')
    place.ok('put', 'live', 'dev.f1=0.5', '--step', '2')
    // What is said in the last half second before the end is not heard.
    await new Promise(done => setTimeout(done, 700))
    const record = show('live')
    expect(record).toMatchObject({status: 'running', metrics: {dev: {f1: 0.5}}, live: {points: 2, alive: 'yes'}})
    expect(record.live.age).toBeLessThan(30)
    expect(place.json(['ls']).runs).toMatchObject([{name: 'live', status: 'running', metrics: {dev: {f1: 0.5}}}])
    expect(place.ok('show', 'live')).toMatch(/0\.5/)
    place.write('done', 'x')
    expect((await going.ended).status).toBe(0)
    const followed = await follow.ended
    expect([followed.status, followed.stdout]).toEqual([0, 'dev.f1  0.25  step 1\ndev.f1  0.5  step 2\n'])
    expect(show('live')).toMatchObject({status: 'finished', metrics: {dev: {f1: 0.5}}, series: {rows: 2}})
  })
})

describe('attempts', () => {
  const bin = join(process.cwd(), 'bin/git-exp.js')
  const node = process.execPath
  const JOB = {SLURM_JOB_ID: '77'}
  const first = `${node} ${bin} put - loss=3 -s 1; ${node} ${bin} put - loss=2 -s 2; echo x > ready; exec sleep 20`
  const second = `${node} ${bin} put - loss=1.5 -s 2 >&2; ${node} ${bin} put - loss=1 -s 3 final=1 >&2; echo $GIT_EXP_ATTEMPT`

  test('preempted by the scheduler, begun anew by it: one run, two attempts, one curve', async () => {
    place.write('job.sh', `if [ -e ready ]; then ${second}; else ${first}; fi\n`)
    const going = begin(place, ['run', '--name', 'cut', '--', 'sh', 'job.sh'], {env: JOB})
    await appears(join(place.cwd, 'ready'))
    going.child.kill('SIGTERM')
    const cut = await going.ended
    const id = idSaid(cut)
    expect(cut.status).toBe(143)
    expect(show(id)).toMatchObject({status: 'preempted', metrics: {loss: 2}, attempts: [{job: '77', exit: 'SIGTERM'}]})
    expect(place.ledgerFile(`${folderOf(id)}/series.csv`)).toBe('metric,step,value,attempt\nloss,1,3,1\nloss,2,2,1')
    const again = place.exp(['run', '--name', 'cut', '--', 'sh', 'job.sh'], {env: {...JOB, SLURM_RESTART_COUNT: '1'}})
    expect([idSaid(again), again.stdout]).toEqual([id, '2\n'])
    expect(again.stderr).toContain('(attempt 2)')
    const record = show(id)
    expect(record).toMatchObject({
      status: 'finished',
      metrics: {loss: 1, final: 1},
      attempts: [
        {job: '77', exit: 'SIGTERM'},
        {job: '77', exit: 0},
      ],
    })
    expect(record.failure).toBeUndefined()
    expect(place.json(['ls']).total).toBe(1)
    expect(place.ledgerFile(`${folderOf(id)}/series.csv`).split('\n')).toEqual(
      ['metric,step,value,attempt', 'loss,1,3,1', 'loss,2,1.5,2', 'loss,3,1,2', 'final,3,1,2'].sort((a, b) =>
        a.startsWith('metric') ? -1 : b.startsWith('metric') ? 1 : a < b ? -1 : 1,
      ),
    )
    // Another job with the same command is another run.
    const other = place.exp(['run', '--', 'sh', 'job.sh'], {env: {SLURM_JOB_ID: '78', SLURM_RESTART_COUNT: '1'}})
    expect(idSaid(other)).not.toBe(id)
  })

  test('begun anew by the scheduler on another machine, a moment after the first has died: nobody is refused', async () => {
    place.write('job.sh', 'if [ -e ready ]; then exit 0; fi; echo x > ready; exec sleep 4\n')
    const going = begin(place, ['run', '--name', 'moved', '--', 'sh', 'job.sh'], {env: JOB})
    await appears(join(place.cwd, 'ready'))
    const again = {env: {...JOB, SLURM_RESTART_COUNT: '1'}}
    const beside = place.exp(['run', '--name', 'moved', '--', 'sh', 'job.sh'], again)
    expect([beside.status, warningsOf(beside).join()]).toEqual([
      0,
      expect.stringMatching(/is being run by.*run of its own/),
    ])
    going.child.kill('SIGKILL')
    const id = idSaid(await going.ended)
    expect(idSaid(beside)).not.toBe(id)
    const file = place.inGit(`exp/live/${id}/state.json`)
    const state = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify({...state, holder: {...state.holder, host: 'elsewhere'}}))
    const moved = place.exp(['run', '--name', 'moved', '--', 'sh', 'job.sh'], again)
    expect([moved.status, idSaid(moved)]).toEqual([0, id])
    expect(show(id)).toMatchObject({status: 'finished', attempts: [{}, {exit: 0}]})
  })

  test('lost by its wrapper’s death: recover says so, --resume goes on, its end counts', async () => {
    const CHILD = `${node} ${bin} put - loss=3 -s 1; echo x > ready; exec sleep 3`
    const going = begin(place, ['run', '--name', 'gone', '--', 'sh', '-c', CHILD])
    await appears(join(place.cwd, 'ready'))
    going.child.kill('SIGKILL')
    const id = idSaid(await going.ended)
    const finding = place.json(['doctor'])
    expect(finding.findings.filter(({level}: {level: string}) => level !== 'ok')).toMatchObject([
      {
        level: 'warning',
        what: expect.stringContaining(`nobody runs ${id} (gone) any more`),
        hints: ['git exp recover', expect.stringContaining(`--resume ${id}`)],
      },
    ])
    expect(place.exp(['doctor']).status).toBe(1)
    expect(place.json(['recover']).runs).toEqual([{id, name: 'gone', what: 'lost', artifacts: 0}])
    expect(show(id)).toMatchObject({status: 'lost', metrics: {loss: 3}})
    const tip = place.git('rev-parse', 'exp-ledger')
    place.ok('recover')
    expect(place.git('rev-parse', 'exp-ledger')).toBe(tip)
    const again = place.exp(['run', '--resume', 'gone', '--', 'sh', '-c', `${node} ${bin} put - loss=1 -s 2`])
    expect([again.status, idSaid(again)]).toEqual([0, id])
    const record = show(id)
    expect([record.status, record.attempts.length, record.metrics.loss]).toEqual(['finished', 2, 1])
    expect(place.ledgerFile(`${folderOf(id)}/series.csv`)).toBe('metric,step,value,attempt\nloss,1,3,1\nloss,2,1,2')
    expect(place.exp(['doctor']).status).toBe(0)
  })

  test('killed between its end and its artifacts: recover takes them', async () => {
    const id = start('-a', 'm.json')
    const going = begin(place, ['run', '--in', id, '--', 'sh', '-c', 'echo x > ready; exec sleep 1'])
    await appears(join(place.cwd, 'ready'))
    place.write('m.json', '{}')
    going.child.kill('SIGKILL')
    await going.ended
    place.ok('recover')
    place.ok('finish', id)
    expect(show(id)).toMatchObject({status: 'finished', artifacts: [{path: 'm.json'}]})
  })
})

test('killed while it reads large data after the end: doctor says so, recover reads it', async () => {
  writeFileSync(join(place.cwd, 'large.bin'), '')
  truncateSync(join(place.cwd, 'large.bin'), 2 * 1024 ** 3)
  const going = begin(place, ['run', '--name', 'cut', '--hash', 'after', '--data', 'train=large.bin', '--', 'true'])
  const ended = () =>
    place
      .spool('live')
      .filter(isRunId)
      .map(id => place.inGit(`exp/live/${id}/state.json`))
      .some(file => existsSync(file) && readFileSync(file, 'utf8').includes('"status":"finished"'))
  while (!ended()) await new Promise(done => setTimeout(done, 10))
  going.child.kill('SIGKILL')
  const id = idSaid(await going.ended)
  expect(show(id).dataset.splits.train.hash).toBeUndefined()
  expect(place.exp(['doctor']).stdout).toContain(
    `what follows the end of ${id} (cut), artifacts or digests, was cut short`,
  )
  expect(place.json(['recover']).runs).toEqual([{id, name: 'cut', what: 'inputs', artifacts: 0}])
  expect(show(id)).toMatchObject({
    status: 'finished',
    dataset: {splits: {train: {hash: expect.stringMatching(/^sha256:/)}}},
    inputs: [{digested: 'after', bytes: 2 * 1024 ** 3}],
  })
  expect(place.exp(['doctor']).status).toBe(0)
})

test('doctor: all well, then what waits', () => {
  const answer = place.exp(['doctor'])
  expect([answer.status, answer.stdout]).toEqual([0, expect.stringMatching(/^ok {7}records are made as /)])
  place.git('config', 'exp.store', 'lfs')
  expect(place.json(['doctor']).findings).toContainEqual({
    level: 'warning',
    what: 'git lfs prune may delete the only copy of an artifact',
    hints: ['git config lfs.pruneverifyremotealways true'],
  })
  expect(place.exp(['doctor']).status).toBe(1)
  place.git('config', 'lfs.pruneverifyremotealways', 'true')
  expect(place.exp(['doctor']).status).toBe(0)
})

test('a lock that a killed git has left: recover and doctor say how to go on', () => {
  const lock = place.inGit('refs/heads/exp-ledger.lock')
  writeFileSync(lock, '')
  utimesSync(lock, 1, 1)
  try {
    const going = place.exp(['run', '--', 'true'])
    expect([going.status, going.stderr]).toEqual([0, expect.stringMatching(/the end of .*locked/)])
    const refused = place.exp(['recover'], {env: {GIT_EXP_LOCK_TIMEOUT: '0.1'}})
    expect([refused.status, refused.stderr]).toEqual([5, expect.stringContaining(`rm ${lock}`)])
    const [said] = place.json(['doctor']).findings.filter(({what}: {what: string}) => what.includes(lock))
    expect(said).toMatchObject({level: 'warning', hints: [expect.stringContaining(`rm ${lock}`)]})
  } finally {
    rmSync(lock)
  }
  expect(place.ok('recover')).toMatch(/^2 committed/)
  expect(place.exp(['doctor']).status).toBe(0)
})

test('a ledger that somebody deletes while a run goes on: what brings it back is said, and nothing is lost', () => {
  const {id, stderr} = ran(place, ['--', 'git', 'update-ref', '-d', 'refs/heads/exp-ledger'])
  expect(stderr).toMatch(/the ledger .* is gone; it waits in/)
  const [hint] = place.json(['doctor']).findings.find(({level}: {level: string}) => level === 'problem').hints
  expect(place.refused(['recover']).hints).toContain(hint)
  place.git(...hint.replace(/^.*: git /, '').split(' '))
  expect(place.ok('recover')).toMatch(/^1 committed/)
  expect(show(id).status).toBe('finished')
  place.git('update-ref', '-d', 'refs/heads/exp-ledger')
  expect(place.exp(['init']).stderr).toMatch(/^warning: there was another ledger here before; .*git update-ref/m)
})

test('doctor: what autopush could not bring to the remote', () => {
  const remote = workplace()
  place.git('remote', 'add', 'origin', remote.inGit(''))
  place.git('config', 'exp.autopush', 'true')
  expect(place.json(['doctor']).findings).toContainEqual({
    level: 'warning',
    what: 'exp.autopush is on, and as far as is known here origin does not have the newest of exp-ledger',
    hints: ['git push origin exp-ledger'],
  })
  place.git('push', '--quiet', 'origin', 'exp-ledger')
  expect(place.exp(['doctor']).status).toBe(0)
})
