import {Environment} from '@marcbachmann/cel-js'
import type {Json, JsonObject} from '../../src/base/json'
import {compileFilter} from '../../src/query/filter'
import fc from '../support/fast-check'
import {summaryOf, tableFrom} from '../support/summaries'

const FIELDS = ['params.a', 'params.b', 'params.deep.c', 'params["x/y"]', 'group'] as const
const LITERALS = ['1', '0', '2.5', '-1.0', '"a"', '"ab"', '""', 'true', 'false', 'null'] as const

const cell: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(0, 1, 2.5, -1, Number.NaN, 'a', 'ab', '', true, false, null),
  fc.array(fc.constantFrom<Json>(1, 'a', 'ab'), {maxLength: 2}),
)

const summary: fc.Arbitrary<JsonObject> = fc
  .record(
    {a: cell, b: cell, c: cell, x: cell, group: fc.constantFrom('a', 'ab'), tags: fc.subarray(['a', 'ab'])},
    {requiredKeys: []},
  )
  .map(({a, b, c, x, group, tags = []}) => ({
    params: {
      ...(a !== undefined && {a}),
      ...(b !== undefined && {b}),
      ...(c !== undefined && {deep: {c}}),
      ...(x !== undefined && {'x/y': x}),
    },
    ...(group !== undefined && {group}),
    tags,
  }))

const field = fc.constantFrom(...FIELDS)
const literal = fc.constantFrom(...LITERALS)
const relation = fc.constantFrom('==', '!=', '<', '<=', '>', '>=')

const question: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(field, relation, literal).map(([f, op, value]) => `${f} ${op} ${value}`),
  fc.tuple(literal, relation, field).map(([value, op, f]) => `${value} ${op} ${f}`),
  fc.tuple(field, relation, field).map(([f, op, g]) => `${f} ${op} ${g}`),
  fc
    .tuple(field, fc.array(literal, {minLength: 1, maxLength: 3}))
    .map(([f, values]) => `${f} in [${values.join(', ')}]`),
  fc.tuple(literal, fc.constantFrom('tags', 'params.a')).map(([value, list]) => `${value} in ${list}`),
  fc
    .tuple(field, fc.constantFrom('startsWith', 'endsWith', 'contains', 'matches'))
    .map(([f, name]) => `${f}.${name}("a")`),
  fc.constantFrom(
    'has(params.a)',
    'has(params.deep)',
    'size(tags) > 1',
    'params.a',
    '"b" in params',
    'tags == ["a"]',
    'params.b == {}',
  ),
  fc.tuple(field, fc.constantFrom('+', '-', '*', '/')).map(([f, op]) => `${f} ${op} 2.0 > 1.0`),
  fc.constantFrom(
    'tags.exists(t, t == params.a)',
    'tags.all(t, t.startsWith("a"))',
    'params.a.size() == 1',
    '-params.a < 0.0',
  ),
)

const expression = fc.letrec<{expression: string}>(tie => ({
  expression: fc.oneof(
    {depthSize: 'small'},
    question,
    fc
      .tuple(tie('expression'), fc.constantFrom('&&', '||'), tie('expression'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('expression').map(inner => `!(${inner})`),
    fc.tuple(question, tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
})).expression

const cel = new Environment({unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false})

/** CEL's own answer for one document; an error is no answer. */
function answer(program: (context: object) => unknown, document: JsonObject): boolean {
  try {
    return program(document) === true
  } catch {
    return false
  }
}

/** `params.a` on its own stands for yes or no: refused where it is neither, which CEL leaves to each document. */
const asksForFlag = (text: string) => /(?:^|[(!] ?|[&|?:] )params\.a(?:$|[)]| [&|?:])/.test(text)
const isNoFlag = (value: Json | undefined) => value !== undefined && value !== null && typeof value !== 'boolean'

function answered<T>(work: () => T): T | unknown {
  try {
    return work()
  } catch (error) {
    return (error as {code?: string}).code ?? error
  }
}

test('columns answer as CEL does on each document', async () => {
  await fc.assert(
    fc.asyncProperty(
      expression,
      fc.array(summary, {minLength: 1, maxLength: 12}),
      fc.integer({min: 1, max: 12}),
      async (text, fields, size) => {
        const documents = fields.map((given, n) => summaryOf(n, given))
        const program = cel.parse(text)
        // What cannot have an answer for any run (`null < params.a`) is refused.
        fc.pre(program.check().valid)
        const expected = documents.flatMap((document, row) => (answer(program, document) ? [row] : []))
        const filter = await compileFilter(text)
        const table = tableFrom(documents, {size})
        const refused = documents.some(({params}) => isNoFlag((params as JsonObject)['a'])) && asksForFlag(text)
        const given = answered(() => [...filter.apply(table).rows])
        // Where a run decides without looking at it, the field may be anything.
        expect(refused ? [expected, 'BAD_FILTER'] : [expected]).toContainEqual(given)
      },
    ),
    {numRuns: 1_500},
  )
})
