import {toCsv} from '../../../src/render/csv'
import {toJson, toJsonLine} from '../../../src/render/json'
import {renderLog} from '../../../src/render/log-view'
import {mdBlock, mdCode, mdText} from '../../../src/render/markdown'
import {formatAge, formatDelta, formatDuration, formatNumber, formatPair} from '../../../src/render/numbers'
import {renderTable} from '../../../src/render/table'
import {cutToWidth, pad, widthOf, wrap} from '../../../src/render/width'

test('JSON: big integers as digits, what JSON has no word for as text, controls escaped', () => {
  expect(toJsonLine({a: 2n ** 64n, b: Number.NaN, c: -Infinity, d: '#18', e: '\u009b'})).toBe(
    '{"a":18446744073709551616,"b":"NaN","c":"-Infinity","d":"#18","e":"\\u009b"}',
  )
  expect(toJson({a: [1]})).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(toJson(undefined)).toBe('null')
})

test('CSV: quotes, exact numbers, no formulas', () => {
  const rows = [
    ['a,b', 'say "x"', 'two\nlines', 0.1 + 0.2, undefined],
    ['=cmd()', '-0.5', -0.5, ['a', 'b'], {k: 1}],
  ]
  expect(toCsv(['x'], rows)).toBe(
    'x\r\n"a,b","say ""x""","two\nlines",0.30000000000000004,\r\n\'=cmd(),-0.5,-0.5,a;b,"{""k"":1}"\r\n',
  )
})

test.each([
  ['plain words, 0.84', 'plain words, 0.84'],
  ['a_b *c*', 'a\\_b \\*c\\*'],
  ['a|b <i>', 'a&#124;b &lt;i&gt;'],
  ['@team', '`@team`'],
  ['see #12', '`see #12`'],
  ['https://x.example', '`https://x.example`'],
  ['a\\|b', '<code>a&#92;&#124;b</code>'],
  ['two\nlines', 'two lines'],
])('markdown text %j', (text, expected) => expect(mdText(text)).toBe(expected))

test('markdown code and blocks cannot be left', () => {
  expect(mdCode('a`b|c')).toBe('<code>a&#96;b&#124;c</code>')
  expect(mdCode('')).toBe('<code></code>')
  expect(mdBlock('````\nx')).toBe('`````text\n````\nx\n`````\n')
})

test('numbers for people', () => {
  expect([0.84, 0.123456, 1234.5678, 20_000, 1e-7, 123456.7, -0.00012346].map(value => formatNumber(value))).toEqual([
    '0.84',
    '0.1235',
    '1235',
    '20000',
    '1e-7',
    '123457',
    '-0.0001235',
  ])
  expect(formatPair(0.880_01, 0.880_02)).toEqual(['0.88001', '0.88002'])
  expect(formatDelta(0.76 - 0.84)).toBe('-0.08')
  expect(formatDelta(3n)).toBe('+3')
})

test('durations and ages', () => {
  expect([0.8, 3.21, 42, 245, 3720, 183_600].map(formatDuration)).toEqual([
    '0.8 s',
    '3.2 s',
    '42 s',
    '4m 05s',
    '1h 02m',
    '2d 3h',
  ])
  const now = Date.parse('2026-03-01T00:00:00Z')
  const ages = [
    '2026-02-28T23:59:50Z',
    '2026-02-28T22:00:00Z',
    '2026-02-26T00:00:00Z',
    '2025-01-01T00:00:00Z',
    '2027-01-01T00:00:00Z',
    'x',
  ]
  expect(ages.map(moment => formatAge(moment, now))).toEqual([
    'just now',
    '2h ago',
    '3d ago',
    '2025-01-01',
    '2027-01-01',
    'x',
  ])
})

test('widths: East Asian, emoji, flags, combining marks', () => {
  expect(['abc', '日本', '🙂', '❤️', '🇩🇪', 'e\u0301', 'ｶﾞ', '👍🏽'].map(widthOf)).toEqual([3, 4, 2, 2, 2, 1, 2, 2])
  expect(cutToWidth('日本語', 4)).toBe('日…')
  expect(cutToWidth('abc', 0)).toBe('')
  expect(pad('日', 4, 'right')).toBe('  日')
  expect(wrap('one two three\nfour', 7)).toEqual(['one two', 'three', 'four'])
  expect(wrap('x'.repeat(5), 2)).toEqual(['xx', 'xx', 'x'])
})

test('a table is never wider than asked for and says which columns are gone', () => {
  const columns = [{label: 'a', priority: 9}, {label: 'b'}, {label: 'c'}]
  const table = renderTable(columns, [[{text: 'x'.repeat(20)}, {text: 'y'.repeat(20)}, {text: 'z'}]], {width: 20})
  expect(table).toEqual({text: `${'x'.repeat(7)}…  ${'y'.repeat(7)}…\n`, hidden: ['c']})
})

test('the log: a line for each change', () => {
  const entry = {commit: 'a'.repeat(40), time: '2026-01-01T00:00:00.000Z', author: 'Ana', subject: 'record: x\u001b[2J'}
  const now = Date.parse('2026-01-01T01:00:00.000Z')
  const text = renderLog([entry, {...entry, run: 'k3v9q2m7x4tb', status: 'finished'}], {color: false, width: 90, now})
  expect(`\n${text}`).toMatchInlineSnapshot(`
"
aaaaaaaaaa  1h ago  Ana  record: x\\u{1b}[2J
aaaaaaaaaa  1h ago  Ana  record: x\\u{1b}[2J  k3v9q2m7x4tb  finished
"
`)
})
