import {sortRows} from '../../../src/query/sort'
import {summaryOf, tableFrom, tableOfParams} from '../../support/summaries'

const all = (count: number) => Array.from({length: count}, (_, row) => row)

test('numbers, NaN, flags, texts, lists, null, missing: whichever way is sorted', () => {
  const table = tableOfParams([
    {},
    {x: null},
    {x: [1]},
    {x: 'b'},
    {x: 'a'},
    {x: true},
    {x: Number.NaN},
    {x: 2},
    {x: -1},
  ])
  expect(sortRows(table, all(9), [{path: 'params.x', descending: false}], 9)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0])
  expect(sortRows(table, all(9), [{path: 'params.x', descending: true}], 9)).toEqual([7, 8, 6, 5, 3, 4, 2, 1, 0])
})

test('ties go to the newest, then by id; without keys the newest come first', () => {
  const at = (n: number, created: string) => summaryOf(n, {created, params: {x: 1}})
  const table = tableFrom([at(3, '2026-01-01T00:00:00Z'), at(2, '2026-01-02T00:00:00Z'), at(1, '2026-01-01T00:00:00Z')])
  expect(sortRows(table, all(3), [{path: 'params.x', descending: false}], 3)).toEqual([1, 2, 0])
  expect(sortRows(table, all(3), [], 3)).toEqual([1, 2, 0])
  expect(sortRows(table, all(3), [{path: 'created', descending: false}], 3)).toEqual([2, 0, 1])
})

test('several keys, some rows, a limit, a field nobody has', () => {
  const table = tableOfParams([
    {a: 1, b: 2},
    {a: 1, b: 3},
    {a: 0, b: 9},
    {a: 1, b: 1},
  ])
  const keys = [
    {path: 'params.a', descending: true},
    {path: 'params.b', descending: false},
  ]
  expect(sortRows(table, [0, 1, 3], keys, 2)).toEqual([3, 0])
  expect(sortRows(table, all(4), [{path: 'params.none', descending: false}], 10)).toEqual([3, 2, 1, 0])
})
