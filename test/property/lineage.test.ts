import {type Link, linksOf, type Row} from '../../src/lineage/links'
import {treeOf} from '../../src/lineage/tree'
import {walk} from '../../src/lineage/walk'
import fc from '../support/fast-check'
import {idOf, summaryOf, tableFrom} from '../support/summaries'

const RUNS = 8

const said = fc.oneof(
  {weight: 6, arbitrary: fc.integer({min: 0, max: RUNS - 1}).map(idOf)},
  fc.constantFrom('run-1', 'twin', 'gone', '', '__proto__', '\u001b[2J'),
)
const digests = fc.uniqueArray(fc.constantFrom('aa', 'bb', 'cc'), {maxLength: 3})

/** Whatever runs may say of each other: circles, strangers, names that several have, times that are none. */
const run = fc.record(
  {
    name: fc.constantFrom('twin', 'run-1', 'alone'),
    created: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', ''),
    parent: said,
    reproduces: said,
    lineage: fc.record(
      {
        from: fc.array(said, {maxLength: 3}),
        read: digests,
        made: digests,
        superseded_by: said,
      },
      {requiredKeys: []},
    ),
  },
  {requiredKeys: []},
)

const ledger = fc
  .tuple(fc.array(run, {minLength: 1, maxLength: RUNS}), fc.integer({min: 1, max: RUNS}))
  .map(([runs, size]) =>
    tableFrom(
      runs.map((fields, n) => summaryOf(n, fields)),
      {size},
    ),
  )

const rowsOf = (rows: number) => Array.from({length: rows}, (_, row): Row => row)

test('every tie is there in both directions, once, and between two runs', () => {
  fc.assert(
    fc.property(ledger, table => {
      const links = linksOf(table)
      const named = (from: Row, {tie, row}: Link) => `${from} ${tie} ${row}`
      const up = rowsOf(table.rows).flatMap(row => links.up(row).map(link => named(row, link)))
      const down = rowsOf(table.rows).flatMap(row => links.down(row).map(link => named(link.row, {...link, row})))
      expect(up.sort()).toEqual(down.sort())
      expect(new Set(up).size).toBe(up.length)
      expect(up.filter(each => /^(\d+) \w+ \1$/.test(each))).toEqual([])
    }),
  )
})

test('a walk ends, reaches all that can be reached, each once, and the tree has a line for each step', () => {
  fc.assert(
    fc.property(ledger, fc.constantFrom('up' as const, 'down' as const), (table, direction) => {
      const links = linksOf(table)
      const found = walk(links, 0, direction, {depth: 0, limit: 0})
      const reached = found.steps.filter(({first}) => first).map(({row}) => row)
      expect(new Set([0, ...reached]).size).toBe(reached.length + 1)
      expect(new Set([0, ...reached])).toEqual(closure(row => links[direction](row).map(link => link.row)))
      const lines = treeOf(found, 0)
      expect(lines.filter(({step}) => step)).toHaveLength(found.steps.length)
      expect(lines.filter(({step, seen}) => step && seen === undefined)).toHaveLength(reached.length)
    }),
  )
})

function closure(next: (row: Row) => readonly Row[]): Set<Row> {
  const seen = new Set([0])
  for (const row of seen) for (const each of next(row)) seen.add(each)
  return seen
}

test('within a reach nothing is deeper or more, and nothing is dropped without being counted', () => {
  const reach = fc.record({depth: fc.integer({min: 0, max: 3}), limit: fc.integer({min: 0, max: 5})})
  fc.assert(
    fc.property(ledger, reach, (table, {depth, limit}) => {
      const links = linksOf(table)
      const {steps, more, unknown} = walk(links, 0, 'down', {depth, limit})
      const reached = steps.filter(({first}) => first).map(({row}) => row)
      if (limit > 0) expect(reached.length).toBeLessThanOrEqual(limit)
      const lines = treeOf({direction: 'down', steps, more, unknown}, 0).filter(line => line.step?.first)
      if (depth > 0) for (const {open} of lines) expect(open.length).toBeLessThanOrEqual(depth)
      for (const at of [0, ...reached]) {
        const next = new Set(links.down(at).map(({row}) => row)).size
        expect(steps.filter(step => step.at === at).length + (more.get(at) ?? 0)).toBe(next)
      }
    }),
  )
})

test('a chain of 50,000 runs is no recursion', () => {
  const runs = Array.from({length: 50_000}, (_, n) => summaryOf(n, n === 0 ? {} : {parent: idOf(n - 1)}))
  const links = linksOf(tableFrom(runs))
  expect(walk(links, 49_999, 'up', {depth: 0, limit: 0}).steps).toHaveLength(49_999)
  expect(treeOf(walk(links, 49_999, 'up', {depth: 100, limit: 0}), 49_999)).toHaveLength(101)
})
