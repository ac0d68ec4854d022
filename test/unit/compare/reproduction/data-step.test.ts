import {dataStep} from '../../../../src/compare/reproduction/plan/data-step'

const DIGEST = `sha256:${'1'.repeat(64)}`

test('splits that no input tells of, in the order people think of them, then inputs; code and configs are none', () => {
  const {items, actions} = dataStep({
    dataset: {
      name: 'reviews',
      splits: {test: 'x1', dev: {hash: DIGEST}, train: {hash: DIGEST, uri: 'data/train.csv'}, extra: {rows: 3}},
    },
    inputs: [
      {role: 'prompt', path: 'p.txt'},
      {role: 'data', path: 'set', digest: DIGEST, files: 2},
      {role: 'data', uri: 'file:///srv/a%20b', digest: DIGEST},
      {role: 'config', path: 'c.yaml'},
      {role: 'code', path: 'train.py', digest: DIGEST},
    ],
  })
  expect(items.map(({what, state}) => `${state} ${what}`)).toEqual([
    'known data set',
    'known train data/train.csv',
    'known dev',
    'assumed test',
    'missing extra',
    'assumed prompt p.txt',
    'known data set',
    'known data /srv/a b',
  ])
  expect(actions).toEqual([{do: 'check-file', path: 'data/train.csv', digest: DIGEST}])
})
