import {renderSearch, searchMarkdown} from '../../../src/render/search-view'

const view = (text: string, ...marks: [number, number][]) => ({
  terms: ['x'],
  total: 1,
  missing: [],
  runs: [
    {
      id: '000000000000',
      name: 'run',
      status: 'finished',
      decision: 'rejected',
      created: '2026-01-01T00:00:00.000Z',
      passages: [{field: 'notes', text, marks}],
    },
  ],
})
const options = {color: false, width: Number.POSITIVE_INFINITY, now: Date.UTC(2026, 0, 2)}
const passage = (text: string, marks: [number, number][], more: object = {}) =>
  renderSearch(view(text, ...marks), {...options, ...more}).split('\n')[1]

test('a run in a line, its passages below; without colour as they are', () => {
  expect(renderSearch(view('label smoothing', [0, 5]), options)).toBe(
    '000000000000  run  finished, rejected  1d ago\n    notes: label smoothing\n',
  )
})

test('with colour the words found are bold', () => {
  expect(passage('a label here', [[2, 7]], {color: true})).toContain('a \u001b[1mlabel\u001b[22m here')
})

test('a terminal obeys nothing of a text', () => {
  expect(passage('a\u001b[2J\nlabel', [[6, 11]])).toBe('    notes: a\\u{1b}[2J label')
})

test('a long passage is cut around the first word found', () => {
  const text = `${'before '.repeat(20)}label${' after'.repeat(20)}`
  const line = passage(text, [[140, 145]], {width: 60})!
  expect(line.length).toBe(60)
  expect(line).toMatch(/^ {4}notes: ….*before label after .*…$/)
  // Wide signs are never halved.
  const wide = passage(`${'模型'.repeat(40)}label${'模型'.repeat(40)}`, [[80, 85]], {width: 60})!
  expect(wide).toMatch(/^ {4}notes: …(?:模|型)+label(?:模|型)+…$/)
})

test('as markdown, with nothing in it that a forge would follow', () => {
  expect(searchMarkdown(view('a *label* here', [3, 8]))).toBe(
    '- `000000000000` `run` finished, rejected\n  - notes: a \\***label**\\* here\n',
  )
  expect(searchMarkdown(view('ask @someone label', [13, 18]))).toContain('notes: `ask @someone label`')
})

test('nothing found says so', () => {
  expect(renderSearch({terms: ['a b', 'c'], total: 0, runs: [], missing: []}, options)).toBe(
    'nobody wrote of "a b" c\n',
  )
})
