import {curveFacts} from '../../../../src/compare/curves/curve'

const point = (step: number, value: number, attempt = 1) => ({step, value, attempt})

test('last, least, greatest with their steps; of equal ones the first', () => {
  const points = [point(0, 2), point(1, 1), point(2, 3), point(3, 1), point(4, 3), point(5, 2.5)]
  expect(curveFacts(points)).toEqual({
    count: 6,
    last: point(5, 2.5),
    least: point(1, 1),
    greatest: point(2, 3),
    notFinite: 0,
    resumed: [],
  })
})

test('what is not finite is counted, and is neither least nor greatest', () => {
  const facts = curveFacts([point(0, Number.NaN), point(1, -Infinity), point(2, 5), point(3, Infinity)])
  expect(facts).toMatchObject({notFinite: 3, least: point(2, 5), greatest: point(2, 5), last: point(3, Infinity)})
  expect(curveFacts([point(0, Number.NaN)])).toEqual({count: 1, last: point(0, Number.NaN), notFinite: 1, resumed: []})
})

test('each later attempt once, at the first step that it measured', () => {
  const points = [point(0, 1), point(1, 1), point(2, 1, 2), point(3, 1), point(4, 1, 2), point(5, 1, 4)]
  expect(curveFacts(points).resumed).toEqual([
    {attempt: 2, step: 2},
    {attempt: 4, step: 5},
  ])
})
