import {join} from 'node:path'
import {tempFolder} from '../support/git'
import {appears, idSaid} from '../support/running'
import {type Answer, type Workplace, workplace} from '../support/workplace'
import {EXP, full, home, recordOf, script, scriptBeside} from '../support/wrapped'

jest.setTimeout(180_000)

const upTo = (count: number) => Array.from({length: count}, (_, i) => i)

function sound(place: Workplace): void {
  expect(place.git('fsck', '--strict', '--no-dangling')).toBe('')
  expect(place.spool()).toEqual([])
  expect(place.git('for-each-ref', 'refs/exp/tmp', 'refs/exp/pins')).toBe('')
  expect(script(place, 'exp doctor')).toMatchObject({status: 0})
}

const summaries = (place: Workplace) =>
  place.json(['ls', '--limit', '1000'], {env: home}).runs as {id: string; name: string; status: string}[]

test('20 runs at once in one folder: twenty records, each with its own end', async () => {
  const place = workplace()
  place.write('train.py', 'print("changed")\n')
  const run = (i: number) =>
    `exp run --name run_${i} -- sh -c 'echo out ${i}; echo err ${i} >&2; exit ${i % 2 === 0 ? 0 : i}'`
  const answers = await Promise.all(upTo(20).map(i => scriptBeside(place, run(i))))
  for (const [i, answer] of answers.entries()) {
    expect([answer.status, answer.stdout]).toEqual([i % 2 === 0 ? 0 : i, `out ${i}\n`])
    const record = recordOf(place, idSaid(answer))
    expect([record.name, record.status]).toEqual([`run_${i}`, i % 2 === 0 ? 'finished' : 'failed'])
    if (i % 2 !== 0) expect(record.failure).toEqual({exit: i, stderr: `err ${i}\n`})
  }
  expect(summaries(place)).toHaveLength(20)
  sound(place)
})

test('30 linked worktrees at once: each its own run at its own code, and latest is each one’s own', async () => {
  const place = workplace()
  const trees = upTo(30).map(i => {
    const cwd = join(tempFolder('tree'), `w${i}`)
    place.git('worktree', 'add', '--quiet', '-b', `branch-${i}`, cwd)
    return cwd
  })
  const run = (i: number) => `echo "print(${i})" >train.py; exp run -- sh -c 'cat train.py'`
  const answers = await Promise.all(trees.map((cwd, i) => scriptBeside(place, run(i), {cwd})))
  const all = new Set<string>()
  for (const [i, answer] of answers.entries()) {
    expect([answer.status, answer.stdout]).toEqual([0, `print(${i})\n`])
    const latest = place.json(['show', 'latest'], {cwd: trees[i]!, env: home})
    expect([latest.id, latest.status, latest.code.branch]).toEqual([idSaid(answer), 'finished', `branch-${i}`])
    expect(place.git('show', `${latest.code.snapshot}:train.py`)).toBe(`print(${i})`)
    all.add(latest.id)
  }
  expect(all.size).toBe(30)
  sound(place)
})

test('a run inside a run is its child', () => {
  const place = workplace()
  const answer = script(
    place,
    `exp run --name sweep -- sh -c '${EXP} run --name one -- true; ${EXP} run --name two -- sh -c "exit 4"'`,
  )
  expect(answer.status).toBe(4)
  const outer = idSaid(answer)
  const children = summaries(place).filter(({name}) => name !== 'sweep')
  expect(children.map(({name, status}) => [name, status]).sort()).toEqual([
    ['one', 'finished'],
    ['two', 'failed'],
  ])
  for (const {id} of children) expect(recordOf(place, id).parent).toBe(outer)
  expect(recordOf(place, outer).parent).toBeUndefined()
})

test('8 processes put values into one run at once: none is lost or torn, and who follows hears each', async () => {
  const place = workplace()
  const each = full(50, 12)
  const writer = `for p in 1 2 3 4 5 6 7 8; do (for s in $(seq ${each}); do ${EXP} put - p$p.loss=$s.5 p$p.f1=0.$s --step $s; done >/dev/null) & done; wait`
  const running = scriptBeside(place, `exp run --id-file id -- sh -c '${writer}'`)
  const id = (await appears(join(place.cwd, 'id'))).trim()
  const following = scriptBeside(place, `exp put ${id} --follow`)
  expect((await running).status).toBe(0)
  const followed = await following
  expect(followed.status).toBe(0)
  const points = 8 * 2 * each
  expect(recordOf(place, id).series.rows).toBe(points)
  const paths = place.git('ls-tree', '-r', '--name-only', 'exp-ledger', 'runs/').split('\n')
  const lines = place
    .ledgerFile(paths.find(path => path.endsWith(`-${id}/series.csv`))!)
    .trimEnd()
    .split('\n')
    .slice(1)
  const wanted = upTo(8).flatMap(p => upTo(each).map(s => `p${p + 1}.loss ${s + 1} ${s + 1}.5`))
  const got = lines.map(line => line.split(',')).filter(([metric]) => metric!.endsWith('.loss'))
  expect(got.map(([metric, step, value]) => `${metric} ${step} ${value}`).sort()).toEqual(wanted.sort())
  expect(followed.stdout.trimEnd().split('\n')).toHaveLength(points)
  sound(place)
})

describe('exp.autopush', () => {
  const remoteTips = (remote: string, place: Workplace) =>
    place.git('ls-remote', remote, 'refs/heads/exp-ledger', 'refs/exp/code').replaceAll('\t', ' ')
  const localTips = (place: Workplace) =>
    place.git('for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads/exp-ledger', 'refs/exp/code')

  test('ledger and code arrive at the remote after the end, and the start before it', async () => {
    const place = workplace()
    place.write('train.py', 'print("changed")\n')
    const remote = join(tempFolder('remote'), 'origin.git')
    place.git('init', '--quiet', '--bare', remote)
    place.git('remote', 'add', 'origin', `file://${remote}`)
    place.git('config', 'exp.autopush', 'true')
    const running = scriptBeside(place, `exp run --id-file id -- sh -c 'while [ ! -e go ]; do sleep 0.02; done'`)
    await appears(join(place.cwd, 'id'))
    await until(() => remoteTips(remote, place).includes('exp-ledger'))
    const atStart = remoteTips(remote, place)
    place.write('go', '')
    expect((await running).status).toBe(0)
    await until(() => remoteTips(remote, place) !== atStart)
    await until(() => sorted(remoteTips(remote, place)) === sorted(localTips(place)))
    expect(remoteTips(remote, place)).toContain('refs/exp/code')
  })

  test('a remote that never answers delays nothing', () => {
    const place = workplace()
    const quick = seconds(() => script(place, 'exp run -- true'))
    const never = 'ext::sh -c sleep% 15'
    place.git('remote', 'add', 'origin', never)
    place.git('config', 'protocol.ext.allow', 'always')
    place.git('config', 'exp.autopush', 'true')
    let answer: Answer | undefined
    const slow = seconds(() => {
      answer = script(place, 'exp run -- true')
    })
    expect(answer).toMatchObject({status: 0})
    expect(slow).toBeLessThan(quick + 2)
    expect(recordOf(place, idSaid(answer!)).status).toBe('finished')
  })
})

const sorted = (text: string) => text.split('\n').sort().join('\n')

function seconds(work: () => void): number {
  const begun = performance.now()
  work()
  return (performance.now() - begun) / 1000
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 20_000 && !holds(); waited += 50) await new Promise(done => setTimeout(done, 50))
  expect(holds()).toBe(true)
}
