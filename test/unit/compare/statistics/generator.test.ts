import {generator} from '../../../../src/compare/statistics/generator'

const times = <T>(n: number, make: () => T): T[] => Array.from({length: n}, make)

test('the same seed gives the same numbers, on every machine', () => {
  expect(times(4, generator('runs a and b').next)).toEqual(times(4, generator('runs a and b').next))
  expect(times(4, generator(1).next)).toEqual(times(4, generator('1').next))
  expect(times(4, generator('seed').next)).toMatchInlineSnapshot(`
[
  2107228884,
  524084180,
  152540052,
  1557097812,
]
`)
})

test.each([1, 2, 3, 6, 7, 64, 100])('below %d each number comes about as often', n => {
  const {below} = generator(`below ${n}`)
  const counts = new Array<number>(n).fill(0)
  times(n * 1000, () => counts[below(n)]!++)
  const off = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  // Chi-square of n - 1 degrees: five of its standard deviations above its mean.
  expect(off).toBeLessThan(n + 5 * Math.sqrt(2 * n))
})

test('large bounds', () => {
  const {below} = generator('large')
  for (const n of [2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32])
    expect(times(200, () => below(n)).every(drawn => Number.isInteger(drawn) && drawn >= 0 && drawn < n)).toBe(true)
})
