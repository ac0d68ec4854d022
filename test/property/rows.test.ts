import {rowCounter} from '../../src/adapters/node/rows'
import fc from '../support/fast-check'

const text = fc
  .array(fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', '""'), {maxLength: 40})
  .map(parts => parts.join(''))

/** One byte after the other. */
function slowly(csv: string): number | undefined {
  let [records, filled, quoted, start] = [0, false, false, true]
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i]!
    if (quoted) {
      if (c !== '"') continue
      if (csv[i + 1] === '"') i++
      else quoted = false
      continue
    }
    if (c === '\n') {
      if (filled) records++
      ;[filled, start] = [false, true]
      continue
    }
    if (c === '"' && start) quoted = true
    if (c !== '\r' || (i + 1 < csv.length && csv[i + 1] !== '\n')) filled = true
    start = c === ','
  }
  return quoted ? undefined : Math.max(0, records + (filled ? 1 : 0) - 1)
}

test('rows are the same however the bytes are cut', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(12), {maxLength: 12}), (csv, cuts) => {
      const bytes = Buffer.from(csv)
      const counter = rowCounter('x.csv')!
      let at = 0
      for (const cut of [...cuts, bytes.length]) {
        counter.add(bytes.subarray(at, at + cut))
        at += cut
      }
      expect(counter.rows()).toBe(slowly(csv))
    }),
    {numRuns: 2000},
  )
})
