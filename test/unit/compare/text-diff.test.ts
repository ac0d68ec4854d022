import {diffText} from '../../../src/compare/text-diff'

const lines = (count: number, text = (n: number) => `line ${n}`) =>
  Array.from({length: count}, (_, n) => `${text(n)}\n`).join('')

test('a changed line, with three around it', async () => {
  const {hunks} = await diffText({path: 'c.yaml', before: lines(9), after: lines(9).replace('line 4', 'other')})
  expect(hunks).toEqual([
    {
      oldStart: 2,
      oldLines: 7,
      newStart: 2,
      newLines: 7,
      lines: [' line 1', ' line 2', ' line 3', '-line 4', '+other', ' line 5', ' line 6', ' line 7'],
    },
  ])
})

test('the same text has no hunks', async () => {
  expect(await diffText({path: 'a', before: 'x\n', after: 'x\n'})).toEqual({path: 'a', hunks: []})
})

test('13,000 lines against one end at once, and it is said', async () => {
  const started = performance.now()
  const diff = await diffText({path: 'a', before: lines(13_000), after: 'other\n'})
  expect(performance.now() - started).toBeLessThan(3_000)
  expect(diff.hunks).toEqual([])
  expect(diff.truncated).toBe('the texts have too little in common to compare line by line: 13000 lines and 1')
})

test('lines that all differ end in time', async () => {
  const started = performance.now()
  const diff = await diffText({path: 'a', before: lines(20_000, n => `a${n}`), after: lines(20_000, n => `b${n}`)})
  expect(performance.now() - started).toBeLessThan(3_000)
  expect(diff.truncated).toBeDefined()
})

test('a long line is cut, and how much is said', async () => {
  const diff = await diffText({path: 'a', before: 'x'.repeat(3_200), after: 'y'.repeat(3_200)})
  expect(diff.hunks[0]!.lines[0]).toBe(`-${'x'.repeat(299)}… (2901 more characters)`)
})

test('many changed lines are capped and counted', async () => {
  const diff = await diffText({path: 'a', before: '', after: lines(1_500)})
  expect(diff.hunks[0]!.lines).toHaveLength(1_000)
  expect(diff.truncated).toBe('500 more lines not shown')
})

test('texts beyond the cap are not looked at', async () => {
  const diff = await diffText({path: 'a', before: 'x'.repeat(3_000_000), after: ''})
  expect(diff.truncated).toBe('the texts are too large to compare line by line: 1 line and 0')
})

test('words of a config, with the last line unfinished; many long lines end in time', async () => {
  const {hunks} = await diffText({path: 'a', before: 'x\nlr: 1', after: 'x\nlr: 2\n'}, {words: true})
  expect(hunks[0]!.lines).toEqual([' x', '-lr: 1', '\\ No newline at end of file', '+lr: 2'])
  expect(hunks[0]!.words).toMatchObject([{at: 1, count: 3}])
  const long = (word: string) =>
    lines(100, n => `key${n}: ${Array.from({length: 1_000}, (_, i) => word + i * n).join(' ')}`)
  const started = performance.now()
  const diff = await diffText({path: 'a', before: long('a'), after: long('b')}, {words: true})
  expect(performance.now() - started).toBeLessThan(3_000)
  expect(diff).toMatchObject({added: 100, removed: 100})
})

test('only the ends of lines', async () => {
  const diff = await diffText({path: 'a', before: 'a\nb\n', after: 'a\r\nb\r\n'})
  expect(diff).toEqual({path: 'a', hunks: [], truncated: 'only the ends of lines differ'})
})
