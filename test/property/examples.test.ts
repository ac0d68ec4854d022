import type {Json} from '../../src/base/json'
import {compareExamples, type ExamplesComparison} from '../../src/compare/examples/compare-examples'
import type {Change} from '../../src/compare/examples/labels'
import type {Verdict} from '../../src/compare/examples/verdict'
import {readPredictions} from '../../src/importers/predictions'
import type {Predictions} from '../../src/model/predictions'
import fc from '../support/fast-check'
import {numbers} from '../support/predictions'

const anExample = fc.record({
  gold: fc.constantFrom('a', 'b', 'c'),
  one: fc.constantFrom('a', 'b', 'c', 'd'),
  other: fc.constantFrom('a', 'b', 'c', 'd'),
  losses: fc.tuple(fc.nat(5), fc.double({min: -1, max: 1, noNaN: true})),
  lang: fc.constantFrom('de', 'en'),
})
type Example = typeof anExample extends fc.Arbitrary<infer T> ? T : never

function filesOf(examples: readonly Example[]): [Predictions, Predictions] {
  const side = (predicted: string[], losses: number[]): Predictions => ({
    ids: examples.map((_, i) => String(i)),
    idColumn: 'id',
    gold: examples.map(({gold}) => gold),
    predicted,
    numbers: numbers({loss: losses}),
    groups: new Map([['lang', examples.map(({lang}) => lang)]]),
    notes: [],
  })
  const [one, other] = [examples.map(each => each.one), examples.map(each => each.other)]
  return [
    side(
      one,
      examples.map(({losses}) => losses[0]),
    ),
    side(
      other,
      examples.map(({losses}) => losses[1]),
    ),
  ]
}

function answerOf(before: Predictions, after: Predictions, keys: readonly [string, string]): ExamplesComparison {
  const answer = compareExamples(before, after, {keys, directions: {}})
  if ('problem' in answer) throw new Error(answer.problem)
  return answer
}

const TURNED: Readonly<Record<Verdict, Verdict>> = {
  better: 'worse',
  worse: 'better',
  differs: 'differs',
  undecided: 'undecided',
  'not enough': 'not enough',
}

/** The answer that the runs the other way round must give, written without knowing how it is computed: by the names of the fields. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  const object = value as Record<string, unknown>
  const swapped = Object.entries(object).map(([key, field]): [string, unknown] => {
    if (key === 'verdict') return [key, TURNED[field as Verdict]]
    if (key === 'delta') return [key, 0 - (field as number)]
    if (key === 'interval' && 'delta' in object) return [key, (field as number[]).map(bound => 0 - bound).reverse()]
    return [SWAPPED[key] ?? key, turned(field)]
  })
  return Object.fromEntries(swapped)
}

const SWAPPED: Readonly<Record<string, string>> = {
  before: 'after',
  after: 'before',
  onlyBefore: 'onlyAfter',
  onlyAfter: 'onlyBefore',
  higher: 'lower',
  lower: 'higher',
}

test('comparing B with A is minus comparing A with B, to the last bit', () => {
  const property = fc.property(fc.array(anExample, {minLength: 1, maxLength: 40}), fc.boolean(), (examples, first) => {
    const [a, b] = filesOf(examples)
    const keys = first ? (['run-a', 'run-b'] as const) : (['run-b', 'run-a'] as const)
    const back = answerOf(b, a, [keys[1], keys[0]])
    expect(back as unknown as Json).toEqual(turned(answerOf(a, b, keys)))
  })
  fc.assert(property, {numRuns: 12})
}, 60_000)

test('a run against itself: no change, and nothing is better', () => {
  const property = fc.property(fc.array(anExample, {minLength: 2, maxLength: 30}), examples => {
    const [a] = filesOf(examples)
    const {labels, numbers: columns, slices} = answerOf(a, a, ['x', 'y'])
    const changes: Change[] = [
      labels!.accuracy,
      labels!.macroF1!,
      ...labels!.classes.map(({f1}) => f1),
      ...slices.map(({accuracy}) => accuracy),
    ]
    for (const {delta, interval} of changes) expect([delta, interval ?? [0, 0]]).toEqual([0, [0, 0]])
    expect([labels!.test.p, columns]).toEqual([1, []])
  })
  fc.assert(property, {numRuns: 4})
}, 60_000)

test('the order of the rows makes no difference', () => {
  const property = fc.property(fc.array(anExample, {minLength: 2, maxLength: 30}), examples => {
    const [a, b] = filesOf(examples)
    const [back] = filesOf(examples.toReversed())
    const reversed = {...back, ids: a.ids.toReversed()}
    expect(answerOf(reversed, b, ['x', 'y'])).toEqual(answerOf(a, b, ['x', 'y']))
  })
  fc.assert(property, {numRuns: 4})
}, 60_000)

test('bytes of any kind under any name are read, or refused with a reason', () => {
  const anything = fc.oneof(
    fc.uint8Array({maxLength: 200}),
    fc.json().map(text => Buffer.from(text)),
    fc
      .array(fc.dictionary(fc.constantFrom('id', 'label', 'pred', 'loss', '__proto__'), fc.jsonValue()))
      .map(rows => Buffer.from(JSON.stringify(rows))),
    fc
      .array(fc.constantFrom('id', 'pred', ',', '\n', '"', '\r\n', '1', 'x', '\t'))
      .map(parts => Buffer.from(parts.join(''))),
  )
  const property = fc.property(
    fc.constantFrom('p.csv', 'p.tsv', 'p.json', 'p.jsonl', 'p', ''),
    anything,
    (path, bytes) => {
      const read = readPredictions(path, bytes)
      if ('problem' in read) return expect(read.problem).toMatch(/^[a-z].{1,320}$/su)
      const columns = [read.gold, read.predicted, ...read.numbers.values(), ...read.groups.values()]
      expect(columns.every(column => column === undefined || column.length === read.ids.length)).toBe(true)
      expect(new Set(read.ids).size).toBe(read.ids.length)
    },
  )
  fc.assert(property, {numRuns: 3000})
})
