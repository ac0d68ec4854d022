import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {appears, begin, idSaid} from '../support/running'
import {type Workplace, workplace} from '../support/workplace'
import {EXP, home, recordOf, script} from '../support/wrapped'

jest.setTimeout(120_000)

const MEGABYTES = 100
const BYTES = MEGABYTES * 1_000_000

const newest = (place: Workplace) => recordOf(place, 'latest')

describe('standard input', () => {
  test('closed: the command finds nothing there', () => {
    const place = workplace()
    const answer = script(place, `exp run -- sh -c 'cat; exit 3' <&-`)
    expect([answer.status, answer.stdout]).toEqual([3, ''])
    expect(newest(place)).toMatchObject({status: 'failed', failure: {exit: 3}})
  })

  test('all three closed: it runs and is recorded', () => {
    const place = workplace()
    expect(script(place, `exp run -- sh -c 'echo lost; exit 3' <&- >&- 2>&-`).status).toBe(3)
    expect(newest(place)).toMatchObject({status: 'failed', failure: {exit: 3}})
  })

  test('a pipe: every byte is the command’s', () => {
    const place = workplace()
    const made = `head -c ${BYTES} /dev/urandom | tee sent`
    const {stdout} = script(place, `${made} | exp run -- sha256sum; sha256sum <sent`)
    const [got, sent] = stdout.split('\n')
    expect(got).toBe(sent)
    expect(newest(place).status).toBe('finished')
  })
})

describe(`${MEGABYTES} MB`, () => {
  const SAY = `head -c ${BYTES} bytes`

  function big(): Workplace {
    const place = workplace()
    place.write('.gitignore', 'bytes\n')
    script(place, `head -c ${BYTES - 6} /dev/urandom | LC_ALL=C tr "\\r" x >bytes; printf "\\nlast\\n" >>bytes`)
    return place
  }

  test('on stdout, through a pipe that is read late: byte for byte', () => {
    const place = big()
    const {stdout} = script(place, `exp run -- ${SAY} | (sleep 0.5; sha256sum); sha256sum <bytes`)
    const [got, sent] = stdout.split('\n')
    expect(got).toBe(sent)
  })

  test('on stderr, through a pipe that is read late: byte for byte, and the last lines are kept', () => {
    const place = big()
    const {stdout} = script(
      place,
      `exp run -- sh -c '${SAY} >&2; exit 3' 2>&1 >/dev/null | (sleep 0.5; tail -c ${BYTES} | sha256sum); sha256sum <bytes`,
    )
    const [got, sent] = stdout.split('\n')
    expect(got).toBe(sent)
    expect(newest(place).failure.stderr).toMatch(/\nlast\n$/)
  })

  test('on stderr into a file: what was there stays, nothing is cut off', () => {
    const place = big()
    const {stdout} = script(
      place,
      `echo before >log; exp run -- sh -c '${SAY} >&2; exit 3' 2>>log; echo after >>log
       head -n 1 log; tail -n 1 log; tail -c ${BYTES + 6} log | head -c ${BYTES} | cmp - bytes && echo same
       exp run -- sh -c '${SAY} >&2; exit 3' 2>log; tail -c ${BYTES} log | cmp - bytes && echo same`,
    )
    expect(stdout).toBe('before\nafter\nsame\nsame\n')
  })

  test('on both: our memory does not grow with it', () => {
    const place = big()
    const highest = (say: string) => {
      script(place, `exp run -- sh -c '${say} grep VmHWM /proc/$PPID/status >hwm; exit 3' >/dev/null 2>&1`)
      return Number(/\d+/.exec(readFileSync(join(place.cwd, 'hwm'), 'utf8'))![0]) / 1024
    }
    const quiet = highest('')
    expect(highest(`${SAY}; ${SAY} >&2;`)).toBeLessThan(quiet + 15)
  })
})

describe('what a command may do with its streams', () => {
  test('a reader that leaves ends it as it would without us', () => {
    const place = workplace()
    place.write('talk.sh', `for i in 1 2 3 4 5 6 7 8 9; do echo "line $i" >&2; sleep 0.05; done; touch survived`)
    const bare = script(place, 'sh talk.sh 2>&1 | head -n 1; test -e survived; echo $?')
    const wrapped = script(place, 'exp run -- sh talk.sh 2>&1 | head -n 2 | tail -n 1; test -e survived; echo $?')
    expect(wrapped.stdout).toBe(bare.stdout)
    expect(newest(place).status).toBe('failed')
  })

  test('one that talks for ever ends with its reader, on either stream', () => {
    const place = workplace()
    expect(script(place, 'exp run -- yes | head -n 1').stdout).toBe('y\n')
    expect(newest(place)).toMatchObject({status: 'failed', failure: {exit: 'SIGPIPE'}})
    expect(script(place, `exp run -- sh -c 'exec yes >&2' 2>&1 | head -n 2 | tail -n 1`).stdout).toBe('y\n')
    expect(newest(place)).toMatchObject({status: 'failed', failure: {exit: 'SIGPIPE'}})
  })

  test('stderr by name', () => {
    const place = workplace()
    const answer = script(place, `exp run -- sh -c 'echo one >/dev/stderr; echo two >/proc/self/fd/2; exit 3'`)
    expect(answer.stderr).toMatch(/\none\ntwo\n$/)
    expect(newest(place).failure.stderr).toBe('one\ntwo\n')
  })

  test('one that stays behind with stderr open does not keep us waiting', () => {
    const place = workplace()
    const begun = performance.now()
    const answer = script(place, `exp run -- sh -c 'sleep 5 >/dev/null & echo err >&2; exit 3' 2>log; cat log`)
    expect(performance.now() - begun).toBeLessThan(4000)
    expect(answer.stdout).toContain('\nerr\n')
    expect(newest(place)).toMatchObject({status: 'failed', failure: {exit: 3}})
  })
})

describe('signals', () => {
  const PASSED = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

  test.each(PASSED)('%s to the wrapper reaches the command, whose answer is ours', async signal => {
    const place = workplace()
    const trap = `trap "echo caught; echo late >&2; exit 7" ${signal.slice(3)}; echo ready >ready; while :; do sleep 0.02; done`
    const {child, ended} = begin(place, ['run', '--', 'sh', '-c', trap], {env: home})
    await appears(join(place.cwd, 'ready'))
    child.kill(signal)
    const answer = await ended
    expect([answer.status, answer.stdout]).toEqual([7, 'caught\n'])
    expect(recordOf(place, idSaid(answer))).toMatchObject({status: 'aborted', failure: {exit: 7, stderr: 'late\n'}})
  })

  test.each(PASSED)('%s ends a command that does not listen; it is recorded all the same', async signal => {
    const place = workplace()
    const {child, ended} = begin(place, ['run', '--', 'sh', '-c', 'echo ready >ready; exec sleep 60'], {env: home})
    await appears(join(place.cwd, 'ready'))
    child.kill(signal)
    const answer = await ended
    expect(answer.status).toBe({SIGTERM: 143, SIGINT: 130, SIGHUP: 129}[signal])
    expect(recordOf(place, idSaid(answer))).toMatchObject({status: 'aborted', failure: {exit: signal}})
  })

  test('SIGTERM again and again while the end is written cuts nothing short', async () => {
    const place = workplace()
    const {child, ended} = begin(place, ['run', '--', 'sh', '-c', 'echo ready >ready; exec sleep 60'], {env: home})
    await appears(join(place.cwd, 'ready'))
    const again = setInterval(() => child.kill('SIGTERM'), 5)
    const answer = await ended
    clearInterval(again)
    expect(answer.status).toBe(143)
    expect(recordOf(place, idSaid(answer))).toMatchObject({status: 'aborted', failure: {exit: 'SIGTERM'}})
  })

  test.each([
    ['TERM', 143, 'aborted'],
    ['INT', 130, 'aborted'],
    ['HUP', 129, 'failed'],
    ['KILL', 137, 'failed'],
    ['SEGV', 139, 'failed'],
  ])('SIG%s to the command alone: %d, %s', (signal, exit, status) => {
    const place = workplace()
    const answer = script(place, `exp run -- sh -c 'echo out; echo err >&2; kill -${signal} $$; sleep 60'`)
    expect([answer.status, answer.stdout]).toEqual([exit, 'out\n'])
    expect(newest(place)).toMatchObject({status, failure: {exit: `SIG${signal}`, stderr: 'err\n'}})
  })

  test('SIGINT once the end is recorded stops what takes long; recover looks after the rest', async () => {
    const place = workplace()
    place.write('.gitignore', 'huge\n')
    script(place, 'truncate -s 2G huge')
    const words = ['--data', 'train=huge', '--hash', 'after', '--artifact', 'out.txt', '--', 'sh', '-c']
    const {child, ended} = begin(place, ['run', ...words, 'echo made >out.txt; exit 3'], {env: home})
    const subject = () => place.git('log', '-1', '--format=%s', 'exp-ledger')
    for (let waited = 0; waited < 20_000 && !subject().startsWith('fail: '); waited += 50) await sleep(50)
    await sleep(200)
    const begun = performance.now()
    child.kill('SIGINT')
    const answer = await ended
    expect([answer.status, performance.now() - begun < 5000]).toEqual([3, true])
    expect(script(place, 'exp recover').status).toBe(0)
    const record = recordOf(place, idSaid(answer))
    expect(record).toMatchObject({status: 'failed', failure: {exit: 3}, artifacts: [{path: 'out.txt'}]})
  })

  test('SIGKILL to the wrapper: the command goes on, stderr and all, and what it says is recovered', async () => {
    const place = workplace()
    const words = `echo ready >ready; sleep 0.3; echo "still here" >&2; ${EXP} put - dev.f1=0.5; echo done >done`
    const {child, ended} = begin(place, ['run', '--', 'sh', '-c', words], {env: home})
    await appears(join(place.cwd, 'ready'))
    child.kill('SIGKILL')
    const {stdout, stderr} = await ended
    await appears(join(place.cwd, 'done'))
    await sleep(50)
    expect([stdout, stderr]).toEqual(['dev.f1  0.5\n', expect.stringMatching(/still here\n$/)])
    expect(script(place, 'exp doctor').stdout).toMatch(/nobody runs/)
    expect(script(place, 'exp recover').stdout).toContain('judged lost')
    expect(recordOf(place, idSaid({stderr}))).toMatchObject({status: 'lost', metrics: {dev: {f1: 0.5}}})
  })
})
