import {readEvent, writeEvent} from '../../../src/format/event'
import {readRecord, readRecordFast, writeRecord} from '../../../src/format/record'
import type {RunEvent} from '../../../src/model/event'

const FILE = 'runs/2026-11/23/14/first-0123456789ab/run.yaml'
const damage = (message: string) =>
  expect.objectContaining({code: 'DAMAGED_RECORD', message: expect.stringContaining(message)})

describe('a record', () => {
  const record = {
    zeta: {unknown: true},
    notes: 'one\ntwo',
    format: 1,
    name: 'first',
    metrics: {dev: {f1: 0.5, loss: Number.NaN}},
    id: '0123456789ab',
    tags: ['a'],
  }

  it('is written in the order of the record, unknown keys last', () => {
    expect(Buffer.from(writeRecord(record)).toString()).toBe(
      'format: 1\nid: "0123456789ab"\nname: first\nmetrics:\n  dev:\n    f1: 0.5\n    loss: .nan\ntags:\n  - a\nnotes: |-\n  one\n  two\nzeta:\n  unknown: true\n',
    )
  })

  it('reads back, at once and otherwise', async () => {
    expect(readRecordFast(writeRecord(record))).toEqual(record)
    expect(await readRecord(writeRecord(record), FILE)).toEqual(record)
    const byHand = Buffer.from("format: 1 # by hand\nname: 'first'\n")
    expect(readRecordFast(byHand)).toBeUndefined()
    expect(await readRecord(byHand, FILE)).toEqual({format: 1, name: 'first'})
  })

  it('of a newer format is readable', async () => {
    expect(await readRecord(Buffer.from('format: 7\nnew: {a: 1}\n'), FILE)).toEqual({format: 7, new: {a: 1}})
  })

  it('at an offset of a larger buffer is read alone', () => {
    const bytes = Buffer.from('xxformat: 1\nyy').subarray(2, -2)
    expect(readRecordFast(bytes)).toEqual({format: 1})
  })

  it.each([
    ['', 'is empty'],
    ['- 1\n', 'holds no fields; expected an object'],
    ['a: 1\n', 'has no format; expected format: 1'],
    ['format: 0\n', 'has no format; expected format: 1'],
    ['format: 1\nformat: 2\n', `${FILE}:2:1: has the key "format" twice`],
    ['<<<<<<< ours\nformat: 1\n', `${FILE}:1:1: holds a merge conflict`],
    [Buffer.from([0xff]), 'is not UTF-8'],
  ])('damaged as %j is told', async (text, message) => {
    await expect(readRecord(Buffer.from(text as string), FILE)).rejects.toEqual(damage(message))
    expect(readRecordFast(Buffer.from(text as string))).toBeUndefined()
  })
})

describe('an event', () => {
  const event: RunEvent = {
    text: 'looks good',
    after: ['20261123T140500123Z-ab12-tag.yaml'],
    by: 'Ada <ada@example.org>',
    at: '2026-11-23T14:06:00.000Z',
    kind: 'note',
    format: 1,
  }

  it('is written with what every event has first', () => {
    expect(Buffer.from(writeEvent(event)).toString()).toBe(
      'format: 1\nkind: note\nat: "2026-11-23T14:06:00.000Z"\nby: "Ada <ada@example.org>"\nafter:\n  - "20261123T140500123Z-ab12-tag.yaml"\ntext: looks good\n',
    )
  })

  it('reads back; one of a newer format and kind too', async () => {
    expect(await readEvent(writeEvent(event), FILE)).toEqual(event)
    const newer = {...event, format: 2, kind: 'teleport'} as unknown as RunEvent
    expect(await readEvent(writeEvent(newer), FILE)).toEqual(newer)
  })

  it.each([
    [{format: 'x'}, 'has no format'],
    [{kind: 1}, 'has no kind'],
    [{at: 'yesterday'}, 'has no time'],
    [{by: undefined}, 'does not say by whom it is'],
    [{after: 'x'}, 'has no list of files in after'],
    [{after: [1]}, 'has no list of files in after'],
  ])('with %j is damaged', async (change, message) => {
    const bytes = writeEvent({...event, ...change} as unknown as RunEvent)
    await expect(readEvent(bytes, FILE)).rejects.toEqual(damage(message))
  })
})
