import {leadOf} from '../../../../src/compare/set/best'
import {prepareSet} from '../../../../src/compare/set/compare-set'
import {mainPool, poolsOf} from '../../../../src/compare/set/pools'
import type {Entrant} from '../../../../src/compare/set/rival'

/** `name:split:f1[:latency]`, each made later than the one before. */
function prepared(...runs: string[]) {
  const entrants = runs.map((said, i): Entrant => {
    const [name = '', dev = '', f1 = '', latency] = said.split(':')
    const metrics = {dev: {...(f1 !== '' && {macro_f1: Number(f1)})}, ...(latency && {latency_ms_p95: Number(latency)})}
    const record = {
      created: `2026-01-0${i + 1}T00:00:00Z`,
      seed: 1,
      params: {name},
      dataset: {splits: {dev: {hash: dev}}},
      metrics,
    }
    return {id: name, name, record}
  })
  return prepareSet(entrants, {directions: {}, volatile: [], groupBy: 'id'})
}
const F1 = [{path: 'dev.macro_f1', direction: 'higher'}] as const
const BOTH = [...F1, {path: 'latency_ms_p95', direction: 'lower'}] as const

test('a pool holds what may be compared with its first; what lacks a metric is in none', () => {
  const set = prepared('a:x:0.9', 'b:y:0.8', 'c:x:0.7', 'd:y:', 'e:z:0.1')
  expect(poolsOf(set, ['dev.macro_f1'])).toEqual([[0, 2], [1], [4]])
  expect(poolsOf(set, ['dev.macro_f1'], {across: ['split']})).toEqual([[0, 1, 2, 4]])
  expect(poolsOf(set, ['nothing'])).toEqual([])
})

test('the largest pool decides, then the newest run: not which run came first', () => {
  const set = prepared('odd:x:0.99', 'b:y:0.8', 'c:y:0.85')
  expect(leadOf(set, F1)).toBe(2)
  const even = prepared('old:x:0.99', 'new:y:0.5')
  expect(mainPool(even, poolsOf(even, ['dev.macro_f1']))).toEqual([1])
  expect(leadOf(even, F1, ['split'])).toBe(0)
})

test('the lead has every objective, and of equal ones it is the earliest', () => {
  expect(leadOf(prepared('a:x:0.9', 'b:x:0.8:10', 'c:x:0.8:20'), BOTH)).toBe(1)
  expect(leadOf(prepared('a:x:0.9', 'b:x::10'), BOTH)).toBeUndefined()
})

test('what no pool of the first eight holds is left out', () => {
  const runs = Array.from({length: 9}, (_, i) => `r${i}:split${i}:0.5`)
  expect(poolsOf(prepared(...runs), ['dev.macro_f1'])).toHaveLength(8)
})
