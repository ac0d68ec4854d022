import {plainTable} from '../../../src/importers/plain-table'

const square = {
  header: ['', 'neg', 'pos'],
  rows: [
    ['neg', '50', '3'],
    ['pos', '12', '35'],
  ],
  square: true,
} // prettier-ignore

test.each([
  ['pandas, to_csv', 'cm.csv', ',neg,pos\nneg,50,3\npos,12,35\n'],
  ['with a byte order mark and CR LF', 'cm.csv', '\ufeff,neg,pos\r\nneg,50,3\r\npos,12,35\r\n'],
  ['semicolons', 'cm.csv', ';neg;pos\nneg;50;3\npos;12;35'],
  ['tabs', 'cm.TSV', '\tneg\tpos\nneg\t50\t3\npos\t12\t35\n'],
  ['labels and a matrix', 'cm.json', '{"labels":["neg","pos"],"matrix":[[50,3],[12,35]]}'],
  ['pandas, to_json split', 'cm.json', '{"columns":["neg","pos"],"index":["neg","pos"],"data":[[50,3],[12,35]]}'],
  ['objects in an object', 'cm.json', '{"neg":{"neg":50,"pos":3},"pos":{"pos":35,"neg":12}}'],
])('a confusion matrix: %s', (_, path, text) => expect(plainTable(path, text)).toEqual(square))

test('without labels, and with numbers for labels', () => {
  const bare = {
    rows: [
      ['5', '1'],
      ['2', '9'],
    ],
    square: true,
  } // prettier-ignore
  expect(plainTable('cm.json', '[[5,1],[2,9]]')).toEqual(bare)
  expect(plainTable('cm.csv', '5,1\n2,9\n')).toEqual(bare)
  expect(plainTable('cm.json', '{"labels":["one"],"matrix":[[5,1],[2,9]]}')).toEqual(bare)
  expect(plainTable('cm.json', '{"classes":[0,1],"cm":[[5,1],[2,9]]}')).toMatchObject({header: ['', '0', '1']})
})

test('a plain table: quotes, cells as they are spelled', () => {
  expect(plainTable('errors.csv', 'id,text,loss\n1,"a, ""b""\nc",1e-3\n2,,0.50\n')).toEqual({
    header: ['id', 'text', 'loss'],
    rows: [
      ['1', 'a, "b"\nc', '1e-3'],
      ['2', '', '0.50'],
    ], // prettier-ignore
    square: false,
  })
  expect(plainTable('a.csv', 'id,value\nx,3\n')).toMatchObject({square: false})
  expect(plainTable('a.csv', 'id,value\n')).toEqual({header: ['id', 'value'], rows: [], square: false})
})

test.each([
  ['a.csv', 'a,b\n1\n'],
  ['a.csv', 'one column\n1\n'],
  ['a.csv', 'a,"b\n1,2\n'],
  ['a.csv', ''],
  ['a.txt', 'a,b\n1,2\n'],
  ['a.csv', `a,b\n${'1,2\n'.repeat(2001)}`],
  ['a.json', '{"lr": 1}'],
  ['a.json', '{}'],
  ['a.json', '[]'],
  ['a.json', '[[1,2],[3]]'],
  ['a.json', '[[1,"2"],[3,4]]'],
  ['a.json', '[1,2]'],
  ['a.json', '{"a":{"a":1,"b":2}}'],
  ['a.json', '{"__proto__":{"__proto__":1}, "b"'],
  ['a.json', 'null'],
])('%s %j is no table', (path, text) => expect(plainTable(path, text)).toBeUndefined())
