import type {JsonObject} from '../../../../src/base/json'
import {differingFields} from '../../../../src/compare/set/fields'
import {oneByOne} from '../../../../src/compare/set/rivals'

const hash = (digit: string) => `sha256:${digit.repeat(64)}`
const read = (path: string, digit?: string, role = 'data') => ({role, path, ...(digit && {digest: hash(digit)})})
const fields = (...records: JsonObject[]) => {
  const {differing, same} = differingFields(
    oneByOne(records.map((record, i) => ({id: `r${i}`, name: `r${i}`, record}))),
    [],
  )
  return {same, ...Object.fromEntries(differing.map(({path, cells}) => [path, cells.map(cell => cell.value)]))}
}

test('a split is one field, declared or found, known by its file where that tells it apart', () => {
  const tweets = {inputs: [read('tweets/train.csv', 'a'), read('tweets/dev.csv', 'b')]}
  const emails = {inputs: [read('tweets/train.csv', 'a'), read('emails/dev.csv', 'c')]}
  expect(fields(tweets, emails)).toEqual({same: 1, 'dataset.dev': ['tweets/dev.csv', 'emails/dev.csv']})
  const changed = {inputs: [read('tweets/train.csv', 'a'), read('tweets/dev.csv', 'c')]}
  expect(fields(tweets, changed)).toEqual({same: 1, 'dataset.dev': [hash('b'), hash('c')]})
  const declared = {dataset: {splits: {train: {hash: hash('a'), rows: 3}, validation: {hash: hash('b'), uri: 'x/y'}}}}
  expect(fields(tweets, declared)).toEqual({same: 2})
  const moved = {inputs: [read('elsewhere/train.csv', 'a'), read('elsewhere/dev.csv', 'b')]}
  expect(fields(tweets, moved)).toEqual({same: 2})
})

test('what is no split, or a split of several files, is told file by file', () => {
  const parts = {inputs: [read('train-0.csv', 'a'), read('train-1.csv', 'b'), read('words.txt')]}
  expect(fields(parts, {inputs: [read('train-0.csv', 'a'), read('train-1.csv', 'c'), read('words.txt', 'd')]})).toEqual(
    {
      same: 1,
      'data train-1.csv': [hash('b'), hash('c')],
      'data words.txt': ['not hashed', hash('d')],
    },
  )
})

test('code is known by its commit; two states of one commit are told by their trees', () => {
  const code = (tree: string, commit: string, dirty = false) => ({code: {tree, commit: commit.repeat(40), dirty}})
  expect(fields(code('t1', 'a'), code('t2', 'b', true))).toEqual({
    same: 0,
    code: ['aaaaaaaaaa', 'bbbbbbbbbb and changes'],
  })
  expect(fields(code('t1', 'a', true), code('t2', 'a', true))).toEqual({same: 0, code: ['t1', 't2']})
})
