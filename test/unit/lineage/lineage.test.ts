import type {JsonObject} from '../../../src/base/json'
import {linksOf} from '../../../src/lineage/links'
import {treeOf} from '../../../src/lineage/tree'
import {walk} from '../../../src/lineage/walk'
import {idOf, summaryOf, tableFrom} from '../../support/summaries'

const ALL = {depth: 0, limit: 0}

/** Runs 0, 1, 2 …, each with these fields. */
const links = (...runs: JsonObject[]) =>
  linksOf(
    tableFrom(
      runs.map((fields, n) => summaryOf(n, fields)),
      {size: 2},
    ),
  )

test('by id, by the one that has the name, and never to itself', () => {
  const found = links({}, {parent: idOf(0)}, {parent: 'run-1', reproduces: idOf(0)}, {parent: idOf(3)})
  expect(found.up(1)).toEqual([{tie: 'parent', row: 0}])
  expect(found.up(2)).toEqual([
    {tie: 'parent', row: 1},
    {tie: 'reproduces', row: 0},
  ])
  expect(found.up(3)).toEqual([])
  expect(found.down(0)).toEqual([
    {tie: 'parent', row: 1},
    {tie: 'reproduces', row: 2},
  ])
})

test('a name that none or several have is told and not followed', () => {
  const found = links({name: 'twin'}, {name: 'twin'}, {parent: 'twin', reproduces: 'gone'}, {lineage: {from: ['lost']}})
  expect([found.up(2), found.up(3)]).toEqual([[], []])
  expect(found.unknown(2)).toEqual([
    {tie: 'parent', said: 'twin', candidates: 2},
    {tie: 'reproduces', said: 'gone', candidates: 0},
  ])
  expect(found.unknown(3)).toEqual([{tie: 'input', said: 'lost', candidates: 0}])
})

test('who made what was read: the run that is named, else the earliest before it', () => {
  const found = links(
    {lineage: {made: ['aa', 'bb']}},
    {lineage: {made: ['aa']}},
    {lineage: {read: ['aa', 'bb', 'zz']}},
    {lineage: {read: ['aa'], from: [idOf(1)]}},
    {lineage: {made: ['cc']}, created: '2027-01-01T00:00:00.000Z'},
    {lineage: {read: ['cc']}},
  )
  expect(found.up(2)).toEqual([{tie: 'input', row: 0, others: 1}])
  expect(found.up(3)).toEqual([{tie: 'input', row: 1}])
  // It was made after it had been read.
  expect(found.up(5)).toEqual([])
  expect(found.down(1)).toEqual([{tie: 'input', row: 3}])
})

test('a run that takes the place of another came from it', () => {
  const found = links({lineage: {superseded_by: idOf(1)}}, {})
  expect([found.up(1), found.down(0)]).toEqual([[{tie: 'supersedes', row: 0}], [{tie: 'supersedes', row: 1}]])
})

test('what a later version of a run replaced ties nobody', () => {
  const runs = [summaryOf(0), summaryOf(1, {parent: idOf(0)}), summaryOf(1)]
  expect(linksOf(tableFrom(runs, {dead: [1]})).down(0)).toEqual([])
})

test('several ties of two runs are one step; each run is reached once, where it is nearest', () => {
  const found = links({}, {parent: idOf(0), reproduces: idOf(0)}, {parent: idOf(1), lineage: {from: [idOf(0)]}})
  expect(walk(found, 2, 'up', ALL).steps).toEqual([
    {at: 2, row: 1, ties: ['parent'], first: true},
    {at: 2, row: 0, ties: ['input'], first: true},
    {at: 1, row: 0, ties: ['parent', 'reproduces'], first: false},
  ])
})

test('a circle is met and not followed', () => {
  const found = links({parent: idOf(1)}, {parent: idOf(2)}, {parent: idOf(0)})
  const up = walk(found, 0, 'up', ALL)
  expect(up.steps.map(({at, row, first}) => [at, row, first])).toEqual([
    [0, 1, true],
    [1, 2, true],
    [2, 0, false],
  ])
  expect(treeOf(up, 0).map(({seen}) => seen)).toEqual([undefined, undefined, 'circle'])
})

test('depth and limit: what is left out is counted where it would hang', () => {
  const found = links({}, {parent: idOf(0)}, {parent: idOf(0)}, {parent: idOf(0)}, {parent: idOf(1)})
  expect(walk(found, 0, 'down', {depth: 1, limit: 0})).toMatchObject({
    steps: [{row: 1}, {row: 2}, {row: 3}],
    more: new Map([[1, 1]]),
  })
  const few = walk(found, 0, 'down', {depth: 0, limit: 2})
  expect(few.steps.map(({row}) => row)).toEqual([1, 2])
  expect(few.more).toEqual(
    new Map([
      [0, 1],
      [1, 1],
    ]),
  )
})

test('a stranger stands where it is named, on the way up alone', () => {
  const found = links({parent: 'gone'}, {parent: idOf(0)})
  const lines = treeOf(walk(found, 1, 'up', ALL), 1)
  expect(lines.map(({open, unknown}) => [open, unknown?.said])).toEqual([
    [[false], undefined],
    [[false, false], 'gone'],
  ])
  expect(walk(found, 0, 'down', ALL).unknown.size).toBe(0)
  expect(walk(found, 1, 'up', {depth: 1, limit: 0}).unknown.size).toBe(0)
})

test('the tree: each level knows whether more comes below it', () => {
  const found = links({}, {parent: idOf(0)}, {parent: idOf(1)}, {parent: idOf(0)})
  const lines = treeOf(walk(found, 0, 'down', {depth: 0, limit: 2}), 0)
  expect(lines.map(({open, step, more}) => [open, step?.row ?? `and ${more}`])).toEqual([
    [[true], 1],
    [[true, false], 'and 1'],
    [[false], 3],
  ])
})
