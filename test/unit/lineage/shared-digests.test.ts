import fc from 'fast-check'
import {sha256} from '../../../src/base/digest'
import {sharedDigests} from '../../../src/lineage/shared-digests'
import type {Column} from '../../../src/model/columns'

const column = (lists: readonly (readonly string[])[]): Column => ({
  kind: new Uint8Array(),
  num: new Float64Array(),
  words: lists.length,
  word: code => JSON.stringify(lists[code]),
  codesOf: () => [],
})
const hex = fc.integer({min: 0, max: 40}).map(n => n.toString(16).padStart(16, '0'))
const lists = fc.array(fc.array(fc.oneof(hex, fc.string()), {maxLength: 4}), {maxLength: 6})

test('what both hold is kept, list by list and in its order; nothing is made up', () => {
  fc.assert(
    fc.property(lists, lists, (read, made) => {
      const shared = sharedDigests(column(read), column(made))
      for (const [own, other, found] of [
        [read, made.flat(), shared.read],
        [made, read.flat(), shared.made],
      ] as const) {
        own.forEach((list, code) => {
          const kept = found.get(code) ?? []
          expect(kept.filter(digest => other.includes(digest))).toEqual(list.filter(digest => other.includes(digest)))
          expect(list).toEqual(expect.arrayContaining([...kept]))
        })
      }
    }),
  )
})

test('most that only one of them holds are left out', () => {
  const digests = (what: string) =>
    Array.from({length: 2000}, (_, i) => [sha256(Buffer.from(`${what} ${i}`)).slice(0, 16)])
  const shared = sharedDigests(
    column([...digests('read'), ['f'.repeat(16)]]),
    column([...digests('made'), ['f'.repeat(16)]]),
  )
  expect(shared.read.get(2000)).toEqual(['f'.repeat(16)])
  expect(shared.read.size).toBeLessThan(20)
})
