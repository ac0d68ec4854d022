import {top} from '../../../src/base/top'
import fc from '../../support/fast-check'

test('the first few of a sort', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({max: 20, min: 0})), fc.integer({min: 0, max: 40}), (values, limit) => {
      const rows = values.map((_, row) => row)
      const compare = (a: number, b: number) => values[a]! - values[b]! || a - b
      expect(top(rows, limit, compare)).toEqual([...rows].sort(compare).slice(0, limit))
    }),
  )
})
