import {dotted, formatProblem, pointerOf} from '../../../src/base/problem'

test('a problem says file, place, field, found, expected, example', () => {
  const problem = {
    pointer: '/params/lr',
    message: 'is "abc"',
    expected: 'a number',
    example: 'lr: 0.001',
    line: 12,
    column: 3,
  }
  expect(formatProblem(problem, 'run.json')).toBe(
    'run.json:12:3: params.lr is "abc"; expected a number, for example lr: 0.001',
  )
  expect(formatProblem({pointer: '', message: 'is empty'}, 'run.json')).toBe('run.json: is empty')
})

test('pointers and dotted paths', () => {
  expect(pointerOf(['metrics', 'a/b', '~x', 0])).toBe('/metrics/a~1b/~0x/0')
  expect(dotted('/metrics/a~1b/~0x/0')).toBe('metrics.a/b.~x.0')
})
