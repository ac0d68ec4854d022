import {decodeEntry, encodeEntry, entryMessage, type SpoolEntry} from '../../../src/ledger/entry'

const entry: SpoolEntry = {
  subject: 'record: a',
  body: 'why\n',
  trailers: [
    ['Exp-Run', 'x'],
    ['Exp-Status', 'finished'],
  ],
  author: {name: 'Zoë', email: 'z@example.com', time: 12, zone: '+0100'},
  puts: [
    {path: 'runs/a', bytes: Buffer.from('one\n{"two"}\n'), expect: null},
    {path: 'runs/b', bytes: Buffer.from([0, 255, 10]), expect: null},
    {path: 'runs/empty', bytes: Buffer.alloc(0), expect: null},
  ],
}

test('an entry comes back as it went in, bytes and all', () => {
  const back = decodeEntry(encodeEntry(entry)) as SpoolEntry
  expect(back.puts.map(({bytes}) => Buffer.from(bytes))).toEqual(entry.puts.map(({bytes}) => bytes))
  expect({...back, puts: []}).toMatchObject({...entry, puts: []})
})

test.each([
  ['nothing', Buffer.alloc(0), 'no header line'],
  ['a torn entry', Buffer.from(encodeEntry(entry)).subarray(0, -2), 'are announced'],
  ['no JSON', Buffer.from('{"version":\n'), 'not readable'],
  ['a newer version', Buffer.from('{"version":9,"puts":[]}\n'), 'version 9'],
])('%s is called broken', (_, bytes, why) => {
  expect(decodeEntry(bytes)).toEqual({broken: expect.stringContaining(why)})
})

test('the message has subject, body and trailers as git lays them out', () => {
  expect(entryMessage(entry)).toBe('record: a\n\nwhy\n\nExp-Run: x\nExp-Status: finished\n')
  expect(entryMessage({...entry, body: ''})).toBe('record: a\n\nExp-Run: x\nExp-Status: finished\n')
})
