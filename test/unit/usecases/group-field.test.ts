import type {Entrant} from '../../../src/compare/set/rival'
import type {RunId} from '../../../src/model/ids'
import {mustHave, sameRuns} from '../../../src/usecases/group-field'

const RUNS: readonly Entrant[] = ['bpe', 'word'].map((tokenizer, i) => ({
  id: String(i) as RunId,
  name: tokenizer,
  record: {seed: i, params: {model: {tokenizer}, lr: 0.1}},
}))
const refusal = (field: string) => {
  try {
    mustHave(field, RUNS, 'git exp compare --tag a', ['another way'])
    return undefined
  } catch (error) {
    return error
  }
}

test.each(['id', 'params.lr', 'params.model.tokenizer', 'seed'])('%s is a field to group by', field => {
  expect(refusal(field)).toBeUndefined()
})

test.each([
  ['lr', 'git exp compare --tag a --group-by params.lr'],
  ['params.tokenizr', 'git exp compare --tag a --group-by params.model.tokenizer'],
])('%s is none, and a hint has the command for the one that is meant', (field, hint) => {
  expect(refusal(field)).toMatchObject({
    code: 'USAGE',
    message: `none of these runs has "${field}" to group by; they have params.model.tokenizer, params.lr`,
    hints: [hint, 'another way'],
  })
})

test('what every object has is no field', () => {
  expect(refusal('constructor.name')).toMatchObject({hints: ['another way']})
})

test('the words for the same runs are quoted', () => {
  expect(
    sameRuns('best', {runs: ['a b'], tags: ['x', 'y'], where: 'seed > 1', since: '2 weeks ago', until: undefined}),
  ).toBe("git exp best 'a b' --tag x --tag y --where 'seed > 1' --since '2 weeks ago'")
})
