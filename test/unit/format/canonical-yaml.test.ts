import type {Json, JsonObject} from '../../../src/base/json'
import {writeYaml} from '../../../src/format/canonical-yaml'

/** The spelling of one value, as it stands behind its key. */
const spelled = (value: Json) => writeYaml({k: value}).slice('k: '.length, -1)

describe('text', () => {
  it.each([
    'a',
    'distilbert-base-uncased',
    'sha256:0123abcd',
    'text with spaces, a comma (and more)',
    'path/to/file.txt',
    'C:x',
    'user@host',
    'a+b_c%d',
    'yesterday',
    'nano',
    'e5',
    'a  b',
  ])('stands bare: %s', text => expect(spelled(text)).toBe(text))

  it.each([
    ...[
      '',
      ' a',
      'a ',
      'a: b',
      'a:',
      'a #b',
      '#a',
      '- a',
      '-',
      '?',
      '=',
      '<<',
      '~',
      '&a',
      '*a',
      '!a',
      '|',
      '>',
      "'a'",
      '`a`',
      '@a',
      '%a',
    ],
    ...[
      'y',
      'N',
      'Yes',
      'NO',
      'on',
      'Off',
      'TRUE',
      'false',
      'null',
      'Null',
      'NaN',
      'inf',
      'Infinity',
      '.inf',
      '[]',
      '{}',
      '[a]',
    ],
    ...[
      '1',
      '0012',
      '1e5',
      '61e9540',
      '3.10',
      '12:30:45',
      '2026-01-05',
      '0x1F',
      '1_000',
      '.5',
      '+1',
      '-1',
      '_a',
      'é',
      '汉字',
      '😀',
    ],
  ])('stands in quotes: %j', text => expect(spelled(text)).toBe(`"${text}"`))

  it.each([
    ['a "b" \\ c', '"a \\"b\\" \\\\ c"'],
    ['a\tb\r', '"a\\tb\\r"'],
    ['\u0000\u001b\u007f\u0085\u009f', '"\\x00\\x1b\\x7f\\x85\\x9f"'],
    [
      '\u2028\u2029\ufeff\u202e\u200b\u200d\u2066\u061c\ufffe\uffff',
      '"\\u2028\\u2029\\ufeff\\u202e\\u200b\\u200d\\u2066\\u061c\\ufffe\\uffff"',
    ],
    ['no\u00a0break', '"no\u00a0break"'],
  ])('is escaped where it could not be seen: %j', (text, expected) => expect(spelled(text)).toBe(expected))

  it.each([
    ['a\nb', '|-\n  a\n  b'],
    ['a\nb\n', '|\n  a\n  b'],
    ['a: 1\n\n  # indented\n---\ntrailing ', '|-\n  a: 1\n\n    # indented\n  ---\n  trailing '],
  ])('of several lines is a block: %j', (text, expected) => expect(spelled(text)).toBe(expected))

  it.each(['\n', '\na', ' a\nb', 'a\n\n', 'a\n \nb', 'a\n  ', 'a\tb\nc', 'a\r\nb', 'a\u0085\nb', '\u202ea\nb'])(
    'of several lines that readers differ about is quoted: %j',
    text => expect(spelled(text)).toMatch(/^".*"$/),
  )
})

describe('numbers', () => {
  it.each<[Json, string]>([
    [0, '0'],
    [-0, '-0.0'],
    [42, '42'],
    [-(2 ** 53 - 1), '-9007199254740991'],
    [2 ** 53, '9007199254740992.0'],
    [9007199254740993n, '9007199254740993'],
    [-123456789012345678901234567890n, '-123456789012345678901234567890'],
    [0.1, '0.1'],
    [-2.5, '-2.5'],
    [0.0001, '0.0001'],
    [0.00012, '0.00012'],
    [0.00001, '1.0e-05'],
    [0.000099999, '9.9999e-05'],
    [1.5e20, '1.5e+20'],
    [1e16, '1.0e+16'],
    [1.2345e-7, '1.2345e-07'],
    [1e100, '1.0e+100'],
    [5e-324, '5.0e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [1234567.125, '1234567.125'],
    [Number.NaN, '.nan'],
    [Number.POSITIVE_INFINITY, '.inf'],
    [Number.NEGATIVE_INFINITY, '-.inf'],
    [true, 'true'],
    [false, 'false'],
    [null, 'null'],
  ])('%p is %s', (value, expected) => expect(spelled(value)).toBe(expected))
})

describe('layout', () => {
  it('puts ordered keys first, sorts the others by code unit at every level, and leaves undefined out', () => {
    const value = {
      z: 1,
      é: 1,
      Z: 1,
      b: {d: 1, c: undefined, a: 1},
      id: 'x',
      format: 1,
      gone: undefined,
    } as unknown as JsonObject
    expect(writeYaml(value, ['format', 'name', 'id'])).toBe(
      'format: 1\nid: x\nZ: 1\nb:\n  a: 1\n  d: 1\nz: 1\n"é": 1\n',
    )
  })

  it('nests lists and objects in one another', () => {
    const value = {
      empty: [[], {}],
      list: [1, [2, [3, {a: 1}]], {b: {c: [4]}, d: 5}, 'x\ny'],
      map: {},
      none: [],
    }
    expect(writeYaml(value)).toBe(
      `empty:
  - []
  - {}
list:
  - 1
  - - 2
    - - 3
      - a: 1
  - b:
      c:
        - 4
    d: 5
  - |-
    x
    y
map: {}
none: []
`,
    )
    expect(writeYaml({})).toBe('{}\n')
  })

  it('quotes keys as it quotes text, and all that hold a colon', () => {
    const keys = ['plain key', 'a/b.c', 'a:b', '1e5', 'yes', '', '=', '<<', 'a\nb', 'é']
    const text = writeYaml(Object.fromEntries(keys.map(key => [key, 0])), keys)
    expect(text.split('\n').slice(0, -1)).toEqual([
      'plain key: 0',
      'a/b.c: 0',
      '"a:b": 0',
      '"1e5": 0',
      '"yes": 0',
      '"": 0',
      '"=": 0',
      '"<<": 0',
      '"a\\nb": 0',
      '"é": 0',
    ])
  })
})

describe('refusals', () => {
  const nested = (levels: number): Json => (levels === 0 ? 1 : {a: nested(levels - 1)})
  const proto = JSON.parse('{"params": {"__proto__": 1}}') as JsonObject

  it.each<[string, JsonObject, string]>([
    ['a key that is too long', {params: {['k'.repeat(257)]: 1}}, 'has a key of 257 characters; expected at most 256'],
    ['a key of controls', {params: {['\u0001'.repeat(256)]: 1}}, 'has a key with too many control characters'],
    ['__proto__', proto, 'params.__proto__ is a name that JavaScript reserves'],
    [
      'half a surrogate pair',
      {tags: ['ok', 'a\ud800']},
      'tags.1 is not valid Unicode: it holds half of a surrogate pair',
    ],
    ['half a surrogate pair in a key', {params: {'\udc00': 1}}, 'has a key that is not valid Unicode'],
    ['depth', nested(65) as JsonObject, 'is nested more than 64 levels deep'],
    ['an endless integer', {seed: 10n ** 4000n}, 'seed has 4001 digits; expected at most 4000'],
    ['what is no JSON', {fn: (() => 1) as unknown as Json}, 'fn is a function; expected text'],
    ['a hole in a list', {list: [1, undefined as unknown as Json]}, 'list.1 is a undefined'],
  ])('refuses %s', (_, value, message) => {
    expect(() => writeYaml(value)).toThrow(
      expect.objectContaining({code: 'BAD_RECORD', message: expect.stringContaining(message)}),
    )
  })

  it('names the place by a pointer', () => {
    expect(() => writeYaml({a: {'b/c': ['\ud800']}})).toThrow(expect.objectContaining({data: {pointer: '/a/b~1c/0'}}))
  })

  it('bears 64 levels and keys of 256 characters', () => {
    expect(writeYaml(nested(64) as JsonObject)).toContain('a: 1')
    expect(writeYaml({['é'.repeat(256)]: 1})).toHaveLength(256 + '"": 1\n'.length)
  })
})
