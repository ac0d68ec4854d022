import {memoryCache} from '../../../../src/adapters/memory/cache'
import {memoryFile, memoryPart, openSegment, SegmentBuilder} from '../../../../src/ledger/index/segment'
import {KIND} from '../../../../src/model/columns'
import {summaryOf, tableFrom} from '../../../support/summaries'

function build(count: number) {
  const builder = new SegmentBuilder()
  for (let n = 0; n < count; n++) {
    builder.add(
      summaryOf(n, {
        params: {lr: n / 10, even: n % 2 === 0, ...(n === 3 && {only: 'ünï'})},
        tags: n === 1 ? ['a'] : [],
      }),
    )
  }
  return builder.finish()
}

test('columns, documents and ids are what went in', () => {
  const {chunks, check} = build(5)
  const part = openSegment(memoryFile(chunks), check)!
  expect(part.rows).toBe(5)
  expect(part.ids().toString().slice(12, 24)).toBe('000000000001')
  expect([...part.column('params.lr')!.nums]).toEqual([0, 0.1, 0.2, 0.3, 0.4])
  expect(part.column('params.only')).toMatchObject({rows: Uint32Array.of(3), kinds: KIND.text})
  expect(part.column('params.only')!.words.at(0)).toBe('ünï')
  expect(part.column('nothing')).toBeUndefined()
  expect(part.document(3)).toEqual(summaryOf(3, {params: {lr: 0.3, even: false, only: 'ünï'}}))
})

test('an empty segment is one', () => {
  expect(memoryPart([]).rows).toBe(0)
})

test('NaN, -0, infinities and big integers keep their places', () => {
  const values = [Number.NaN, -0, Number.POSITIVE_INFINITY, 2 ** 60, 123456789012345678901n]
  const table = tableFrom(values.map((x, n) => summaryOf(n, {params: {x}})))
  expect([...table.column('params.x')!.num]).toEqual([
    Number.NaN,
    -0,
    Number.POSITIVE_INFINITY,
    2 ** 60,
    123456789012345680000,
  ])
  expect(table.document(4)).toMatchObject({params: {x: 123456789012345678901n}})
})

test('opening reads the directory, not the columns', () => {
  const {chunks, size, check} = build(2_000)
  const cache = memoryCache()
  cache.write('s', chunks)
  const file = cache.open('s')!
  let read = 0
  const slice = (offset: number, length: number) => {
    read += length
    return file.slice(offset, length)
  }
  const part = openSegment({...file, slice}, check)!
  part.column('params.lr')
  part.document(7)
  expect(read).toBeLessThan(size / 10)
})

test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, -8)],
  ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(8)])],
  ['with another head', (bytes: Buffer) => Buffer.concat([Buffer.alloc(4), bytes.subarray(4)])],
  ['with a torn directory', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -64), Buffer.alloc(64)])],
  ['empty', () => Buffer.alloc(0)],
])('a file %s is not taken', (_, damage) => {
  const {chunks, check} = build(3)
  expect(openSegment(memoryFile([damage(Buffer.concat(chunks))]), check)).toBeUndefined()
})

test('a sound file that is not the one meant is not taken', () => {
  const {chunks, check} = build(3)
  expect(openSegment(memoryFile(chunks), check + 1)).toBeUndefined()
})

test('a table joins parts: codes, lists, rows that lack the field', () => {
  const table = tableFrom(
    ['b', 'a', undefined, 'a', 'c'].map((x, n) =>
      summaryOf(n, {params: x === undefined ? {} : {x}, tags: ['t', String(n)]}),
    ),
    {size: 2, dead: [3]},
  )
  const column = table.column('params.x')!
  const text = (row: number) => (column.kind[row] === KIND.text ? column.word(column.num[row]!) : undefined)
  expect([0, 1, 2, 3, 4].map(text)).toEqual(['b', 'a', undefined, 'a', 'c'])
  expect(column.codesOf('a').map(code => column.word(code))).toEqual(['a', 'a'])
  expect(column.codesOf('z')).toEqual([])
  expect(table.dead(3)).toBe(true)
  expect(table.column('tags')!.word(table.column('tags')!.num[4]!)).toBe('["t","4"]')
  expect(table.column('id')!.word(4)).toBe('000000000004')
  expect(table.column('id')!.codesOf('000000000003')).toEqual([3])
})
