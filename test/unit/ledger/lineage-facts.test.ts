import type {JsonObject} from '../../../src/base/json'
import {lineageFacts, shortDigest} from '../../../src/ledger/lineage-facts'
import type {Digest} from '../../../src/model/ids'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const short = (...letters: string[]) => letters.map(letter => shortDigest(digest(letter)))
const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

test('what was read and made, and who made it', () => {
  const facts = lineageFacts({
    inputs: [
      {role: 'base_model', path: 'm.bin', digest: digest('a'), run: 'k3v9q2m7x4tb'},
      {role: 'train', path: 't.csv', digest: digest('b')},
      {role: 'dev', path: 'd.csv', digest: 'a word'},
    ],
    dataset: {splits: {train: {hash: digest('b')}, dev: {hash: digest('c')}, test: digest('d')}},
    artifacts: [{path: 'out.bin', digest: digest('e')}, 'a word'],
  })
  expect(facts).toEqual({from: ['k3v9q2m7x4tb'], read: short('a', 'b', 'c', 'd'), made: short('e')})
})

test('nobody made a config that was kept, a file that was read, one that is absent, or nothing at all', () => {
  const facts = lineageFacts({
    inputs: [{path: 'vocab.txt', digest: digest('a')}],
    artifacts: [
      {path: 'config.yaml', role: 'config', digest: digest('b')},
      {path: 'vocab.txt', digest: digest('a')},
      {path: 'weights.pt', digest: digest('c'), absent: true},
      {path: 'empty.log', digest: EMPTY},
    ],
  })
  expect(facts).toEqual({read: short('a')})
})

test.each<[string, JsonObject[], object | undefined]>([
  ['superseded', [{kind: 'supersede', run: 'new'}], {superseded_by: 'new'}],
  ['restored', [{kind: 'supersede', run: 'new'}, {kind: 'restore'}], undefined],
  ['corrected twice', [{kind: 'correct'}, {kind: 'correct'}], {corrected: 2}],
  ['by nobody', [{kind: 'supersede', run: 7}], undefined],
])('events: %s', (_, events, facts) => expect(lineageFacts({events})).toEqual(facts))

test('a record that is nothing like one says nothing', () => {
  const odd = {inputs: 'x', artifacts: {}, dataset: [], events: [null, 'x']}
  expect(lineageFacts(odd)).toBeUndefined()
})
