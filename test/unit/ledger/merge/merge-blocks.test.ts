import {mergeBlocks} from '../../../../src/ledger/merge/merge-blocks'

const BASE = `# Our ledger
format: 1
# the one that counts
primary_metric: dev.f1
directions:
  loss: lower
caps:
  record: 262144
`
const edit = (from: string, to: string) => BASE.replace(from, to)
const merged = (ours: string, theirs: string, base = BASE) => mergeBlocks({base, ours, theirs})

test('keys that one side changed, removed or added; comments go with their key', () => {
  const ours = `${edit('dev.f1', 'dev.macro_f1')}volatile_params:\n  - port\n`
  const theirs = `${edit('caps:\n  record: 262144\n', '')}# shared\nfilters:\n  good: metrics.f1 > 0.4\n`
  const text = `# Our ledger
format: 1
# the one that counts
primary_metric: dev.macro_f1
directions:
  loss: lower
# shared
filters:
  good: metrics.f1 > 0.4
volatile_params:
  - port
`
  expect(merged(ours, theirs)).toEqual({text})
  expect(merged(theirs, ours)).toEqual({text})
})

test('maps below a key are merged by their keys', () => {
  const [ours, theirs] = ['acc: higher', 'wer: lower'].map(line =>
    edit('  loss: lower\n', `  loss: lower\n  ${line}\n`),
  ) as [string, string]
  const text = edit('  loss: lower\n', '  loss: lower\n  acc: higher\n  wer: lower\n')
  expect(merged(ours, theirs)).toEqual({text})
  expect(merged(theirs, ours)).toEqual({text})
  expect(merged('a:\n  b: 1\n', 'a:\n  c: 2\n', '')).toEqual({text: 'a:\n  b: 1\n  c: 2\n'})
})

test('what both changed, each in its way, is named; one side may be taken', () => {
  const ours = edit('loss: lower', 'loss: higher').replace('dev.f1', 'dev.acc')
  const theirs = edit('loss: lower', 'loss: none').replace('dev.f1', 'dev.em')
  expect(merged(ours, theirs)).toEqual({keys: ['primary_metric', 'directions.loss']})
  expect(mergeBlocks({base: BASE, ours, theirs, take: 'theirs'})).toEqual({text: theirs})
  expect(mergeBlocks({base: BASE, ours, theirs, take: 'ours'})).toEqual({text: ours})
  expect(merged(edit('primary_metric: dev.f1\n', ''), theirs.replace('none', 'lower'))).toEqual({
    keys: ['primary_metric'],
  })
})

test('the same change, none at all, and a last line without an end', () => {
  expect(merged(BASE, BASE)).toEqual({text: BASE})
  const same = edit('dev.f1', 'dev.em')
  expect(merged(same, same)).toEqual({text: same})
  expect(merged('a: 1', 'a: 1\nb: 2', 'a: 1\n')).toEqual({text: 'a: 1\nb: 2\n'})
  expect(merged('a: 1\n', 'b: 2\n', '')).toEqual({text: 'a: 1\nb: 2\n'})
})
