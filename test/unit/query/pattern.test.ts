import {patternFor} from '../../../src/query/pattern'
import fc from '../../support/fast-check'

test.each([
  ['a|b', 'xb', true],
  ['^ab?c$', 'ac', true],
  ['^a{2,3}$', 'aaaa', false],
  ['^a{2}$', 'aa', true],
  ['^a{2,}$', 'aaaaa', true],
  ['\\bcat\\b', 'a cat!', true],
  ['\\Bcat', 'a cat', false],
  ['[^\\]a-c]+$', 'abcx', true],
  ['(?:ab)+?c', 'ababc', true],
  ['(?<year>\\d{4})-\\d\\d', 'on 2026-11', true],
  ['(?i)straße', 'STRAßE', true],
  ['\\u{1F600}', '😀', true],
  ['^.$', '😀', true],
  ['\\p{Lu}', 'aÄ', true],
  ['', 'anything', true],
  ['(a*)*b', 'aaa', false],
  ['\\.', 'ab', false],
  ['\\x41', 'A', true],
  ['[\\d.]+', 'v1.2', true],
])('%s on %s: %s', (pattern, text, expected) => {
  expect(patternFor(pattern)(text)).toBe(expected)
})

test.each([['(a)\\1'], ['(?=a)'], ['(?<!a)b'], ['a{1000}'], ['((a{100}){100}){100}'], ['['], ['a'.repeat(300)]])(
  '%s is refused',
  pattern => {
    expect(() => patternFor(pattern)).toThrow(RangeError)
  },
)

test('agrees with the regular expressions of JavaScript', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '(a|b)', '(?:ab)', '(a*|b)', '()')
  const piece = fc
    .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?'))
    .map(([a, q]) => (/^(\^|\$|\\b)$/.test(a) ? a : a + q))
  const pattern = fc.array(fc.oneof(piece, fc.constant('|')), {maxLength: 6}).map(pieces => pieces.join(''))
  fc.assert(
    fc.property(pattern, fc.string({unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 8}), (source, text) => {
      expect(patternFor(source)(text)).toBe(new RegExp(source, 'u').test(text))
    }),
    {numRuns: 2_000},
  )
})
