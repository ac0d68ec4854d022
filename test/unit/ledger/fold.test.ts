import {foldEvents, orderEvents} from '../../../src/ledger/fold'
import type {StoredEvent} from '../../../src/model/event'

const event = (file: string, at: string, fields: object, after?: string[]): StoredEvent => ({
  file,
  event: {format: 1, by: 'ada', at, kind: 'tag', ...(after && {after}), ...fields} as StoredEvent['event'],
})

describe('order', () => {
  test('what was seen comes first, whatever the clocks say', () => {
    const late = event('a', '2026-01-09T00:00:00Z', {})
    const fast = event('b', '2026-01-01T00:00:00Z', {}, ['a'])
    expect(orderEvents([fast, late]).map(({file}) => file)).toEqual(['a', 'b'])
  })

  test('then time, then file name', () => {
    const events = [
      event('c', '2026-01-02T00:00:00Z', {}),
      event('b', '2026-01-02T00:00:00Z', {}),
      event('d', '2026-01-01T00:00:00Z', {}),
    ]
    expect(orderEvents(events).map(({file}) => file)).toEqual(['d', 'b', 'c'])
  })

  test('a circle and an event nobody has are no obstacle', () => {
    const events = [event('a', '1', {}, ['b']), event('b', '2', {}, ['a']), event('c', '3', {}, ['gone'])]
    expect(orderEvents(events).map(({file}) => file)).toEqual(['c', 'a', 'b'])
  })
})

describe('tags', () => {
  const record = {tags: ['baseline', 'old']}
  const tags = (events: StoredEvent[]) => foldEvents(record, events)['tags']

  test('are added and removed', () => {
    expect(tags([event('a', '1', {add: ['new'], remove: ['old']})])).toEqual(['baseline', 'new'])
  })

  test('an add wins over a remove that had not seen it', () => {
    const [add, remove] = [event('a', '1', {add: ['x']}), event('b', '2', {remove: ['x']})]
    expect(tags([add, remove])).toContain('x')
  })

  test('a remove that had seen the add, however far back, takes it away', () => {
    const events = [
      event('a', '1', {add: ['x']}),
      event('b', '2', {kind: 'note', text: 'hm'}, ['a']),
      event('c', '3', {remove: ['x']}, ['b']),
    ]
    expect(tags(events)).not.toContain('x')
  })

  test('the order in which the files come does not matter', () => {
    const events = [
      event('a', '1', {add: ['x']}),
      event('b', '2', {remove: ['x']}, ['a']),
      event('c', '3', {add: ['x', 'y']}),
    ]
    expect(foldEvents(record, [...events].reverse())).toEqual(foldEvents(record, events))
  })
})

test("notes are kept as events; the recorder's own text stays", () => {
  const folded = foldEvents({notes: 'first'}, [event('a', '1', {kind: 'note', text: 'second'})])
  expect(folded).toEqual({
    notes: 'first',
    events: [{file: 'a', format: 1, kind: 'note', at: '1', by: 'ada', text: 'second'}],
  })
})

test('kinds of a newer version are kept and counted', () => {
  const folded = foldEvents({name: 'r'}, [event('a', '1', {kind: 'promotion', stage: 'production'})])
  expect(folded['newer']).toBe(1)
  expect(folded['events']).toHaveLength(1)
})

test('without events the record is what it was', () => {
  const record = {name: 'r'}
  expect(foldEvents(record, [])).toBe(record)
})
