import {readFast} from '../../../src/format/read-fast'

describe('reads our own spelling', () => {
  it('with comments and empty lines, as people edit ledger.yaml', () => {
    const text =
      '# a ledger\n\nformat: 1\n  # any indent\ncaps:\n\n  # sizes\n  record: 10\nlist:\n  # items\n  - a: 1\n\n    b: 2\n  - - x\n# end\n'
    expect(readFast(text)).toEqual({format: 1, caps: {record: 10}, list: [{a: 1, b: 2}, ['x']]})
  })

  it('with a block that a comment follows', () => {
    expect(readFast('a: |\n  x\n\n  # y\n\n# c\nb: 1\n')).toEqual({a: 'x\n\n# y\n', b: 1})
  })

  it('makes a new list and object each time', () => {
    const text = 'a: {}\nb: []\n'
    expect(readFast(text)).not.toBe(readFast(text))
    const [one, two] = [readFast(text), readFast(text)] as {a: object; b: object}[]
    expect(one!.a).not.toBe(two!.a)
    expect(one!.b).not.toBe(two!.b)
  })

  it('keeps names of object members as keys', () => {
    const value = readFast('constructor: 1\ntoString: x\n"hasOwnProperty": 2\n') as object
    expect(Object.entries(value)).toEqual([
      ['constructor', 1],
      ['toString', 'x'],
      ['hasOwnProperty', 2],
    ])
  })
})

describe('leaves to the library', () => {
  it.each([
    ['nothing', ''],
    ['no line feed at the end', 'a: 1'],
    ['comments only', '# a\n'],
    ['a list at the top', '- a\n'],
    ['text at the top', 'a\n'],
    ['several documents', 'a: 1\n---\nb: 1\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['Windows line ends', 'a: 1\r\n'],
    ['tabs', 'a:\n\tb: 1\n'],
    ['a comment behind a value', 'a: 1 # one\n'],
    ['a space behind a value', 'a: 1 \n'],
    ['two spaces before a value', 'a:  1\n'],
    ['another indent', 'a:\n    b: 1\n'],
    ['a list as deep as its key', 'a:\n- b\n'],
    ['an empty value', 'a:\nb: 1\n'],
    ['an empty last value', 'a:\n'],
    ['an empty item', 'a:\n  -\n'],
    ['a text over two lines', 'a: b\n  c\n'],
    ['a quoted text over two lines', 'a: "b\n  c"\n'],
    ['a list in a line', 'a: [1]\n'],
    ['an object in a line', 'a: {b: 1}\n'],
    ['single quotes', "a: 'b'\n"],
    ['an anchor', 'a: &b c\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !!str b\n'],
    ['a merge key', '<<: {a: 1}\n'],
    ['the same key twice', 'a: 1\na: 2\n'],
    ['the same key twice, once quoted', 'a: 1\n"a": 2\n'],
    ['__proto__', '"__proto__": 1\n'],
    ['__proto__ by an escape', '"\\x5f_proto__": 1\n'],
    ['a bare word that YAML 1.1 knows', 'a: yes\n'],
    ['a bare key that YAML 1.1 knows', 'yes: a\n'],
    ['a number as a key', '1: a\n'],
    ['a number not as we spell it', 'a: 1e5\n'],
    ['an octal number', 'a: 0o17\n'],
    ['zeros in front', 'a: 0012\n'],
    ['minus zero', 'a: -0\n'],
    ['a number too big', 'a: 1.0e+999\n'],
    ['an unknown escape', 'a: "\\e"\n'],
    ['half an escape', 'a: "\\u12"\n'],
    ['half a surrogate pair', 'a: "\\ud800"\n'],
    ['a quote that stays open', 'a: "b\n'],
    ['words behind a quote', 'a: "b" c\n'],
    ['a block with an indent of its own', 'a: |2\n  b\n'],
    ['a block with all its line feeds', 'a: |+\n  b\n'],
    ['a folded block', 'a: >-\n  b\n'],
    ['an empty block', 'a: |-\nb: 1\n'],
    ['a block that begins with an empty line', 'a: |-\n\n  b\n'],
    ['a block that begins with a space', 'a: |-\n   b\n'],
    ['a block with a line of spaces', 'a: |-\n  b\n    \n  c\n'],
    ['a line that is indented too far', 'a: 1\n  b: 2\n'],
    ['a line that is indented too little', 'a:\n    - b\n   - c\n'],
    [
      'more than 64 levels',
      `a:\n${Array.from({length: 64}, (_, i) => `${'  '.repeat(i + 1)}a:\n`).join('')}${'  '.repeat(65)}b: 1\n`,
    ],
    ['an endless integer', `a: ${'9'.repeat(5000)}\n`],
    ['invisible characters', 'a: "\u200b"\n'],
  ])('%s', (_, text) => expect(readFast(text)).toBeUndefined())
})
