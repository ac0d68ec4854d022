import {readSeries, type SeriesPoint, writeSeries} from '../../../src/format/series'
import fc from '../../support/fast-check'

const text = (points: readonly SeriesPoint[]) => Buffer.from(writeSeries(points)).toString()
const back = (csv: string) => readSeries(Buffer.from(csv))

test('a header and a line a point, numbers as Python and R read them', () => {
  const points = [
    {metric: 'dev.f1', step: 1, value: 0.5, attempt: 1},
    {metric: 'loss', step: 2.5, value: Number.NaN, attempt: 1},
    {metric: 'loss', step: 3, value: -Infinity, attempt: 2},
    {metric: 'lr', step: 4, value: 1e-7, attempt: 2},
  ]
  expect(text(points)).toBe('metric,step,value,attempt\ndev.f1,1,0.5,1\nloss,2.5,nan,1\nloss,3,-inf,2\nlr,4,1e-7,2\n')
  expect(back(text(points))).toEqual(points)
})

test('lines that are none are left out', () => {
  expect(back('metric,step,value,attempt\nf1,1,0.5,1\nhalf,2\n\nf1,x,1,1\nf1,2,0.6,one\n')).toEqual([
    {metric: 'f1', step: 1, value: 0.5, attempt: 1},
  ])
  expect(back('')).toEqual([])
})

test('reads back what it wrote', () => {
  const aPoint = fc.record({
    metric: fc.oneof(fc.constantFrom('a,b', 'say "f1"', 'dev.f1'), fc.string({minLength: 1, maxLength: 9})),
    step: fc.oneof(fc.integer(), fc.double({noNaN: true, noDefaultInfinity: true})),
    value: fc.double(),
    attempt: fc.integer({min: 1, max: 99}),
  })
  const oneLine = aPoint.filter(({metric}) => !/[\r\n]/.test(metric))
  fc.assert(
    fc.property(fc.array(oneLine, {maxLength: 20}), points => {
      // -0 is written as 0.
      const plain = points.map(point => ({...point, step: point.step + 0, value: point.value + 0}))
      expect(back(text(plain))).toEqual(plain)
    }),
  )
})
