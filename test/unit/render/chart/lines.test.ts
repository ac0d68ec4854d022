import {linesOf} from '../../../../src/render/chart/lines'

const point = (step: number, value: number, attempt = 1) => ({step, value, attempt})
const steps = (points: Parameters<typeof linesOf>[0]) =>
  linesOf(points, Number.isFinite).map(line => line.map(({step}) => step))

test('a value that cannot be drawn breaks the line', () => {
  expect(steps([point(0, 1), point(1, 1), point(2, Number.NaN), point(3, 1), point(4, Infinity)])).toEqual([
    [0, 1],
    [3],
  ])
  expect(steps([point(0, Number.NaN)])).toEqual([])
})

test('a later attempt goes on from the point before it', () => {
  expect(steps([point(0, 1), point(1, 1), point(2, 1, 2), point(3, 1, 2)])).toEqual([
    [0, 1],
    [1, 2, 3],
  ])
})

test('what the earlier attempt measured beyond that stays a line of its own', () => {
  expect(steps([point(0, 1), point(1, 1, 2), point(2, 1), point(3, 1, 2), point(4, 1)])).toEqual([
    [0, 2, 4],
    [0, 1, 3],
  ])
})

test('no line leads over a gap into the next attempt', () => {
  expect(steps([point(0, 1), point(1, Number.NaN), point(2, 1, 2)])).toEqual([[0], [2]])
  expect(steps([point(0, 1), point(1, Number.NaN, 2), point(2, 1, 2)])).toEqual([[0], [2]])
})
