import type {Json, JsonObject} from '../../src/base/json'
import fc from './fast-check'

/** What some YAML reader takes for something else, or chokes on, when it stands there bare. */
const TRAPS = [
  ...[
    'y',
    'n',
    'yes',
    'No',
    'ON',
    'off',
    'true',
    'False',
    'null',
    'Null',
    '~',
    '',
    ' ',
    '  x',
    'x ',
    '=',
    '<<',
    '-',
    '?',
    ':',
  ],
  ...[
    '1e5',
    '1e-5',
    '61e9540',
    '0012',
    '0o17',
    '0x1F',
    '1_000',
    '12:30:45',
    '1.',
    '.5',
    '+1',
    '-0',
    '.nan',
    '.inf',
    'nan',
    'inf',
  ],
  ...[
    '2026-01-05',
    '2026-01-05T10:00:00Z',
    '3.10',
    '123456789012345678901234567890',
    '[]',
    '{}',
    '[a]',
    '{a: 1}',
    '|',
    '>',
    '|-',
  ],
  ...[
    '# no',
    'a # b',
    'a #b',
    'a: b',
    'a:',
    ':a',
    'a:b',
    '- a',
    '-a',
    '--- a',
    '---',
    '...',
    '%YAML 1.1',
    '&a',
    '*a',
    '!a',
    '!!int 3',
  ],
  ...[
    '@a',
    '`a`',
    "'a'",
    '"a"',
    'a"b',
    "a'b",
    'a\\b',
    '\\',
    'a\tb',
    '\ta',
    'a\rb',
    'a\r\nb',
    'a\u0085b',
    'a\u2028b',
    'a\u2029b',
  ],
  ...[
    '\ufeffa',
    'a\ufeff',
    '\u0000',
    '\u001b[31m',
    '\u007f',
    '\u00a0',
    'a\u00a0',
    '\u200d',
    '\u202e',
    'ñ',
    'é',
    '汉字',
    '😀',
    '\u{1f468}\u200d\u{1f469}',
  ],
  ...[
    '\uffff',
    '\ufffe',
    '\u{10ffff}',
    '\u{1fffe}',
    'constructor',
    'toString',
    '__proto',
    'a, b',
    'a (b)',
    '50%',
    'a@b',
    'e',
    'E5',
    'x'.repeat(300),
  ],
]

/** Prose of several lines, with what literal blocks stumble over. */
const LINES = [
  '',
  '',
  'a',
  'Some prose, with: a colon # and a hash.',
  '  indented',
  ' ',
  '   ',
  'trailing ',
  '- item',
  '---',
  '...',
  '# title',
  '"quoted"',
  '\ttab',
  'é 😀',
  '|',
  'a: 1',
  '\u00a0',
  '\u0085',
]

const prose = fc.array(fc.constantFrom(...LINES), {minLength: 2, maxLength: 6}).map(lines => lines.join('\n'))
const text = fc.oneof(
  {weight: 3, arbitrary: fc.constantFrom(...TRAPS)},
  {weight: 1, arbitrary: prose},
  {weight: 1, arbitrary: fc.string({unit: 'grapheme-composite', maxLength: 12})},
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 12})},
  {weight: 1, arbitrary: fc.stringMatching(/^[0-9a-f]{7,12}$/)},
  {weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z][\w./+,()@%: -]{0,12}$/)},
)
const key = text.filter(word => word !== '__proto__' && word.length <= 150)

const decades = fc.tuple(fc.double({min: 1, max: 10, noNaN: true}), fc.integer({min: -10, max: 20}), fc.boolean())
const float = fc.oneof(
  fc.double(),
  decades.map(([mantissa, exponent, negative]) => (negative ? -1 : 1) * Number(`${mantissa}e${exponent}`)),
  fc.constantFrom(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -0,
    5e-324,
    Number.MAX_VALUE,
    2 ** 53,
    1e16,
    1e-4,
    1e21,
    1e22,
  ),
)
const integer = fc.oneof(fc.maxSafeInteger(), fc.integer({min: -3, max: 3}))
const bigint = fc
  .oneof(fc.bigInt(), fc.bigInt({min: 2n ** 53n - 2n, max: 2n ** 53n + 2n}))
  .map(value => (Number.isSafeInteger(Number(value)) ? Number(value) : value))
const leaf: fc.Arbitrary<Json> = fc.oneof(
  {weight: 3, arbitrary: text},
  float,
  integer,
  bigint,
  fc.boolean(),
  fc.constant(null),
)

const {node} = fc.letrec<{node: Json; map: JsonObject; list: Json[]}>(tie => ({
  node: fc.oneof({depthSize: 'small', withCrossShrink: true}, leaf, tie('map'), tie('list')),
  map: fc.dictionary(key, tie('node'), {maxKeys: 4, noNullPrototype: true}),
  list: fc.array(tie('node'), {maxLength: 4}),
}))

/** Any value that a record can hold. */
export const jsonValue: fc.Arbitrary<Json> = node
/** A record with known and unknown keys, of anything. */
export const jsonRecord: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.oneof(key, fc.constantFrom('params', 'metrics', 'notes', 'tags', 'format', 'name')),
  jsonValue,
  {minKeys: 1, maxKeys: 8, noNullPrototype: true},
)
