import type {Json, JsonObject} from '../../src/base/json'
import {RECORD_FIELDS} from '../../src/model/record'
import fc from './fast-check'

/** Texts that try to be more than texts: for a terminal, for markdown, for a spreadsheet. */
export const aText = fc.oneof(
  fc.string({unit: 'binary', maxLength: 30}),
  fc.constantFrom(
    '\u001b[31mred\u001b[0m',
    '\u009b2J',
    'a|b',
    '@somebody',
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '`` ` ``',
    '\\|',
    'two\nlines\r\n| three |',
    '=cmd()',
    '日本語🙂❤️',
    '\u202etxt.exe',
    '```',
    '#1',
    '\ud800',
  ),
)

const aNumber = fc.oneof(fc.double(), fc.integer(), fc.bigInt(), fc.constantFrom(Number.NaN, 0, -0, 0.84, 84))

const aKey = fc.oneof(fc.constantFrom('x', 'f1', 'dev', 'path', 'a.b', 'loss', 'splits', 'digest', 'at', 'kind'), aText)

/** Any value that a record can hold, with keys that the views look for. */
export const aValue: fc.Arbitrary<Json> = fc.letrec<{value: Json}>(tie => ({
  value: fc.oneof(
    {maxDepth: 4, withCrossShrink: true},
    fc.oneof(aText, aNumber, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), {maxLength: 3}),
    fc.dictionary(
      aKey.filter(key => key !== '__proto__'),
      tie('value'),
      {maxKeys: 4, noNullPrototype: true},
    ),
  ),
})).value

/** A folded record in which nothing is where it should be. */
export const aRecord: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom<string>(...RECORD_FIELDS, 'events', 'newer', 'other'),
  aValue,
  {maxKeys: 12, noNullPrototype: true},
)
