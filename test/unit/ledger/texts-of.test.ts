import {textsOf} from '../../../src/ledger/texts/texts-of'
import type {RunEvent} from '../../../src/model/event'

const PATH = 'runs/2026-01/01/00/a-000000000000'
const event = (n: number, kind: string, fields: object) => ({
  file: `${n}-${kind}.yaml`,
  event: {format: 1, kind, at: `2026-01-01T00:00:0${n}.000Z`, by: 'somebody', ...fields} as RunEvent,
})

test('what people wrote, each with its field; facts are left out', () => {
  const record = {
    name: 'a',
    hypothesis: 'helps',
    notes: 'it did',
    tags: ['x'],
    params: {model: 'bert'},
    command: 'train',
  }
  const {texts} = textsOf(
    record,
    [
      event(1, 'note', {text: 'seen later'}),
      event(2, 'tag', {add: ['y'], remove: ['x']}),
      event(3, 'rejection', {reason: 'unstable', gates: [{name: 'g', why: 'too slow'}]}),
      event(4, 'artifact', {add: [{path: 'model.bin'}]}),
    ],
    PATH,
  )
  expect(texts).toEqual([
    ['name', 'a'],
    ['hypothesis', 'helps'],
    ['notes', 'it did'],
    ['tags', 'y'],
    ['note', 'seen later'],
    ['rejection.reason', 'unstable'],
    ['rejection.gates', 'g'],
    ['rejection.gates', 'too slow'],
  ])
})

test.each([
  [['promotion'], 'promoted'],
  [['promotion', 'rejection'], 'rejected'],
  [['archive', 'restore'], undefined],
  [['note'], undefined],
])('the last decision of %j: %s', (kinds, decision) => {
  expect(
    textsOf(
      {},
      kinds.map((kind, n) => event(n, kind, {})),
      PATH,
    ).decision,
  ).toBe(decision)
})

test('a text without end is searched to its cap', () => {
  expect(textsOf({notes: 'x'.repeat(100_000)}, [], PATH).texts[0]![1]).toHaveLength(16_384)
})
