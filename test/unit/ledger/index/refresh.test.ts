import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {memoryCache} from '../../../../src/adapters/memory/cache'
import {nodeCache} from '../../../../src/adapters/node/cache'
import type {JsonObject} from '../../../../src/base/json'
import {type Index, openIndex} from '../../../../src/ledger/index/refresh'
import type {RunEvent} from '../../../../src/model/event'
import type {Oid} from '../../../../src/model/ids'
import type {Cache} from '../../../../src/ports/cache'
import {idOf} from '../../../support/summaries'
import {Trees} from '../../../support/trees'

const folder = (n: number) => `runs/2026-01/01/00/run-${n}-${idOf(n)}`
const record = (n: number, fields: object = {}) =>
  JSON.stringify({
    name: `run-${n}`,
    status: 'finished',
    created: `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}.000Z`,
    ...fields,
  })
const runs = (from: number, to: number) =>
  Object.fromEntries(Array.from({length: to - from}, (_, i) => [`${folder(from + i)}/run.yaml`, record(from + i)]))

const readers = {
  readRecord: (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as JsonObject,
  readEvent: (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as RunEvent,
}

const open = (trees: Trees, cache: Cache, tip: Oid) => openIndex({objects: trees.objects, cache, ...readers}, tip)

/** All live summaries by id. */
function contents(index: Index): Record<string, unknown> {
  const found: [string, unknown][] = []
  for (let row = 0; row < index.table.rows; row++) {
    if (!index.table.dead(row)) found.push([(index.table.document(row) as {id: string}).id, index.table.document(row)])
  }
  return Object.fromEntries(found.sort())
}

test('a ledger without runs', async () => {
  const trees = new Trees()
  const index = await open(trees, memoryCache(), trees.commit({'ledger.yaml': ''}))
  expect(index.count).toBe(0)
  expect(index.newest(5)).toEqual([])
  expect(index.idsWithPrefix('0000', 5)).toEqual([])
})

test('the second time nothing is read; after one new run one record is', async () => {
  const trees = new Trees()
  const cache = memoryCache()
  const first = trees.commit(runs(0, 50))
  await open(trees, cache, first)
  expect(trees.blobsRead).toBe(50)
  expect((await open(trees, cache, first)).count).toBe(50)
  expect(trees.blobsRead).toBe(50)
  const second = trees.commit(runs(50, 51), first)
  expect((await open(trees, cache, second)).count).toBe(51)
  expect((await open(trees, cache, second)).count).toBe(51)
  expect(trees.blobsRead).toBe(51)
})

test('a run that changed, had an event or was removed', async () => {
  const trees = new Trees()
  const cache = memoryCache()
  const first = trees.commit(runs(0, 10))
  await open(trees, cache, first)
  const event = JSON.stringify({format: 1, kind: 'tag', at: '1', by: 'ada', add: ['best']})
  const changes = {
    [`${folder(1)}/run.yaml`]: record(1, {status: 'failed'}),
    [`${folder(2)}/events/20260101T000000000Z-ab-tag.yaml`]: event,
    [`${folder(2)}/README.md`]: 'derived',
    [`${folder(3)}/run.yaml`]: undefined,
  }
  const second = trees.commit(changes, first)
  const index = await open(trees, cache, second)
  expect(index.count).toBe(9)
  expect(index.summary(idOf(1))!.status).toBe('failed')
  expect(index.idsTagged('best')).toEqual([idOf(2)])
  expect(index.summary(idOf(3))).toBeUndefined()
  // And once more over the tail.
  const third = trees.commit({[`${folder(1)}/run.yaml`]: record(1), [`${folder(3)}/run.yaml`]: record(3)}, second)
  const again = await open(trees, cache, third)
  expect(again.count).toBe(10)
  expect(contents(again)).toEqual(contents(await open(trees, memoryCache(), third)))
})

test('a long tail becomes a segment, many segments one; nothing is lost or doubled', async () => {
  const trees = new Trees()
  const cache = memoryCache()
  let tip = trees.commit(runs(0, 100))
  await open(trees, cache, tip)
  for (let step = 0; step < 12; step++) {
    const from = 100 + step * 1_100
    const again = {[`${folder(step)}/run.yaml`]: record(step, {status: 'failed'})}
    tip = trees.commit({...runs(from, from + 1_100), ...again}, tip)
    expect((await open(trees, cache, tip)).count).toBe(from + 1_100)
  }
  expect(cache.list().filter(name => name.endsWith('.seg')).length).toBeLessThanOrEqual(12)
  expect(contents(await open(trees, cache, tip))).toEqual(contents(await open(trees, memoryCache(), tip)))
})

test('an old tip that is gone means a new start', async () => {
  const trees = new Trees()
  const cache = memoryCache()
  const first = trees.commit(runs(0, 5))
  await open(trees, cache, first)
  trees.forget(first)
  expect((await open(trees, cache, trees.commit(runs(3, 9)))).count).toBe(6)
})

test('a rewound ledger has only the runs it has, and offers no other name', async () => {
  const trees = new Trees()
  const cache = memoryCache()
  const first = trees.commit(runs(0, 3))
  const second = trees.commit(runs(3, 6), first)
  await open(trees, cache, second)
  const index = await open(trees, cache, first)
  expect([index.count, [...index.names()]]).toEqual([3, ['run-0', 'run-1', 'run-2']])
  expect(index.idsNamed('run-4')).toEqual([])
  expect((await open(trees, cache, second)).count).toBe(6)
})

test('a record or event that cannot be read hides nobody', async () => {
  const trees = new Trees()
  const tip = trees.commit({
    ...runs(0, 3),
    [`${folder(1)}/run.yaml`]: '{torn',
    [`${folder(2)}/events/x-y-tag.yaml`]: '{torn',
    [`${folder(4)}/events/x-y-tag.yaml`]: '{}',
  })
  const index = await open(trees, memoryCache(), tip)
  expect(index.count).toBe(4)
  expect(index.summary(idOf(1))).toMatchObject({status: 'damaged', problem: expect.stringContaining('JSON')})
  expect(index.summary(idOf(2))).toMatchObject({status: 'finished', problem: expect.stringContaining('JSON')})
  expect(index.summary(idOf(4))).toMatchObject({
    status: 'damaged',
    problem: expect.stringContaining('there is no run.yaml'),
  })
})

test('an object that is missing hides nobody', async () => {
  const trees = new Trees()
  const tip = trees.commit(runs(0, 20))
  trees.lose(tip, `${folder(7)}/run.yaml`)
  trees.lose(tip, `${folder(19)}/run.yaml`)
  const index = await open(trees, memoryCache(), tip)
  expect(index.count).toBe(20)
  expect(index.summary(idOf(7))!.status).toBe('damaged')
  expect(index.summary(idOf(8))!.status).toBe('finished')
  expect(index.summary(idOf(19))!.problem).toMatch(/missing/)
})

describe('lookups', () => {
  const trees = new Trees()
  const tip = trees.commit({...runs(0, 40), [`${folder(40)}/run.yaml`]: record(40, {name: 'run-3'})})

  test('by id, prefix, name and age', async () => {
    const index = await open(trees, memoryCache(), tip)
    expect(index.row(idOf(5))).toBeDefined()
    expect(index.row('zzzzzzzzzzzz')).toBeUndefined()
    expect(index.idsWithPrefix('00000000000', 100)).toHaveLength(32)
    expect(index.idsWithPrefix('00000000000', 3)).toHaveLength(3)
    expect(index.idsWithPrefix('', 3)).toEqual([])
    expect(index.idsNamed('run-3')).toEqual([idOf(40), idOf(3)])
    expect(index.rowsNamed('nothing')).toEqual([])
    expect(index.newest(2)).toEqual([idOf(40), idOf(39)])
    expect([...index.names()]).toContain('run-17')
  })
})

describe('a cache that cannot be trusted', () => {
  const make = async () => {
    const trees = new Trees()
    const at = mkdtempSync(join(tmpdir(), 'index-'))
    const cache = nodeCache(at)
    const first = trees.commit(runs(0, 30))
    await open(trees, cache, first)
    const tip = trees.commit(runs(30, 33), first)
    await open(trees, cache, tip)
    return {trees, at, cache, tip}
  }

  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ['cut', bytes => bytes.subarray(0, bytes.length >> 1)],
    ['empty', () => Buffer.alloc(0)],
    ['zeroed', bytes => Buffer.alloc(bytes.length)],
    ['foreign', bytes => Buffer.from(bytes.toString('latin1').replace(/[0-9]/g, '7'), 'latin1')],
  ]

  test.each(damages)('every file %s in turn', async (_, damage) => {
    const {trees, at, cache, tip} = await make()
    const whole = contents(await open(trees, cache, tip))
    expect(Object.keys(whole)).toHaveLength(33)
    for (const name of cache.list()) {
      writeFileSync(join(at, name), damage(readFileSync(join(at, name))))
      expect(contents(await open(trees, cache, tip))).toEqual(whole)
    }
  })

  test('every file removed in turn', async () => {
    const {trees, cache, tip} = await make()
    const whole = contents(await open(trees, cache, tip))
    for (const name of cache.list()) {
      cache.remove(name)
      expect(contents(await open(trees, cache, tip))).toEqual(whole)
    }
  })
})

test('where nothing can be written the index lives in memory', async () => {
  const trees = new Trees()
  const at = mkdtempSync(join(tmpdir(), 'index-'))
  writeFileSync(join(at, 'file'), '')
  const cache = nodeCache(join(at, 'file'))
  const tip = trees.commit(runs(0, 5))
  expect((await open(trees, cache, tip)).count).toBe(5)
})

test('a reader is not held up by a writer, and does not disturb it', async () => {
  const trees = new Trees()
  const cache = memoryCache()
  const first = trees.commit(runs(0, 5))
  await open(trees, cache, first)
  const before = cache.read('index-state.json')
  const second = trees.commit(runs(5, 6), first)
  const locked = {...cache, exclusively: () => undefined}
  expect((await open(trees, locked, second)).count).toBe(6)
  expect(cache.read('index-state.json')).toEqual(before)
})

test('of two who bring it up to date at once one writes, and both are right', async () => {
  const trees = new Trees()
  const cache = memoryCache()
  const first = trees.commit(runs(0, 5))
  await open(trees, cache, first)
  const second = trees.commit(runs(5, 7), first)
  const third = trees.commit(runs(7, 9), second)
  const both = await Promise.all([open(trees, cache, second), open(trees, cache, third)])
  expect(both.map(({count}) => count)).toEqual([7, 9])
  expect((await open(trees, cache, third)).count).toBe(9)
  expect((await open(trees, cache, second)).count).toBe(7)
})

test('progress is told of a long build', async () => {
  const trees = new Trees()
  const steps: [number, number | undefined][] = []
  const progress = {
    step: (_: string, done: number, total: number | undefined) => void steps.push([done, total]),
    end: () => {},
  }
  await openIndex({objects: trees.objects, cache: memoryCache(), progress, ...readers}, trees.commit(runs(0, 2_100)))
  expect(steps).toEqual([
    [1_024, 2_100],
    [2_048, 2_100],
  ])
})
