import {alignExamples} from '../../../../src/compare/examples/align'
import {predictionsOf} from '../../../support/predictions'

const file = (ids: readonly string[], gold: readonly (string | undefined)[], idColumn: string | null = 'id') => {
  const {idColumn: _, ...rest} = predictionsOf([], [], {ids, gold, predicted: gold})
  return idColumn === null ? rest : {...rest, idColumn}
}

test('by id, whatever the order; what one file alone has is counted', () => {
  const aligned = alignExamples(
    file(['a', 'b', 'c'], ['1', '2', '3']),
    file(['c', 'x', 'a', 'y'], ['3', '9', '1', '9']),
  )
  expect(aligned).toEqual({
    ids: ['a', 'c'],
    idColumn: 'id',
    rows: [Uint32Array.of(0, 2), Uint32Array.of(2, 0)],
    gold: ['1', '3'],
    onlyBefore: 1,
    onlyAfter: 2,
  })
})

test('gold comes from whichever file has it', () => {
  const {gold: _, ...without} = file(['b', 'a'], [])
  expect(alignExamples(without, file(['a', 'b'], ['1', '2']))).toMatchObject({gold: ['2', '1']})
  expect(alignExamples(file(['a', 'b'], [undefined, '2']), file(['a', 'b'], ['1', undefined]))).toMatchObject({
    gold: ['1', '2'],
  })
})

test('another gold label for one id: not the same examples', () => {
  expect(alignExamples(file(['a', 'b', 'c'], ['1', '2', '3']), file(['a', 'b', 'c'], ['1', '3', '2']))).toEqual({
    problem: '2 examples of 3 have another gold label in the second file, "b" first: "2" and "3"',
    otherGold: {count: 2, id: 'b', before: '2', after: '3'},
  })
})

test.each([
  [file(['a'], ['1']), file(['b'], ['1']), 'no example is in both files: "id" begins with "a" and "b"'],
  [file(['1', '2'], ['1', '1'], null), file(['1'], ['1'], null), /by their rows, and the files have 2 and 1 of them$/],
  [
    file(['1'], ['1'], null),
    file(['1'], ['1']),
    'the second file tells examples apart by "id", the first has no such column',
  ],
])('not alike: %#', (before, after, problem) => {
  expect(alignExamples(before, after)).toEqual({problem: expect.stringMatching(problem)})
})
