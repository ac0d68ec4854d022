import fc from 'fast-check'
import {blobOid} from '../../../../src/base/digest'
import type {MergeSides} from '../../../../src/ledger/merge/plan-merge'
import {maybeNamesakes, sharedNames} from '../../../../src/ledger/merge/shared-names'
import type {Oid, RunId} from '../../../../src/model/ids'
import {runFolder, slugOf} from '../../../../src/model/paths'
import type {TreeChange} from '../../../../src/ports/git-objects'

const created = '2026-11-29T12:00:00.000Z' as never
const oidOf = (name: string) => blobOid(Buffer.from(name), 'sha1') as Oid
const begun = (name: string, id: string): TreeChange => ({
  path: `${runFolder(created, slugOf(name), id.padStart(12, '0') as RunId)}/run.yaml`,
  after: oidOf(name),
})
const found = (sides: MergeSides, names: readonly string[]) => {
  const texts = new Map(names.map(name => [oidOf(name), name]))
  return sharedNames(maybeNamesakes(sides), ({oid}) => texts.get(oid))
}

const NAMES = ['one', 'One', 'one!', 'two', 'x'.repeat(70), `${'x'.repeat(70)}y`]

test('exactly the names that runs of both sides have, whoever asks', () => {
  const runs = fc.array(fc.constantFrom(...NAMES), {maxLength: 6})
  fc.assert(
    fc.property(runs, runs, (mine, other) => {
      const ours = mine.map((name, i) => begun(name, `a${i}`))
      const theirs = other.map((name, i) => begun(name, `b${i}`))
      const shared = found({ours, theirs}, NAMES)
      expect(shared.map(({name}) => name)).toEqual([...new Set(mine.filter(name => other.includes(name)))].sort())
      const swapped = found({ours: theirs, theirs: ours}, NAMES)
      expect(swapped).toEqual(shared.map(({name, ours, theirs}) => ({name, ours: theirs, theirs: ours})))
    }),
  )
})

test('a run that came to both is no namesake of itself; nor are events, changes and removals', () => {
  const run = begun('one', 'a')
  expect(found({ours: [run], theirs: [run]}, NAMES)).toEqual([])
  const {path, after} = begun('one', 'b')
  for (const other of [
    {path: path.replace('run.yaml', 'events/x.yaml'), after: after!},
    {path, before: after!, after: oidOf('two')},
    {path, before: after!},
  ])
    expect(found({ours: [run], theirs: [other]}, NAMES)).toEqual([])
})
