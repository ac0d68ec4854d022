import {readPredictions} from '../../../src/importers/predictions'
import {problemIn, readable} from '../../support/predictions'

const columns = (path: string, content: string) => {
  const {ids, idColumn, gold, predicted, numbers, groups} = readable(path, content)
  const lists = [...numbers].map(([name, values]) => [name, [...values]])
  return {ids, idColumn, gold, predicted, ...Object.fromEntries(lists), ...Object.fromEntries(groups)}
}

const EXPECTED = {
  ids: ['7', '8', '9', '10'],
  idColumn: 'id',
  gold: ['1', '0', '1', '0'],
  predicted: ['1', '1', '1', '0'],
  loss: [0.5, 2, 1, 3],
}

test.each([
  ['preds.csv', 'id,label,pred,loss\n7,1,1,0.5\n8,0,1,2\n9,1,1,1\n10,0,0,3\n'],
  ['preds.tsv', 'id\tlabel\tpred\tloss\r\n7\t1\t1\t0.5\r\n8\t0\t1\t2\r\n9\t1\t1\t1\r\n10\t0\t0\t3'],
  ['preds.txt', 'id;label;pred;loss\n7;1;1.0;0.5\n8;0;1.0;2\n\n9;1;1.0;1\n10;0;0.0;3\n'],
  [
    'preds.jsonl',
    '{"id": 7, "label": 1, "pred": 1, "loss": 0.5}\n{"loss": 2, "id": 8, "label": 0, "pred": "1"}\n\n{"id": "9", "label": 1, "pred": 1.0, "loss": 1}\n{"id": 10, "label": "0", "pred": 0, "loss": 3}',
  ],
  [
    'preds.json',
    '[{"id":7,"label":1,"pred":1,"loss":0.5},{"id":8,"label":0,"pred":1,"loss":2},{"id":9,"label":1,"pred":1,"loss":1},{"id":10,"label":0,"pred":0,"loss":3}]',
  ],
  ['preds.json', '{"id": [7, 8, 9, 10], "label": [1, 0, 1, 0], "pred": [1, 1, 1, 0], "loss": [0.5, 2, 1, 3]}'],
  [
    'out/preds.json',
    '{"data": [{"id":7,"label":1,"pred":1,"loss":0.5},{"id":8,"label":0,"pred":1,"loss":2},{"id":9,"label":1,"pred":1,"loss":1},{"id":10,"label":0,"pred":0,"loss":3}]}',
  ],
])('%s: one table in many spellings', (path, content) => {
  expect(columns(path, content)).toEqual(EXPECTED)
})

test('columns are known by any of their names, in any case', () => {
  const csv =
    'GUID,Y_True,Hypothesis,EM,Correct,lang\na,x,x,1,True,de\nb,y,x,0,False,en\nc,y,y,1,True,de\nd,x,y,0,False,en\n'
  expect(columns('p.csv', csv)).toEqual({
    ids: ['a', 'b', 'c', 'd'],
    idColumn: 'GUID',
    gold: ['x', 'y', 'y', 'x'],
    predicted: ['x', 'x', 'y', 'y'],
    EM: [1, 0, 1, 0],
    Correct: [1, 0, 1, 0],
    lang: ['de', 'en', 'de', 'en'],
  })
})

test('cells in quotes hold separators, quotes and line breaks; texts of their own are no groups', () => {
  const csv = 'id,text,label,pred\n1,"a ""b"", c\nd",pos,pos\n2,"",neg,"po""s"\n'
  expect(columns('p.csv', csv)).toEqual({
    ids: ['1', '2'],
    idColumn: 'id',
    gold: ['pos', 'neg'],
    predicted: ['pos', 'po"s'],
  })
})

test('without ids the rows are counted, those left out too', () => {
  const {ids, idColumn, notes} = readable('p.csv', 'label,pred\na,a\nb,c,d\nb,b\n')
  expect([ids, idColumn, notes]).toEqual([
    ['1', '3'],
    undefined,
    ['1 line with another number of cells than the header: left out'],
  ])
})

test('the index that pandas leaves without a name tells examples apart', () => {
  expect(readable('p.csv', ',label,pred\n5,a,a\n3,b,c\n')).toMatchObject({ids: ['5', '3'], idColumn: ''})
})

test('of several id columns, the first whose values are each once', () => {
  expect(readable('p.csv', 'uid,idx,label,pred\nu1,1,a,a\nu1,2,a,b\n')).toMatchObject({
    ids: ['1', '2'],
    idColumn: 'idx',
  })
})

test('ids of 64 bits are not rounded', () => {
  const lines =
    '{"id": 1234567890123456789, "label": 1, "pred": 1, "score": 0.12345678901234566}\n{"id": 1234567890123456788, "label": 1, "pred": 1, "score": NaN}\n'
  const {ids, numbers} = readable('p.jsonl', lines)
  expect([ids, [...numbers.get('score')!]]).toEqual([
    ['1234567890123456789', '1234567890123456788'],
    [0.12345678901234566, NaN],
  ])
})

test('gaps: a missing gold label, prediction and number stay missing, and predictions are told', () => {
  const {gold, predicted, numbers, notes} = readable('p.csv', 'id,label,pred,loss\n1,,a,1\n2,b,,\n3,b,b,inf\n')
  expect([gold, predicted]).toEqual([
    [undefined, 'b', 'b'],
    ['a', undefined, 'b'],
  ])
  expect([...numbers.get('loss')!]).toEqual([1, NaN, NaN])
  expect(notes).toEqual(['1 example without a prediction: counted as wrong'])
})

test('"007" is not 7, and the empty text of JSON is a label', () => {
  expect(readable('p.csv', 'label,pred\n007,7\n').gold).toEqual(['007'])
  expect(readable('p.jsonl', '{"answer": "", "output": ""}\n').gold).toEqual([''])
})

test('a list of one is that one; whole lists are labels of sequences', () => {
  const of = (label: string, pred: string) =>
    readable('p.jsonl', `{"references": ${label}, "output": ${pred}}\n{"references": ["x"], "output": "y"}\n`)
  expect(of('["a"]', '"a"')).toMatchObject({gold: ['a', 'x'], predicted: ['a', 'y']})
  expect(of('["B", "I"]', '["B", "O"]')).toMatchObject({gold: ['["B","I"]', 'x'], predicted: ['["B","O"]', 'y']})
})

test('several references for one output are not taken for labels', () => {
  const {predicted, notes} = readable('p.jsonl', '{"references": ["a", "b"], "output": "a", "f1": 1}\n')
  expect([predicted, notes]).toEqual([
    undefined,
    ['its gold column holds lists, its predictions single values: not compared as labels'],
  ])
})

test('regression: the absolute error, lower is better by its name', () => {
  const {gold, predicted, numbers, notes} = readable('p.csv', 'label,pred\n1.5,1.25\n2.0,3\n')
  expect([gold, predicted, [...numbers.get('absolute_error')!]]).toEqual([['1.5', '2'], undefined, [0.25, 1]])
  expect(notes).toEqual(['gold and predictions are numbers with fractions: compared by their absolute error'])
})

test.each([
  ['p.parquet', 'PAR1', 'is of a kind that is not compared by example: .parquet; expected csv, tsv, jsonl or json'],
  ['p.npy', '\x93NUMPY', 'is of a kind that is not compared by example: .npy; expected csv, tsv, jsonl or json'],
  ['p.csv', '', 'is empty'],
  ['p.csv', 'id,label,pred\n', 'has no examples'],
  ['p.csv', 'id,label,pred\n1,"a,a\n', 'has a quote that is never closed'],
  ['p.csv', 'id,label,id\n1,2,3\n', 'has the column "id" twice'],
  [
    'p.csv',
    'id,label,pred\n1,a,a\n1,b,b\n2,a,a\n2,b,b\n',
    'has 2 examples whose "id" another has too, "1" first; expected one row an example',
  ],
  ['p.csv', 'id,label,pred\n1,a,a\n,b,b\n', 'has an example without a value in "id", by which examples are told apart'],
  ['p.csv', 'id,text\n1,hello\n', /^has no column of predictions \(prediction, .*it has "id", "text"$/],
  ['p.jsonl', '{"id": 1, "pred": 2}\n{"id": 2, "pred"\n', /^in line 2 /],
  ['p.jsonl', '{"id": 1}\n[1]\n', 'has no object in line 2'],
  ['p.json', '{"q1": "an answer"}', 'is neither a list of objects nor an object of lists'],
  ['p.json', '{"label": [1, 2], "pred": [1]}', 'has lists of several lengths: "label" of 2, "pred" of 1'],
  ['p.json', '[{"pred": 1}, 2]', 'has no object as item 2 of its list'],
])('%s %j cannot be read', (path, content, reason) => {
  expect(problemIn(path, content)).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason))
})

test('bytes that are no UTF-8, and a file over the cap', () => {
  expect(problemIn('p.csv', Buffer.from([105, 100, 255]))).toBe('is not UTF-8')
  const large = {length: 200 * 1024 * 1024} as Uint8Array
  expect(readPredictions('p.csv', large)).toEqual({
    problem: expect.stringMatching(/^is 200 MB; at most 64.0 MB are compared by example$/),
  })
})
