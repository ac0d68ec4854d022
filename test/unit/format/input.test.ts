import type {JsonObject} from '../../../src/base/json'
import {readDocuments} from '../../../src/format/input'

const read = (text: string | Uint8Array, file = 'run.json') => readDocuments(Buffer.from(text as string), file)
const drafts = async (text: string, file?: string) => (await read(text, file)).map(({draft}) => draft)
const failure = async (text: string | Uint8Array, file?: string) => {
  const error = await read(text, file).catch(error => error)
  expect(error).toMatchObject({code: 'BAD_DOCUMENT', exitCode: 3})
  return error as {message: string; hints: string[]; data: {problems: unknown[]}}
}

describe('takes', () => {
  it.each<[string, string, JsonObject[]]>([
    ['run.json', '{"a": 1}', [{a: 1}]],
    ['run.json', '\ufeff{"a": 1}\r\n', [{a: 1}]],
    ['standard input', ' \n{"a": 1}\n{"a": 2}\n', [{a: 1}, {a: 2}]],
    ['runs.jsonl', '{"a": 1}\n\n{"a": 2}', [{a: 1}, {a: 2}]],
    ['standard input', '{\n  "a": 1\n}\n{\n  "a": 2\n}\n', [{a: 1}, {a: 2}]],
    ['run.yaml', 'a: 1\n', [{a: 1}]],
    ['run.yaml', '{"a": 1}\n', [{a: 1}]],
    ['run.yml', '{a: 1, b: [x]}\n', [{a: 1, b: ['x']}]],
    ['standard input', 'a: yes # words\n', [{a: 'yes'}]],
    ['runs.yaml', '---\na: 1\n---\n# two\nb: 2\n---\n', [{a: 1}, {b: 2}]],
    ['runs.yaml', 'a: 1\n--- # two\nb: [2]\n...\n---\nc: 3\n', [{a: 1}, {b: [2]}, {c: 3}]],
    ['run.yaml', 'a: 1\r\nb: |\r\n  x\r\n  y\r\n', [{a: 1, b: 'x\ny\n'}]],
  ])('%s: %j', async (file, text, expected) => expect(await drafts(text, file)).toEqual(expected))

  it('numbers as Python writes them, exactly', async () => {
    const text =
      '{"a": [NaN, Infinity, -Infinity, -0.0, 1e-07, 1E+16], "big": -123456789012345678901234567890, "safe": 9007199254740991}'
    expect(await drafts(text)).toEqual([
      {
        a: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e-7, 1e16],
        big: -123456789012345678901234567890n,
        safe: 2 ** 53 - 1,
      },
    ])
  })

  it('escapes and members of Object.prototype', async () => {
    expect(await drafts('{"a": "\\u00e9\\ud83d\\ude00\\n\\"\\\\\\/", "toString": {"constructor": 1}}')).toEqual([
      {a: 'é😀\n"\\/', toString: {constructor: 1}},
    ])
  })
})

describe('refuses JSON with its place:', () => {
  it.each([
    ['', 'run.json: is empty; expected a JSON or YAML document'],
    [' \n\n', 'run.json: is empty; expected a JSON or YAML document'],
    ['"x"', 'run.json:1:1: is text; expected an object with fields'],
    ['12', 'run.json:1:1: is a number; expected an object with fields'],
    ['null', 'run.json:1:1: is null; expected an object with fields'],
    ['a: 1', 'run.json:1:1: is `a`; expected a number, true, false, null, or text in double quotes'],
    ['{"a": 1,}', 'run.json:1:9: has "}" near `{"a": 1,}`; expected another value after the comma'],
    ['{"a": [1,]}', 'run.json:1:10: has "]" near `{"a": [1,]}`; expected another value after the comma'],
    ["{'a': 1}", "run.json:1:2: has \"'\" near `{'a': 1}`; expected a key in double quotes"],
    ['{\n  "a" 1}', 'run.json:2:7: has "1" near `"a" 1}`; expected ":" after the key'],
    ['{"a": 1 "b": 2}', 'expected "," or "}"'],
    ['{"a": [1 2]}', 'expected "," or "]"'],
    ['{"a": None}', 'run.json:1:7: is `None`; expected a number, true, false, null, or text in double quotes'],
    ['{"a": 01}', 'is `01`'],
    ['{"a": 1.}', 'is `1.`'],
    ['{"a": +1}', 'is `+1`'],
    ['{"a": .5}', 'is `.5`'],
    ['{"a": 1.2.3}', 'is `1.2.3`'],
    ['{"a": 1', 'run.json:1:8: ends too early; expected "," or "}"'],
    ['{"a":', 'ends too early; expected a value'],
    ['{"a": "x', 'run.json:1:7: begins a text that never ends'],
    [
      '{"a": "x\ny"}',
      'run.json:1:9: has a line break after `{"a": "x`; expected a double quote at the end of the text',
    ],
    ['{"a": "x\ty"}', 'has U+0009'],
    ['{"a": "\\x"}', 'has "x" near'],
    ['{"a": "\\u12"}', 'expected one of'],
    ['{"a": "\\ud83d"}', 'run.json:1:7: holds half of a surrogate pair; expected valid Unicode'],
    ['{"a": 1}}', 'run.json:1:9: has "}" near `{"a": 1}}`; expected nothing after the end of the document'],
    ['{"a": 1}{"b": 2}', 'expected nothing after the end of the document'],
    ['{"a": 1}\nfoo', 'run.json:2:1: has "f" near `foo`; expected nothing after the end of the document'],
    ['{"a": 1}\u0000', 'has U+0000'],
    ['// a\n{}', 'run.json:1:1: has "/"'],
    ['{"a": 1, "b": {"c": 1, "c": 2}}', 'run.json:1:24: has the key `"c"` twice; expected each key once'],
    ['{"__proto__": {"polluted": 1}}', 'run.json:1:2: has the key "__proto__"'],
    ['{"\\u005f_proto__": 1}', 'has the key "__proto__"'],
    ['{"a": 1e999}', 'run.json:1:7: is `1e999`, too big for a number'],
    [`{"a": ${'9'.repeat(5000)}}`, 'has 5000 digits; expected at most 4000'],
    [`{"a": ${'['.repeat(64)}`, 'run.json:1:70: is nested more than 64 levels deep'],
    ['['.repeat(1_000_000), 'is nested more than 64 levels deep'],
  ])('%j', async (text, message) => expect((await failure(text)).message).toContain(message))

  it('a list, with the command that takes it apart', async () => {
    const {message, hints} = await failure('[{"a": 1}]')
    expect(message).toBe('run.json:1:1: is a list; expected an object, or several with one on each line')
    expect(hints).toEqual(["jq -c '.[]' run.json | git exp record -"])
  })

  it('JSON Lines with the problems of every line', async () => {
    const {message, data} = await failure('{"a": 1}\n{"b": 2,}\n{"c": 1e999}\n{"d": 1, "d": 2}\n{"e"}\n', 'runs.jsonl')
    expect(message.split('\n').map(line => line.split(': ')[0])).toEqual([
      '4 problems in runs.jsonl',
      'runs.jsonl:2:9',
      'runs.jsonl:3:7',
      'runs.jsonl:4:10',
      'runs.jsonl:5:5',
    ])
    expect(data.problems).toHaveLength(4)
  })

  it('every line of JSON Lines that is no object', async () => {
    expect((await failure('{"a": 1}\n[1]\n', 'runs.jsonl')).message).toContain('runs.jsonl:2:1: is a list')
  })

  it('without showing control characters or half of a character', async () => {
    const {message} = await failure('{"\u001b[31m\u202e": x😀}')
    expect(message).not.toMatch(/[\u001b\u202e\ufffd]/)
    expect(message.isWellFormed()).toBe(true)
  })
})

describe('refuses bytes that are no text', () => {
  it.each([
    ['UTF-16 with a mark', Buffer.from('\ufeff{"a": 1}', 'utf16le'), 'is UTF-16; expected UTF-8'],
    ['UTF-16 without', Buffer.from('{"a": 1}', 'utf16le'), 'is UTF-16; expected UTF-8'],
    ['UTF-16, the other way round', Buffer.from('{"a": 1}', 'utf16le').swap16(), 'is UTF-16; expected UTF-8'],
    ['Latin 1', Buffer.from('{\n"a": "é"}', 'latin1'), 'run.json:2:7: byte 8 (0xe9) is not UTF-8; expected UTF-8'],
    ['half a character', Buffer.from('{"a": "é').subarray(0, -1), 'run.json:1:8: byte 7 (0xc3) is not UTF-8'],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'byte 1 (0xed) is not UTF-8'],
  ])('%s', async (_, bytes, message) => expect((await failure(bytes)).message).toContain(message))

  it('with the command that converts them', async () => {
    expect((await failure(Buffer.from('{}', 'utf16le'), "it's.json")).hints).toEqual([
      "iconv -f UTF-16 -t UTF-8 'it'\\''s.json' | git exp record -",
    ])
    expect((await failure(Buffer.from('{}', 'utf16le'), 'standard input')).hints).toEqual([
      'iconv -f UTF-16 -t UTF-8 - | git exp record -',
    ])
  })
})

describe('refuses YAML', () => {
  it.each([
    ['- a\n', 'run.yaml:1:1: is a list'],
    ['# x\n\nword\n', 'run.yaml:3:1: is text; expected an object with fields'],
    ['{a: 1\n', 'run.yaml:2:1: '],
    ['a: 1\n---\n- b\n', 'run.yaml:3:1: is a list'],
    ['a: [\n---\nb: @x\n', '2 problems in run.yaml'],
  ])('%j', async (text, message) => expect((await failure(text, 'run.yaml')).message).toContain(message))
})

describe('places', () => {
  const place = async (text: string, pointer: string, file: string, index = 0) =>
    (await read(text, file))[index]!.place(pointer)
  const json = '{\n  "a": {"b/c": 1, "~": [10, {"d": 2}]},\n  "e": null\n}\n'
  const yaml = 'a:\n  b/c: 1\n  "~":\n    - 10\n    - d: 2\ne: null\n'

  it.each([
    ['', 1, 1],
    ['/a', 2, 3],
    ['/a/b~1c', 2, 9],
    ['/a/~0', 2, 19],
    ['/a/~0/1', 2, 29],
    ['/a/~0/1/d', 2, 30],
    ['/e', 3, 3],
    ['/a/missing', 2, 3],
    ['/a/~0/7', 2, 19],
    ['/missing/deep', 1, 1],
    ['/e/deep', 3, 3],
  ])('of %j in JSON: %d:%d', async (pointer, line, column) => {
    expect(await place(json, pointer, 'run.json')).toEqual({line, column})
    expect(await place(`{"x": 1}\n${json}`, pointer, 'run.json', 1)).toEqual({line: line + 1, column})
  })

  it.each([
    ['', 1, 1],
    ['/a', 1, 1],
    ['/a/b~1c', 2, 3],
    ['/a/~0', 3, 3],
    ['/a/~0/1', 5, 7],
    ['/a/~0/1/d', 5, 7],
    ['/e', 6, 1],
    ['/a/missing', 1, 1],
  ])('of %j in YAML: %d:%d', async (pointer, line, column) => {
    expect(await place(yaml, pointer, 'run.yaml')).toEqual({line, column})
    expect(await place(`x: 1\n---\n${yaml}`, pointer, 'run.yaml', 1)).toEqual({line: line + 2, column})
    expect(await place(`x: [1]\n---\n${yaml}`, pointer, 'run.yaml', 1)).toEqual({line: line + 2, column})
  })

  it('of the documents themselves', async () => {
    const lines = async (text: string, file: string) => (await read(text, file)).map(({line}) => line)
    expect(await lines('\n{"a": 1}\n\n{\n"b": 1}\n', 'runs.json')).toEqual([2, 4])
    expect(await lines('# one\na: 1\n---\n\n# two\nb: 1\n', 'runs.yaml')).toEqual([2, 6])
    expect(await lines('# one\na: [1]\n---\n\n# two\nb: 1\n', 'runs.yaml')).toEqual([2, 6])
  })
})

it('takes ten thousand lines of JSON in a second', async () => {
  const text = '{"name": "run", "metrics": {"f1": 0.5}}\n'.repeat(10_000)
  const start = performance.now()
  expect(await read(text, 'runs.jsonl')).toHaveLength(10_000)
  expect(performance.now() - start).toBeLessThan(1000)
})
