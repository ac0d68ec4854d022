import {compareSet} from '../../../../src/compare/set/compare-set'
import type {Entrant} from '../../../../src/compare/set/rival'
import {setMarkdown} from '../../../../src/render/set/markdown'

const MAX = 65_536
const METRICS = Array.from({length: 300}, (_, m) => `m${m}`)
const run = (n: number): Entrant => ({
  id: `r${n}`,
  name: `run-${n}`,
  record: {
    seed: 1,
    params: {lr: n},
    metrics: {dev: Object.fromEntries(METRICS.map((name, m) => [name, (n * 7 + m) / 9000]))},
  },
})
const comparison = (runs: number) =>
  compareSet(
    Array.from({length: runs}, (_, n) => run(n)),
    {directions: {}, volatile: [], groupBy: 'id'},
  )
const everything = {limit: 0, classes: true, all: true}
const rowsOf = (text: string) => text.split('\n').filter(line => /^\| `?run-|^\| `?dev/.test(line)).length
const leftOut = (text: string, noun: string) => Number(new RegExp(`(\\d+) more ${noun}s?\\b`).exec(text)?.[1] ?? 0)

test('200 runs with every one of 300 metrics asked for fit a comment, and the rivals that do not are counted', () => {
  const text = setMarkdown(comparison(200), {...everything, metrics: ['*']})
  expect(text.length).toBeLessThanOrEqual(MAX)
  expect(rowsOf(text)).toBeGreaterThan(1)
  expect(rowsOf(text) + leftOut(text, 'rival')).toBe(200)
})

test('200 runs in full', () => {
  const text = setMarkdown(comparison(200), {...everything, metrics: []})
  expect(text.length).toBeLessThanOrEqual(MAX)
  expect(rowsOf(text) + leftOut(text, 'rival')).toBe(200)
  expect(leftOut(text, 'metric')).toBe(292)
})

test('two runs of 300 metrics: all of them, or so many as were asked for with the number of the rest', () => {
  const two = comparison(2)
  expect(rowsOf(setMarkdown(two, {...everything, metrics: []}))).toBe(300)
  const some = setMarkdown(two, {...everything, metrics: [], limit: 50})
  expect([rowsOf(some), leftOut(some, 'metric')]).toEqual([50, 250])
  const little = setMarkdown(two, {...everything, metrics: []}, 4_000)
  expect(little.length).toBeLessThanOrEqual(4_000)
  expect(rowsOf(little) + leftOut(little, 'metric')).toBe(300)
})

test('names of a thousand characters do not break the limit', () => {
  const runs = Array.from({length: 40}, (_, n): Entrant => ({...run(n), name: `${n}${'|`@x'.repeat(300)}`}))
  const text = setMarkdown(compareSet(runs, {directions: {}, volatile: [], groupBy: 'id'}), {
    ...everything,
    metrics: ['*'],
  })
  expect(text.length).toBeLessThanOrEqual(MAX)
})
