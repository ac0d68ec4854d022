import {parquetRows} from '../../../src/adapters/node/parquet-rows'
import {rowCounter} from '../../../src/adapters/node/rows'

function rows(name: string, text: string): number | undefined {
  const counter = rowCounter(name)!
  counter.add(Buffer.from(text))
  return counter.rows()
}

test.each([
  ['a.csv', 'id,text\n1,a\n2,b\n', 2],
  ['a.csv', 'id,text\n1,a\n2,b', 2],
  ['a.csv', 'id,text\r\n1,a\r\n\r\n2,b\r\n', 2],
  ['a.csv', 'id,text\n1,"a\nb"\n2,"say ""hi""\n"\n', 2],
  ['a.csv', 'id,text\n1,5" wide\n2,b\n', 2],
  ['a.csv', 'id,text\n1,x""y\n2,b\n', 2],
  ['a.csv', 'id,text\n1,"never closed\n2,b\n', undefined],
  ['a.csv', '', 0],
  ['a.csv', 'id\n', 0],
  ['a.tsv', 'id\ttext\n1\t"a b"\n', 1],
  ['a.tsv', 'id\ttext\n1\t"a\n2\tb"\n', undefined],
  ['a.jsonl', '{}\n\n  \n{}', 2],
  ['a.JSONL', '{}\r\n', 1],
])('%s %j has %p rows', (name, text, expected) => {
  expect(rows(name, text)).toBe(expected)
})

test('what has no rows', () => {
  expect(rowCounter('model.safetensors')).toBeUndefined()
})

/** A footer in thrift's compact protocol: version, a schema of one element with a name, num_rows. */
function parquet(count: number): Buffer {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))])
  const schema = [0x48, 4, ...Buffer.from('root'), 0x15, 4, 0]
  const footer = Buffer.from([0x15, 2, 0x19, 0x1c, ...schema, 0x16, ...varint(count * 2), 0x19, 0x0c, 0])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  return Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(20), footer, length, Buffer.from('PAR1')])
}

const read = (bytes: Buffer) => parquetRows(bytes.length, (at, n) => bytes.subarray(at, at + n))

test.each([0, 1, 63, 64, 25_000, 3_000_000_000])('%p rows of Parquet', count => {
  expect(read(parquet(count))).toBe(count)
})

test('no Parquet, or a damaged one, has no rows', () => {
  const whole = parquet(10)
  expect(read(Buffer.from('PAR1PAR1'))).toBeUndefined()
  expect(read(Buffer.alloc(100))).toBeUndefined()
  for (let at = 24; at < whole.length - 8; at++) {
    const damaged = Buffer.from(whole)
    damaged[at] = 0xff
    expect(() => read(damaged)).not.toThrow()
  }
})
