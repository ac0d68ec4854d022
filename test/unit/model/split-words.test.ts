import {splitNamed, splitOfFileName} from '../../../src/model/split-words'

test.each([
  ['data/train.csv', 'train'],
  ['data/tweets_dev.jsonl.gz', 'dev'],
  ['en_ewt-ud-dev.conllu', 'dev'],
  ['cache/train-00000-of-00002.parquet', 'train'],
  ['Validation.tsv', 'validation'],
  ['test_data_3.csv', 'test'],
])('%s is called after %s', (path, split) => {
  expect(splitOfFileName(path)).toBe(split)
})

test.each([
  'train_log.csv',
  'dev_labels.csv',
  'train_test.csv',
  'latest.csv',
  'train/part.csv',
  '',
  'predict.csv',
  'constructor.csv',
  '.dev',
])('"%s" is called after none', path => {
  expect(splitOfFileName(path)).toBeUndefined()
})

test('many words for one split, and what is none', () => {
  expect(['Val', 'validation', 'training', 'constructor', 'shift'].map(splitNamed)).toEqual([
    'dev',
    'dev',
    'train',
    'constructor',
    'shift',
  ])
})
