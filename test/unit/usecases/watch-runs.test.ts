import {memoryCache} from '../../../src/adapters/memory/cache'
import {memoryGit} from '../../../src/adapters/memory/git'
import {heldTime} from '../../../src/adapters/memory/world'
import {nodeLiveRuns} from '../../../src/adapters/node/live-runs'
import type {JsonObject} from '../../../src/base/json'
import type {Oid, RunId} from '../../../src/model/ids'
import type {LiveRuns} from '../../../src/ports/live-runs'
import {type Watched, type WatchInput, watchRuns} from '../../../src/usecases/watch-runs'
import {memoryBuilder} from '../../support/builder'
import {tempFolder} from '../../support/git'
import {idOf} from '../../support/summaries'

const REF = 'refs/heads/exp-ledger'
const START = Date.parse('2026-01-02T00:00:00Z')

/** A ledger in memory to which runs are written, and who watches it. */
function place() {
  const git = memoryGit()
  const builder = memoryBuilder(git)
  const files: Record<string, string> = {'ledger.yaml': 'format: 1\nname: test\n'}
  const commit = (changes: Record<string, string> = {}) => {
    Object.assign(files, changes)
    const before = git.refs.get(REF)
    git.refs.set(REF, builder.commit({files, ...(before && {parents: [before]})}))
  }
  commit()
  const folder = (n: number) => `runs/2026-01/01/00/run-${idOf(n)}`
  const created = (n: number) => new Date(START - 60_000 + n * 1000).toISOString()
  const run = (n: number, status: string, more: JsonObject = {}) =>
    commit({
      [`${folder(n)}/run.yaml`]: JSON.stringify({
        format: 1,
        id: idOf(n),
        name: `run-${n}`,
        template: {name: 'generic', digest: `sha256:${'0'.repeat(64)}`},
        status,
        created: created(n),
        ...more,
      }),
    })
  const note = (n: number) =>
    commit({
      [`${folder(n)}/events/20260101T000000000Z-aaaaaa-note.yaml`]:
        '{"format":1,"kind":"note","at":"2026-01-01T00:00:00.000Z","by":"ada","text":"x"}',
    })
  return {git, run, note, live: nodeLiveRuns(tempFolder('live'))}
}

type Place = ReturnType<typeof place>

/** Watches while these happen, each during a pause; what was told at each look, and how often the ledger was listed by then. */
async function watching(
  {git, live}: Place,
  happens: readonly (() => void)[],
  input: Partial<WatchInput> = {},
  objects: (pass: (ms: number) => void) => object = () => ({}),
) {
  const time = heldTime(START)
  const [looks, reads]: [Watched[], number[]] = [[], []]
  let read = 0
  const counted = {
    ...git,
    files: (...args: [Oid]) => {
      read++
      return git.files(...args)
    },
    changes: (...args: [Oid, Oid]) => {
      read++
      return git.changes(...args)
    },
    ...objects(time.pass),
  }
  const waiting = [...happens]
  const ports = {
    objects: counted,
    ref: REF,
    cache: memoryCache(),
    clock: time.clock,
    progress: {step: () => {}, end: () => {}},
    liveHere: async () => live as LiveRuns,
    timer: {
      sleep: async (ms: number) => {
        await time.timer.sleep(ms)
        const next = waiting.shift()
        if (!next) throw new Error('seen enough')
        next()
      },
    },
  }
  const asked = {where: undefined, tags: [], group: undefined, since: undefined, until: undefined}
  const watch = watchRuns(ports, {...asked, columns: undefined, every: 2000, ...input}, watched => {
    looks.push(watched)
    reads.push(read)
  })
  await expect(watch).rejects.toThrow('seen enough')
  return {looks, reads, slept: time.slept, time}
}

const names = (runs: readonly {name: string; status: string}[]) => runs.map(({name, status}) => `${name} ${status}`)
const told = ({changes}: Watched) => changes.map(({was, run}) => `${was} → ${run.name} ${run.status}`)
const nothing = () => {}

test('what runs, the newest first; then what begins, ends, and comes and goes between two looks', async () => {
  const here = place()
  for (const [n, status] of ['running', 'finished', 'running', 'preempted'].entries()) here.run(n, status)
  const {looks, slept} = await watching(here, [
    () => here.run(4, 'running'),
    () => here.run(0, 'failed'),
    () => {
      here.run(5, 'running')
      here.run(5, 'finished')
    },
    () => here.run(2, 'preempted'),
    () => here.run(2, 'running'),
    () => here.run(2, 'finished'),
  ])
  expect(looks.map(told)).toEqual([
    ['null → run-0 running', 'null → run-2 running'],
    ['null → run-4 running'],
    ['running → run-0 failed'],
    ['null → run-5 finished'],
    ['running → run-2 preempted'],
    ['null → run-2 running'],
    ['running → run-2 finished'],
  ])
  expect(looks.map(({running}) => names(running).join())).toEqual([
    'run-2 running,run-0 running',
    'run-4 running,run-2 running,run-0 running',
    'run-4 running,run-2 running',
    'run-4 running,run-2 running',
    'run-4 running',
    'run-4 running,run-2 running',
    'run-4 running',
  ])
  expect(looks.slice(3).map(({ended}) => names(ended).join())).toEqual([
    'run-5 finished,run-0 failed',
    'run-2 preempted,run-5 finished,run-0 failed',
    'run-5 finished,run-0 failed',
    'run-2 finished,run-5 finished,run-0 failed',
  ])
  expect(slept).toEqual(Array(7).fill(2000))
  expect(looks.at(-1)).toMatchObject({since: START, now: START + 12_000})
})

test('a note or a tag is no news, and neither is an old run', async () => {
  const here = place()
  here.run(1, 'finished')
  const {looks} = await watching(here, [() => here.note(1), nothing])
  expect(looks.map(({running, ended, changes}) => [running, ended, changes])).toEqual(Array(3).fill([[], [], []]))
})

test('a ledger that stands where it did is not read', async () => {
  const here = place()
  here.run(1, 'running')
  const {reads} = await watching(here, [nothing, nothing, () => here.run(2, 'running'), nothing])
  expect(reads[0]).toBeGreaterThan(0)
  expect(reads.slice(1, 3)).toEqual([reads[0], reads[0]])
  expect(reads[3]).toBeGreaterThan(reads[2]!)
  expect(reads[4]).toBe(reads[3])
})

test('where the ref can be peeked at, git is not even asked', async () => {
  const here = place()
  let asked = 0
  const find = (names: readonly string[]) => {
    asked++
    return here.git.find(names)
  }
  const objects = () => ({find, peek: (ref: string) => here.git.refs.get(ref) ?? null})
  const {looks} = await watching(here, [nothing, () => here.run(1, 'running'), nothing], {}, objects)
  expect([looks.flatMap(told), asked]).toEqual([['null → run-1 running'], 2])
})

test('only runs that match; one that matched is followed to its end', async () => {
  const here = place()
  here.run(1, 'running', {params: {lr: 1}})
  here.run(2, 'running', {params: {lr: 2}, tags: ['x']})
  const happens = [() => here.run(3, 'running'), () => here.run(1, 'finished'), () => here.run(2, 'finished')]
  const seen = async (input: Partial<WatchInput>) => {
    const {looks} = await watching(here, happens, input)
    for (const n of [1, 2]) here.run(n, 'running', {params: {lr: n}, ...(n === 2 && {tags: ['x']})})
    return looks.flatMap(told)
  }
  expect(await seen({where: 'params.lr > 1'})).toEqual(['null → run-2 running', 'running → run-2 finished'])
  expect(await seen({tags: ['x']})).toEqual(['null → run-2 running', 'running → run-2 finished'])
  expect(await seen({where: 'status == "running" && name != "run-3"'})).toEqual([
    'null → run-1 running',
    'null → run-2 running',
    'running → run-1 finished',
    'running → run-2 finished',
  ])
  expect(await seen({until: '2000-01-01'})).toEqual([])
})

test('a filter that is wrong, a time that is none, a ledger that is gone', async () => {
  const here = place()
  const broken = (input: Partial<WatchInput>, ...happens: (() => void)[]) => watching(here, happens, input)
  await expect(broken({where: 'name =='})).rejects.toThrow(/name ==/)
  await expect(broken({since: 'never ever'})).rejects.toThrow(/never ever/)
  await expect(broken({}, () => here.git.refs.delete(REF))).rejects.toThrow(/there is no ledger here/)
})

test('a look that takes long is followed by a longer pause', async () => {
  const here = place()
  const slow = (pass: (ms: number) => void) => ({
    find: (names: readonly string[]) => {
      pass(1000)
      return here.git.find(names)
    },
  })
  expect((await watching(here, [nothing, nothing], {}, slow)).slept).toEqual([9000, 9000, 9000])
})

describe('a run that goes on here', () => {
  const id = idOf(1) as RunId
  const state = (live: LiveRuns, holder: object = live.me) => ({
    id,
    name: 'run-1',
    folder: 'x',
    record: '0' as Oid,
    holder: {...live.me, ...holder},
    fields: {status: 'running', attempts: [{started: '2026-01-01T00:00:00Z'}]},
    after: {top: '/', cwd: '/', artifacts: [], keep: [], inputs: null, hash: 'never' as const},
  })
  const point = (value: number, step: number, attempt = 1) => ({metric: 'loss', value, step, time: step, attempt})

  test('its last step and metrics; what it said is read when it has said more', async () => {
    const here = place()
    here.run(1, 'running', {params: {lr: 1}})
    here.live.write(state(here.live))
    let read = 0
    const live = {
      ...here.live,
      points: (run: RunId) => {
        read++
        return here.live.points(run)
      },
    }
    const {looks} = await watching({...here, live}, [
      () => here.live.addPoints(id, [point(0.5, 10), point(0.4, 20)]),
      nothing,
      () => here.live.addPoints(id, [point(0.7, 5, 2)]),
      () => here.run(2, 'running', {params: {lr: 2}}),
    ])
    const said = looks.map(({running}) => running.find(run => run.id === id) as unknown as JsonObject)
    expect(said.map(({metrics}) => metrics)).toEqual([{}, {loss: 0.4}, {loss: 0.4}, {loss: 0.7}, {loss: 0.7}])
    expect(said.map(run => (run['live'] as JsonObject)['step'])).toEqual([undefined, 20, 20, 5, 5])
    // Its record is read anew with the ledger.
    expect(read).toBe(4)
    expect(looks.map(({fields}) => fields.join())).toEqual([
      '',
      'metrics.loss',
      'metrics.loss',
      'metrics.loss',
      'params.lr,metrics.loss',
    ])
  })

  test('one that nobody runs any more is told, once', async () => {
    const here = place()
    here.run(1, 'running')
    here.live.write(state(here.live))
    const leave = () => here.live.write(state(here.live, {boot: 'before'}))
    const {looks} = await watching(here, [leave, nothing, () => here.run(1, 'failed')])
    expect(looks.map(told)).toEqual([
      ['null → run-1 running'],
      ['running → run-1 running'],
      [],
      ['running → run-1 failed'],
    ])
    expect(looks[1]!.changes[0]!.run).toMatchObject({live: {alive: 'no'}})
  })
})
