import {smoothed} from '../../../../src/compare/curves/smooth'

const of = (...values: number[]) => values.map((value, i) => ({step: 10 * i, value, attempt: 1}))
const values = (points: readonly {value: number}[]) => points.map(({value}) => value)

test('weights halve from point to point where the span is 3, and are normalized', () => {
  // α = 1/2: 1; (1/2·1 + 2) / (3/2); (1/4·1 + 1/2·2 + 4) / (7/4)
  const [first, second, third] = values(smoothed(of(1, 2, 4), 3))
  expect(first).toBe(1)
  expect(second).toBeCloseTo(5 / 3, 12)
  expect(third).toBeCloseTo(3, 12)
})

test('as pandas: Series([3, 1, 2, 5]).ewm(span=9).mean()', () => {
  const [, second, third, fourth] = values(smoothed(of(3, 1, 2, 5), 9))
  // α = 0.2, weights 1, 0.8, 0.64, 0.512.
  expect(second).toBeCloseTo((1 + 0.8 * 3) / 1.8, 12)
  expect(third).toBeCloseTo((2 + 0.8 * 1 + 0.64 * 3) / 2.44, 12)
  expect(fourth).toBeCloseTo((5 + 0.8 * 2 + 0.64 * 1 + 0.512 * 3) / 2.952, 12)
})

test('over one point nothing changes, and a constant stays one', () => {
  expect(values(smoothed(of(3, -1, 7), 1))).toEqual([3, -1, 7])
  for (const value of values(smoothed(of(0.1, 0.1, 0.1, 0.1), 7))) expect(value).toBeCloseTo(0.1, 12)
})

test('what is not finite stays, and the average passes over it', () => {
  const [first, gap, second, hole, third] = values(smoothed(of(1, Number.NaN, 2, Infinity, 4), 3))
  expect([first, gap, hole]).toEqual([1, Number.NaN, Infinity])
  expect(second).toBeCloseTo(5 / 3, 12)
  expect(third).toBeCloseTo(3, 12)
})
