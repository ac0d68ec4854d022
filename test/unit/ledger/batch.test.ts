import {blobOid} from '../../../src/base/digest'
import {planBatch, planWrite, type Standing, type Waiting} from '../../../src/ledger/batch'
import type {SpoolEntry} from '../../../src/ledger/entry'
import type {Oid} from '../../../src/model/ids'

const who = {name: 'A', email: 'a@example.com', time: 1, zone: '+0000'}
const tip = 'a'.repeat(40) as Oid
const bytes = (text: string) => Buffer.from(text)
const oid = (text: string) => blobOid(bytes(text), 'sha1') as Oid

const waiting = (name: string, puts: SpoolEntry['puts'], more: Partial<SpoolEntry> = {}): Waiting => ({
  name,
  entry: {subject: name, trailers: [], author: who, puts, ...more},
})
const standing = (blobs: Record<string, Oid> = {}, more: Partial<Standing> = {}): Standing => ({
  ref: 'refs/heads/exp-ledger',
  tip,
  chain: undefined,
  chained: new Set(),
  blobs: new Map(Object.entries(blobs)),
  objectFormat: 'sha1',
  committer: who,
  ...more,
})
const put = (path: string, text: string, expect: Oid | null = null) => ({path, bytes: bytes(text), expect})

test('an entry that finds nothing where it expects nothing is fresh', () => {
  const plan = planBatch([waiting('a', [put('runs/x', '1')])], standing())
  expect(plan).toMatchObject({fresh: [{name: 'a'}], done: [], misfits: []})
})

test('an entry whose bytes stand there already is done, not committed twice', () => {
  const plan = planBatch([waiting('a', [put('runs/x', '1')])], standing({'runs/x': oid('1')}))
  expect(plan).toMatchObject({fresh: [], done: [{name: 'a'}]})
})

test('an entry that finds another state is set aside with the reason', () => {
  const plan = planBatch([waiting('a', [put('runs/x', 'running')])], standing({'runs/x': oid('finished')}))
  expect(plan.misfits[0]?.reason).toBe('"runs/x" holds something else; expected nothing there')
  const gone = planBatch([waiting('b', [put('runs/x', '2', oid('1'))])], standing())
  expect(gone.misfits[0]?.reason).toContain('is gone')
})

test('an entry sees the files of the entries before it', () => {
  const first = waiting('a', [put('runs/x', '1')])
  const second = waiting('b', [put('runs/x', '2', oid('1'))])
  expect(planBatch([first, second], standing()).fresh).toHaveLength(2)
})

test('what is at odds with an entry of its own batch waits: nobody knows yet whether that one gets through', () => {
  const first = waiting('a', [put('runs/x', '1')])
  for (const second of [waiting('b', [put('runs/x', '2')]), waiting('c', [put('runs/x', '1')])]) {
    const plan = planBatch([first, second], standing())
    expect([plan.fresh, plan.done, plan.misfits]).toEqual([[first], [], []])
  }
})

test.each(['../x', '/x', '.git/config', 'a//b'])('a path that could escape (%s) never reaches git', path => {
  expect(planBatch([waiting('a', [put(path, '1')])], standing()).misfits).toHaveLength(1)
})

test('code commits go onto the chain once', () => {
  const c1 = '1'.repeat(40) as Oid
  const c2 = '2'.repeat(40) as Oid
  const fresh = [
    waiting('a', [put('runs/x', '1')], {code: [c1], pins: ['refs/exp/pins/a']}),
    waiting('b', [put('runs/y', '1')], {code: [c1, c2]}),
  ]
  expect(planWrite(fresh, standing(), false)).toMatchObject({chain: {add: [c1, c2]}, drop: ['refs/exp/pins/a']})
  expect(planWrite(fresh, standing({}, {chained: new Set([c1, c2])}), false).chain).toBeUndefined()
})

test('a name that must be unique goes to the first; who else wants it waits, and is told once a run has it', () => {
  const named = (id: string, name: string) =>
    waiting(id, [put(`runs/${id}`, id)], {trailers: [['Exp-Run', id]], unique: {name, at: tip}})
  const plan = planBatch([named('a', 'x'), named('b', 'x'), named('c', 'y')], standing(), new Map([['y', 'old']]))
  expect(plan.fresh.map(({name}) => name)).toEqual(['a'])
  expect(plan.misfits.map(({reason}) => reason)).toEqual(['the name "y" is taken by run old'])
  // What stands there already has the name itself.
  const again = planBatch([named('a', 'x')], standing({'runs/a': oid('a')}), new Map([['x', 'a']]))
  expect(again.done).toHaveLength(1)
})
