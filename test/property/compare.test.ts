import type {Json, JsonObject} from '../../src/base/json'
import {type ComparisonRow, compareRecords} from '../../src/compare/compare-runs'
import {sameValue} from '../../src/compare/same-value'
import fc from '../support/fast-check'
import {aRecord} from '../support/odd-records'

const rowsOf = (a: JsonObject, b: JsonObject) =>
  compareRecords(a, b, {directions: {x: 'higher'}, all: true}).sections.flatMap(section => section.rows)

const TURNED = {added: 'removed', removed: 'added', changed: 'changed', same: 'same'} as const

function turned(row: ComparisonRow): Record<string, unknown> {
  const {before, after, delta, better, ratio: _, ...rest} = row
  return {
    ...rest,
    kind: TURNED[row.kind],
    ...(after !== undefined && {before: after}),
    ...(before !== undefined && {after: before}),
    ...(delta !== undefined && {delta: -delta}),
    ...(better !== undefined && {better: !better}),
  }
}

test('comparing B with A is minus comparing A with B', () => {
  fc.assert(
    fc.property(aRecord, aRecord, (a, b) => {
      const back = rowsOf(b, a).map(({ratio: _, ...row}) => row)
      // sameValue: a -0 or a big number spelled another way is the same.
      expect(sameValue(rowsOf(a, b).map(turned) as unknown as Json, back as unknown as Json)).toBe(true)
    }),
    {numRuns: 300},
  )
})

test('a record never differs from itself', () => {
  fc.assert(
    fc.property(aRecord, record => {
      expect(compareRecords(record, structuredClone(record), {directions: {}}).differing).toBe(0)
    }),
    {numRuns: 300},
  )
})
