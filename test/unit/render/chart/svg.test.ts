import {dotPath, linePath} from '../../../../src/render/chart/svg-path'
import {xmlText} from '../../../../src/render/chart/xml'

const place = {x: (step: number) => step, y: (value: number) => value}
const point = (step: number, value: number) => ({step, value, attempt: 1})

test('a path goes on from point to point, in tenths', () => {
  const line = [point(10, 20), point(11, 19.5), point(11.26, 19.5), point(9, 30)]
  expect(linePath([line], place)).toBe('M10 20l1-.5 .3 0-2.3 10.5')
  expect(linePath([line.slice(0, 2), [point(1, 1)], line.slice(2)], place)).toBe('M10 20l1-.5M11.3 19.5l-2.3 10.5')
})

test('rounding does not add up along a path', () => {
  const line = Array.from({length: 1001}, (_, i) => point(i * 0.04, 0))
  const sum = linePath([line], place)
    .replace(/^M0 0l/, '')
    .match(/-?[\d.]+/g)!
    .reduce((total, part) => total + Number(part), 0)
  expect(sum).toBeCloseTo(40, 6)
})

test('points that stand alone are lines of no length', () => {
  expect(dotPath([[point(1, 2)], [point(3, 4), point(5, 6)], [point(7, 8)]], place)).toBe('M1 2h0M7 8h0')
})

test('text of strangers cannot leave its element or attribute, and XML can hold it', () => {
  expect(xmlText(`<script>"a" & 'b'</script>`)).toBe('&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;')
  expect(xmlText('\u0000\u001b[31m\u202e\ufffe\uffff\ud800')).toBe('\\u{0}\\u{1b}[31m\\u{202e}\\u{fffe}\\u{ffff}\ufffd')
})
