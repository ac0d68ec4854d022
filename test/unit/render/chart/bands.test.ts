import {bandOutlines, bandSpans} from '../../../../src/render/chart/bands'
import {outlinePath} from '../../../../src/render/chart/svg-path'

const at = (step: number, low: number, high: number) => ({step, low, high})
const dots = {count: 9, across: (step: number) => step, down: (value: number) => 10 - value}
const spans = (...bands: Parameters<typeof bandSpans>[0]) => {
  const {top, bottom} = bandSpans(bands, dots)
  return Array.from(top, (from, i) => (from < 0 ? '' : `${from}-${bottom[i]}`)).join(' ')
}

test('a band covers what lies between two points straight, and nothing beyond its ends', () => {
  expect(spans([at(1, 2, 4), at(5, 2, 8)])).toBe(' 6-8 5-8 4-8 3-8 2-8   ')
})

test('of points in one column the highest and the lowest count, and gaps between bands stay', () => {
  expect(spans([at(1, 4, 5), at(1, 4, 9), at(1, 1, 5)], [at(4, 3, 3)])).toBe(' 1-9   7-7    ')
})

const place = {x: (step: number) => step, y: (value: number) => -value}
const path = (bands: Parameters<typeof bandOutlines>[0], columnOf?: (step: number) => number) =>
  outlinePath(bandOutlines(bands, columnOf), place)

test('an outline goes along the upper edge and back along the lower', () => {
  expect(path([[at(0, 1, 2), at(10, 2, 4)]])).toBe('M0-2l10-2 0 2-10 1z')
})

test('a step that stands alone is a narrow bar', () => {
  expect(path([[at(10, 1, 3)]])).toBe('M8-3h4v2h-4z')
})

test('in so many columns both spikes of a column stay, upwards and downwards, and the ends', () => {
  const band = Array.from({length: 100}, (_, i) => at(i, i === 41 ? -9 : -1, i === 47 ? 9 : 1))
  const [{points} = {points: []}] = bandOutlines([band], step => Math.floor(step / 10))
  expect(points.filter(({value}) => Math.abs(value) === 9)).toEqual([
    {step: 47, value: 9, attempt: 1},
    {step: 41, value: -9, attempt: 1},
  ])
  expect([points[0]!.step, points.at(-1)!.step]).toEqual([0, 0])
  expect(Math.max(...points.map(({step}) => step))).toBe(99)
  expect(points.length).toBeLessThanOrEqual(2 * 10 + 4)
})

test('bands within one column are joined', () => {
  const bands = Array.from({length: 50}, (_, i) => [at(2 * i, 0, i)])
  expect(bandOutlines(bands, step => Math.floor(step / 50))).toHaveLength(2)
})
