import {cut, editDistance, hasControl, nearest, safe} from '../../../src/base/text'

test('control characters, bidi marks and zero-width marks become visible', () => {
  expect(safe('a\u001b[31mb')).toBe('a\\u{1b}[31mb')
  expect(safe('x\u202ey')).toBe('x\\u{202e}y')
  expect(safe('two\nlines\tand')).toBe('two lines and')
  expect(hasControl('plain ü 日本 🙂')).toBe(false)
})

test('the nearest name is at most a third away', () => {
  expect(nearest('basline', ['baseline', 'other'])).toBe('baseline')
  expect(nearest('zzz', ['baseline'])).toBeUndefined()
  expect(editDistance('kitten', 'sitting')).toBe(3)
})

test('cutting counts characters, not code units', () => {
  expect(cut('🙂🙂🙂', 2)).toBe('🙂…')
  expect(cut('ab', 2)).toBe('ab')
})
