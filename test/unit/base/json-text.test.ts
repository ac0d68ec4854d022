import {parseJson, spellJson} from '../../../src/base/json-text'

test.each([
  ['NaN', Number.NaN],
  ['infinities', [Number.POSITIVE_INFINITY, {x: Number.NEGATIVE_INFINITY}]],
  ['-0', {x: -0}],
  ['a big integer', {seed: 123456789012345678901234567890n}],
  ['a text that begins like a mark', ['\u0000NaN', '\u0000\u00005n']],
  ['plain values', {a: 1, b: [true, null, 'x\ny'], c: {}}],
  ['a key called __proto__', JSON.parse('{"__proto__": {"x": 1}, "y": "\\u0000"}')],
])('%s is read back equal', (_, value) => {
  expect(parseJson(spellJson(value))).toEqual(value)
  expect(spellJson(value)).not.toContain('\n')
})
