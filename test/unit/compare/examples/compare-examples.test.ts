import {compareExamples} from '../../../../src/compare/examples/compare-examples'
import {compared, numbers, predictionsOf} from '../../../support/predictions'

const repeat = (parts: readonly (readonly [text: string, times: number])[]) =>
  parts.flatMap(([text, times]) => new Array<string>(times).fill(text))

/** 40 of `pos`, 20 of `neg`. The second run loses ten of `pos` to `neg`, and wins two of `neg`. */
const GOLD = repeat([
  ['pos', 40],
  ['neg', 20],
])
const BEFORE = repeat([
  ['pos', 38],
  ['neg', 2],
  ['pos', 4],
  ['neg', 16],
])
const AFTER = repeat([
  ['pos', 28],
  ['neg', 12],
  ['pos', 2],
  ['neg', 18],
])

const near = (value: number) => expect.closeTo(value, 14)

describe('labels', () => {
  const {n, labels, methods} = compared(predictionsOf(GOLD, BEFORE), predictionsOf(GOLD, AFTER))

  test('accuracy, macro-F1 and McNemar, by hand', () => {
    expect([n, labels!.n, labels!.onlyBefore, labels!.onlyAfter]).toEqual([60, 60, 10, 2])
    expect([labels!.before.accuracy, labels!.after.accuracy]).toEqual([54 / 60, 46 / 60])
    expect(labels!.before.macroF1).toBeCloseTo((76 / 82 + 32 / 38) / 2, 15)
    expect(labels!.after.macroF1).toBeCloseTo((56 / 70 + 36 / 50) / 2, 15)
    // SciPy: binomtest(2, 12).pvalue, and the least, binomtest(0, 12).pvalue.
    expect(labels!.test).toEqual({
      p: near(0.03857421875),
      adjusted: near(0.03857421875),
      least: near(2 ** -11),
      verdict: 'worse',
    })
    const [low, high] = labels!.accuracy.interval!
    expect([low < -8 / 60, high < 0, high > -8 / 60]).toEqual([true, true, true])
  })

  test('each class: recall, F1, Wilson, flips; Holm over the classes', () => {
    expect(labels!.classes.map(({label, support, few}) => [label, support, few])).toEqual([
      ['neg', 20, true],
      ['pos', 40, false],
    ])
    const [neg, pos] = labels!.classes
    expect([neg!.before.recall, neg!.after.recall, pos!.before.recall, pos!.after.recall]).toEqual([
      0.8, 0.9, 0.95, 0.7,
    ])
    expect([neg!.before.f1, pos!.after.f1]).toEqual([32 / 38, 56 / 70])
    expect([neg!.recall!.delta, pos!.recall!.delta]).toEqual([expect.closeTo(0.1, 12), expect.closeTo(-0.25, 12)])
    expect([pos!.onlyBefore, pos!.onlyAfter, neg!.onlyBefore, neg!.onlyAfter]).toEqual([10, 0, 0, 2])
    expect(pos!.test).toEqual({p: near(2 ** -9), adjusted: near(2 ** -8), least: near(2 ** -9), verdict: 'worse'})
    // Two examples that differ can give no p below 0.5.
    expect(neg!.test).toEqual({p: near(0.5), adjusted: near(0.5), least: near(0.5), verdict: 'not enough'})
    // SciPy: binomtest(28, 40).proportion_ci(0.95, 'wilson').
    expect(pos!.after.interval).toEqual([near(0.5456998118185507), near(0.8192515477025347)])
  })

  test('every kind of answer names its method', () => {
    expect(Object.keys(methods)).toEqual(['mcnemar', 'bootstrap', 'wilson', 'holm', 'scope'])
  })

  test('the same seeds every time', () => {
    expect(compared(predictionsOf(GOLD, BEFORE), predictionsOf(GOLD, AFTER)).labels).toEqual(labels)
    const other = compared(predictionsOf(GOLD, BEFORE), predictionsOf(GOLD, AFTER), {keys: ['run-a', 'run-c']})
    expect(other.labels!.macroF1!.interval).not.toEqual(labels!.macroF1!.interval)
  })
})

test('a label that is only predicted is a class without recall; it lowers the macro-F1 of that run', () => {
  const {labels} = compared(
    predictionsOf(['a', 'a', 'b'], ['a', 'a', 'b']),
    predictionsOf(['a', 'a', 'b'], ['a', 'z', 'b']),
  )
  expect(labels!.before.macroF1).toBe(1)
  expect(labels!.after.macroF1).toBeCloseTo((2 / 3 + 1 + 0) / 3, 15)
  const odd = labels!.classes.find(({label}) => label === 'z')!
  expect([odd.support, odd.recall, odd.test, odd.after]).toEqual([0, undefined, undefined, {f1: 0}])
})

test('examples without gold are left out of accuracy; a missing prediction is wrong', () => {
  const gold = ['a', undefined, 'b', 'b']
  const before = predictionsOf([], [], {ids: ['1', '2', '3', '4'], gold, predicted: ['a', 'a', 'b', 'b']})
  const {labels} = compared(before, {...before, predicted: ['a', 'b', undefined, 'b']})
  expect([labels!.n, labels!.unlabelled, labels!.before.accuracy, labels!.after.accuracy]).toEqual([3, 1, 1, 2 / 3])
})

test('texts of their own are right or wrong, and no classes', () => {
  const gold = Array.from({length: 60}, (_, i) => `answer ${i}`)
  const {labels} = compared(
    predictionsOf(gold, gold),
    predictionsOf(
      gold,
      gold.map((text, i) => (i < 12 ? 'no' : text)),
    ),
  )
  expect([labels!.after, labels!.classes, labels!.macroF1]).toEqual([{accuracy: 0.8}, [], undefined])
  expect(labels!.noClasses).toBe('61 labels among 60 examples: compared as texts, right where equal')
})

describe('numbers', () => {
  const file = (columns: Record<string, readonly number[]>) => {
    const {gold: _, predicted: __, ...rest} = predictionsOf(new Array(6).fill(''), [], {numbers: numbers(columns)})
    return rest
  }

  test('means, sign-flip, wins by the direction of the name', () => {
    const before = file({loss: [3, 2, 4, 5, 3, 1], f1: [0, 0, 0, 0, 0, 1], length: [5, 6, 7, 8, 9, 9]})
    const after = file({loss: [2, 1, 3, 4, 2, 0], f1: [1, 0, 0, 0, 0, 0], length: [5, 6, 7, 8, 9, 9]})
    const {labels, numbers: answers} = compared(before, after)
    expect(labels).toBeUndefined()
    // `length` is the same in both: no result of either.
    expect(answers.map(({column}) => column)).toEqual(['f1', 'loss'])
    const [f1, loss] = answers
    expect(loss).toMatchObject({
      n: 6,
      missing: 0,
      before: 3,
      after: 2,
      delta: -1,
      interval: [-1, -1],
      higher: 0,
      equal: 0,
      lower: 6,
      direction: 'lower',
      exact: true,
    })
    // Of six pairs 2 of 64 ways are as extreme; twice that for two columns is over 0.05, and no pairs could give less.
    expect(loss!.test).toEqual({p: 1 / 32, adjusted: 1 / 16, least: 1 / 32, verdict: 'not enough'})
    expect(f1).toMatchObject({higher: 1, equal: 4, lower: 1, direction: 'higher', test: {p: 1, verdict: 'not enough'}})
    const alone = compared(before, after, {metric: 'loss'}).numbers
    expect(alone.map(({test}) => test)).toEqual([{p: 1 / 32, adjusted: 1 / 32, least: 1 / 32, verdict: 'better'}])
  })

  test('gaps are left out in pairs; an unknown direction is no win', () => {
    const [up] = compared(file({wug: [1, NaN, 1, 1, 1, 1]}), file({wug: [2, 2, NaN, 2, 2, 2]})).numbers
    expect(up).toMatchObject({n: 4, missing: 2, delta: 1, higher: 4})
    expect(up).not.toHaveProperty('direction')
    const many = (value: number) => {
      const {
        gold: _,
        predicted: __,
        ...rest
      } = predictionsOf(new Array(9).fill(''), [], {numbers: numbers({wug: new Array(9).fill(value)})})
      return rest
    }
    expect(compared(many(1), many(2)).numbers[0]!.test.verdict).toBe('differs')
    expect(compared(many(1), many(2), {directions: {wug: 'lower'}}).numbers[0]!.test.verdict).toBe('worse')
  })
})

describe('slices', () => {
  const lang = GOLD.map((_, i) => (i < 30 ? 'de' : i < 59 ? 'en' : undefined))
  const groups = new Map([['lang', lang]])

  test('by value, one family; an example without a value is in none', () => {
    const {slices} = compared(predictionsOf(GOLD, BEFORE, {groups}), predictionsOf(GOLD, AFTER))
    expect(slices.map(({column, value, n, few}) => [column, value, n, few])).toEqual([
      ['lang', 'de', 30, false],
      ['lang', 'en', 29, true],
    ])
    expect(slices.map(({before, after}) => [before.accuracy, after.accuracy])).toEqual([
      [1, 28 / 30],
      [expect.closeTo(23 / 29), expect.closeTo(17 / 29)],
    ])
    expect(slices.map(({onlyBefore, onlyAfter}) => [onlyBefore, onlyAfter])).toEqual([
      [2, 0],
      [8, 2],
    ])
    // SciPy: binomtest(2, 10).pvalue, twice for two slices.
    expect(slices[1]!.test).toMatchObject({p: near(0.109375), adjusted: near(0.21875), verdict: 'undecided'})
  })

  test('a column in which the runs differ is none of the examples', () => {
    const other = new Map([['lang', lang.map((value, i) => (i === 0 ? 'fr' : value))]])
    expect(compared(predictionsOf(GOLD, BEFORE, {groups}), predictionsOf(GOLD, AFTER, {groups: other})).slices).toEqual(
      [],
    )
  })

  test('numbers of few values, when asked for', () => {
    const year = numbers({year: GOLD.map((_, i) => 2020 + (i % 2))})
    const before = predictionsOf(GOLD, BEFORE, {groups, numbers: year})
    const {slices} = compared(before, predictionsOf(GOLD, AFTER), {slice: 'year'})
    expect(slices.map(({value, n}) => [value, n])).toEqual([
      ['2020', 30],
      ['2021', 30],
    ])
  })
})

test('newly wrong examples: as many as asked for, at most 50', () => {
  const [before, after] = [predictionsOf(GOLD, BEFORE), predictionsOf(GOLD, AFTER)]
  expect(compared(before, after).newlyWrong).toEqual([])
  expect(compared(before, after, {errors: 2}).newlyWrong).toEqual([
    {id: 'e28', gold: 'pos', before: 'pos', after: 'neg'},
    {id: 'e29', gold: 'pos', before: 'pos', after: 'neg'},
  ])
  const many = new Array<string>(60).fill('a')
  const wrong = compared(
    predictionsOf(many, many),
    predictionsOf(
      many,
      many.map(() => 'b'),
    ),
    {errors: 1000},
  ).newlyWrong
  expect(wrong).toHaveLength(50)
})

test('other gold labels: no comparison at all', () => {
  const answer = compareExamples(predictionsOf(['a'], ['a']), predictionsOf(['b'], ['a']), {
    keys: ['1', '2'],
    directions: {},
  })
  expect(answer).toMatchObject({otherGold: {count: 1, id: 'e0', before: 'a', after: 'b'}})
})
