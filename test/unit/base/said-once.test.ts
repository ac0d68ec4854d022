import {saidOnce} from '../../../src/base/said-once'

test('what holds for several is said once, by the first of them', () => {
  const lines = [
    ['a', 'no commit'],
    ['b', 'no task'],
    ['c', 'no commit'],
    ['d', 'no commit'],
  ] as const
  expect(saidOnce(lines.map(([name, text]) => ({name, text})))).toEqual(['a and 2 more: no commit', 'b: no task'])
  expect(saidOnce([])).toEqual([])
})
