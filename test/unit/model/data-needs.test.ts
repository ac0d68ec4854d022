import {dataNeeds} from '../../../src/model/data-needs'

const digest = (n: number) => `sha256:${String(n).repeat(64)}`
const input = (path: string, n: number) => ({role: 'data', path, digest: digest(n), how: 'discovered'})

test('files that were found by listening belong to the split that they are called after, if the record has it', () => {
  const record = {
    dataset: {splits: {train: {hash: digest(9)}, dev: {hash: digest(3), uri: 'data/dev.csv'}}},
    inputs: [
      input('data/a_train.csv', 1),
      input('data/b_train.csv', 2),
      input('data/dev.csv', 3),
      input('test.csv', 4),
    ],
  }
  expect(dataNeeds(record).map(({role, path}) => [role, path])).toEqual([
    ['train', 'data/a_train.csv'],
    ['train', 'data/b_train.csv'],
    ['dev', 'data/dev.csv'],
    ['data', 'test.csv'],
  ])
})
