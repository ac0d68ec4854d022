import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {nodeLiveRuns} from '../../src/adapters/node/live-runs'
import {ExpError} from '../../src/base/errors'
import type {RunId} from '../../src/model/ids'
import type {Point} from '../../src/model/point'
import {tempFolder} from '../support/git'

const ID = 'k3v9t2m8q1xz' as RunId
const point = (value: number): Point => ({metric: 'dev.f1', value, time: 1, attempt: 1})

describe('following a run', () => {
  test('hears each point once, the last ones after its folder is gone', () => {
    const live = nodeLiveRuns(tempFolder('live'))
    live.folder(ID)
    const more = live.follow(ID)
    expect(more()).toEqual([])
    live.addPoints(ID, [point(1), point(2)])
    expect(more()).toEqual([point(1), point(2)])
    live.addPoints(ID, [point(Number.NaN)])
    live.remove(ID)
    expect(more()).toEqual([point(Number.NaN)])
    expect(more()).toEqual([])
  })

  test('a line that is not whole yet is heard when it is', () => {
    const live = nodeLiveRuns(tempFolder('live'))
    const file = join(live.folder(ID), 'points.jsonl')
    const more = live.follow(ID)
    const line = `${JSON.stringify(point(3))}\n`
    writeFileSync(file, line.slice(0, 9), {flag: 'a'})
    expect(more()).toEqual([])
    writeFileSync(file, line.slice(9), {flag: 'a'})
    expect(more()).toEqual([point(3)])
  })

  test('a run that is not kept here says nothing', () => {
    expect(nodeLiveRuns(tempFolder('live')).follow(ID)()).toEqual([])
  })
})

test('the stamp of a run changes when something is said of it or written, and at no other time', () => {
  const live = nodeLiveRuns(tempFolder('live'))
  const stamps = new Set([live.stamp(ID)])
  const after = (work: () => void) => {
    work()
    expect(stamps.size).toBeLessThan(stamps.add(live.stamp(ID)).size)
    expect(live.stamp(ID)).toBe([...stamps].at(-1))
  }
  after(() => live.addPoints(ID, [point(1)]))
  after(() => live.addPoints(ID, [point(2)]))
  after(() => live.listen(ID) && live.tell(ID, 'p1.jsonl', '{}\n'))
  after(() => live.tell(ID, 'p2.jsonl', '{}\n'))
  after(() => live.write({id: ID, fields: {}} as never))
  after(() => live.write({id: ID, fields: {}} as never))
  const before = live.stamp(ID)
  live.beat(ID)
  expect(live.stamp(ID)).toBe(before)
})

test('a line that was cut short costs itself, not the one after it', () => {
  const live = nodeLiveRuns(tempFolder('live'))
  const file = join(live.folder(ID), 'points.jsonl')
  live.addPoints(ID, [point(1)])
  writeFileSync(file, '{"metric":"dev.f1","val', {flag: 'a'})
  live.addPoints(ID, [point(2)])
  expect(live.points(ID)).toEqual([point(1), point(2)])
})

test('where a file is in the way, every failure is one that a run gets over', () => {
  const folder = tempFolder('live')
  const inTheWay = join(folder, 'a', 'live')
  mkdirSync(dirname(inTheWay))
  writeFileSync(inTheWay, '')
  const live = nodeLiveRuns(inTheWay)
  for (const work of [
    () => live.folder(ID),
    () => live.unclaim('key'),
    () => live.claim('key', ID),
    () => live.addPoints(ID, [point(1)]),
  ]) {
    expect(work).toThrow(ExpError)
  }
  // From Node 24 on, what cannot be there is removed.
  try {
    live.remove(ID)
  } catch (error) {
    expect(error).toBeInstanceOf(ExpError)
  }
  expect([live.list(), live.read(ID), live.points(ID), live.age(ID)]).toEqual([[], undefined, [], undefined])
})
