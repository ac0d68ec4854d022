import {readYaml} from '../../../src/format/read-yaml'

const read = (text: string) => readYaml(text, 'x.yaml')
const refusal = async (text: string): Promise<string> => (await read(text).catch(error => error)).message

describe('anybody’s YAML', () => {
  it.each<[string, unknown]>([
    ['a: yes # no boolean in YAML 1.2\n', {a: 'yes'}],
    ['a: True\nb: ~\nc:\nd: NULL\n', {a: true, b: null, c: null, d: null}],
    ['a: 1e5\nb: .5\nc: 1.\nd: +3\ne: 0x1F\nf: 0o17\n', {a: 1e5, b: 0.5, c: 1, d: 3, e: 31, f: 15}],
    ['a: -.INF\nb: .NaN\n', {a: Number.NEGATIVE_INFINITY, b: Number.NaN}],
    ['a: 9007199254740991\nb: 9007199254740993\n', {a: 2 ** 53 - 1, b: 9007199254740993n}],
    ['a: 2026-01-05\nb: 12:30:45\nc: 1_000\n', {a: '2026-01-05', b: '12:30:45', c: '1_000'}],
    ["a: 'it''s'\nb: >-\n  folded\n  text\nc: [1, {d: e}]\n", {a: "it's", b: 'folded text', c: [1, {d: 'e'}]}],
    ['a: &x [1, 2]\nb: *x\n', {a: [1, 2], b: [1, 2]}],
    ['a: &x 1\nb: &x 2\nc: *x\n', {a: 1, b: 2, c: 2}],
    ['a: !!str 12\nb: !!int 3\nc: !!map {}\n', {a: '12', b: 3, c: {}}],
    ['a: 1\r\nb: "x"\r\n', {a: 1, b: 'x'}],
    ['"<<": 1\n"1": 2\n', {'<<': 1, '1': 2}],
    ['- 1\n- a\n', [1, 'a']],
    ['--- 7\n...\n', 7],
  ])('%j', async (text, expected) => expect(await read(text)).toEqual(expected))
})

describe('refuses', () => {
  it.each([
    ['several documents', 'a: 1\n---\nb: 1\n', 'x.yaml:3:1: begins a second document; expected one'],
    ['nothing', '# only a comment\n', 'x.yaml: is empty; expected a YAML document'],
    ['a key twice', 'a: 1\na: 2\n', 'x.yaml:2:1: has the key "a" twice; expected each key once'],
    ['a tag', 'a: !py 1\n', 'x.yaml:1:8: a has the tag "!py"; expected a plain value'],
    ['a tag of Python', 'a: !!python/object:os.system x\n', 'has the tag "tag:yaml.org,2002:python/object:os.system"'],
    ['a tag that the value does not fit', 'a: !!int b\n', 'a has the tag "tag:yaml.org,2002:int"'],
    ['a merge key', 'a: &x {b: 1}\nc:\n  <<: *x\n', 'x.yaml:3:3: c has a merge key "<<"'],
    ['an alias of nothing', 'a: *b\n', 'x.yaml:1:4: a is an alias of "b", which nothing before it has as its anchor'],
    ['an alias of itself', 'a: &a [*a]\n', 'is nested more than 64 levels deep'],
    ['__proto__', 'a:\n  __proto__: 1\n', 'x.yaml:2:3: a has the key "__proto__"'],
    ['a number as a key', '1: a\n', 'x.yaml:1:1: has the key "1", which is no text; expected it in quotes'],
    ['a boolean as a key', 'true: a\n', 'has the key "true", which is no text'],
    ['no key', ': a\n', 'which is no text'],
    ['a list as a key', '? [a]\n: b\n', 'has a list, an object or an alias as a key; expected text'],
    ['half a surrogate pair', 'a: "\\ud800"\n', 'a holds half of a surrogate pair; expected valid Unicode'],
    [
      'a commit taken for a number',
      'gitsha: 61e9540\n',
      'x.yaml:1:9: gitsha is 61e9540, too big for a number; expected text, if it is one, in quotes',
    ],
    ['zeros in front', 'a: 0012\n', 'a is 0012, which readers of YAML take for different numbers'],
    ['an endless integer', `a: ${'9'.repeat(5000)}\n`, 'has 5000 digits; expected at most 4000'],
    ['YAML 1.1', '%YAML 1.1\n---\na: yes\n', 'asks for YAML 1.1; expected 1.2'],
    ['tabs', 'a:\n\tb: 1\n', 'x.yaml:2:1: tabs are not allowed as indentation'],
    ['a merge conflict', 'a: 1\n<<<<<<< HEAD\nb: 1\n', 'x.yaml:2:1: holds a merge conflict; expected one side of it'],
    ['control characters', 'a: 1\nb: x\u0000\n', 'x.yaml:2:5: has the control character U+0000; expected text'],
    [
      'more YAML than anybody writes',
      `a: [${'1, '.repeat(2 ** 19)}]\n`,
      'characters of YAML; expected at most 1048576, or JSON Lines',
    ],
  ])('%s', async (_, text, message) => expect(await refusal(text)).toContain(message))

  it('with every problem, in the order of the lines', async () => {
    const message = await refusal('b: *x\n1: 2\na: @x\nc: !t 1\nd: 1\nd: 2\n')
    expect(message.split('\n').map(line => line.split(': ')[0])).toEqual([
      '5 problems in x.yaml',
      'x.yaml:1:4',
      'x.yaml:2:1',
      'x.yaml:3:4',
      'x.yaml:4:7',
      'x.yaml:6:1',
    ])
    expect(await read('a: @x\nb: @y\n').catch(error => error)).toMatchObject({
      code: 'BAD_DOCUMENT',
      data: {
        file: 'x.yaml',
        problems: [
          {line: 1, column: 4},
          {line: 2, column: 4},
        ],
      },
      hints: ['mend it, then try it without recording: git exp record --dry-run x.yaml'],
    })
  })

  it('a hundred problems with the first twenty', async () => {
    const lines = (await refusal('a: @x\n'.repeat(100))).split('\n')
    expect(lines).toHaveLength(22)
    expect(lines.at(-1)).toMatch(/^… and \d+ more$/)
  })

  it.each([
    ['brackets by the hundred thousand', 'a: '.concat('['.repeat(100_000))],
    ['braces', '{a: '.repeat(50_000)],
    ['dashes', '- '.repeat(100_000)],
    ['indents', Array.from({length: 1000}, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
    ['aliases that multiply', bomb()],
  ])('%s, at once', async (_, text) => {
    const start = performance.now()
    expect(await refusal(text)).toMatch(
      /is nested more than 64 levels deep|aliases that stand for more than 1000 values/,
    )
    expect(performance.now() - start).toBeLessThan(3000)
  })
})

/** Nine lines that stand for a billion values. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 10; i++)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    )
  return `${lines.join('\n')}\n`
}
