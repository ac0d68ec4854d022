import type {BroughtData} from '../../../../src/usecases/data/bring-data'
import {bringHints, fetchExit, isFetchable} from '../../../../src/usecases/data/outcome'

const DIGEST = `sha256:${'1'.repeat(64)}` as const
const data = (fields: Partial<BroughtData>): BroughtData =>
  ({role: 'train', path: 'a', digest: DIGEST, state: 'missing', ...fields}) as BroughtData
const failed = (exit: number) => data({failed: {code: 'REMOTE_FAILED', exit, message: '', hints: []}})

test.each<[string, BroughtData[], number]>([
  ['nothing to bring', [], 0],
  ['all here', [data({state: 'same', place: 'checkout'}), data({state: 'same', place: 'worktree', linked: true})], 0],
  ['what the program fetches itself is in the cache', [data({state: 'same', place: 'hub', at: '/x'})].map(noPath), 0],
  ['where nobody says it lay', [data({state: 'refused', problem: 'no place'})], 0],
  ['missing', [data({})], 1],
  ['something stands there', [data({state: 'same', place: 'store', copied: false})], 1],
  ['other bytes', [failed(5), failed(1)], 5],
  ['no network goes before other bytes', [failed(5), failed(7)], 7],
])('%s', (_, all, exit) => expect(fetchExit(all)).toBe(exit))

function noPath({path: _, ...rest}: BroughtData): BroughtData {
  return rest as BroughtData
}

test.each<[Partial<BroughtData>, boolean]>([
  [{from: 'https://x.org/a'}, true],
  [{uri: 'http://x.org/a', state: 'address'}, true],
  [{from: 'https://x.org/a', files: 3}, false],
  [{from: 'https://x.org/a', state: 'same', place: 'worktree'}, false],
  [{from: 'https://x.org/a', state: 'changed', place: 'checkout'}, false],
  [{uri: 's3://b/a', state: 'address'}, false],
  [{state: 'same', place: 'store'}, true],
])('can be fetched: %j', (fields, expected) => expect(isFetchable(data(fields))).toBe(expected))

test('many commands are told as a few, each once', () => {
  const all = Array.from({length: 30}, (_, i) => data({bring: `hf download org/m${i % 15}`}))
  expect(bringHints(all)).toHaveLength(11)
  expect(bringHints(all).at(-1)).toBe('and 5 more: --json has them all')
})
