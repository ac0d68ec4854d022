import {diffSource, type FileBytes, sourceTotals} from '../../../../src/compare/source/diff-source'

const file = (
  path: string,
  before: string | Uint8Array | undefined,
  after: string | Uint8Array | undefined,
): FileBytes => ({
  file: {
    path,
    kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    ...(before !== undefined && {before: `${path} 1`}),
    ...(after !== undefined && {after: `${path} 2`}),
  },
  ...(before !== undefined && {before: Buffer.from(before)}),
  ...(after !== undefined && {after: Buffer.from(after)}),
})
const lines = (count: number) => Array.from({length: count}, (_, n) => `line ${n}\n`).join('')

test('lines are counted, whatever is shown', async () => {
  const [big, small] = await diffSource([file('new.py', undefined, lines(5_000)), file('a.py', 'x\ny\n', 'x\nz\nw\n')])
  expect(big).toMatchObject({added: 5_000, removed: 0, truncated: '4800 more lines not shown'})
  expect(big!.hunks[0]!.lines).toHaveLength(200)
  expect(big!.hunks[0]).toMatchObject({oldStart: 0, oldLines: 0, newStart: 1, newLines: 5_000})
  expect(small).toMatchObject({added: 2, removed: 1, hunks: [{lines: [' x', '-y', '+z', '+w']}]})
})

test('what is no text is named, with its size where it was read', async () => {
  const latin1 = Buffer.from('caf\u00e9', 'latin1')
  const found = await diffSource([
    file('a.txt', 'cafe', latin1),
    file('b.dat', 'a\0b', 'a\0c!'),
    {file: {path: 'c.png', kind: 'changed', before: '1', after: '2'}},
    {file: {path: 'lib', kind: 'changed', what: 'submodule', before: '1', after: '2'}},
    {file: {path: 'd.py', kind: 'changed', before: '1', after: '2'}},
  ])
  expect(found).toEqual([
    {path: 'a.txt', kind: 'changed', binary: true, size: {before: 4, after: 4}, hunks: []},
    {path: 'b.dat', kind: 'changed', binary: true, size: {before: 3, after: 4}, hunks: []},
    {path: 'c.png', kind: 'changed', binary: true, hunks: []},
    {path: 'lib', kind: 'changed', what: 'submodule', hunks: []},
    {path: 'd.py', kind: 'changed', hunks: [], truncated: 'its text was not read'},
  ])
  expect(sourceTotals(found, found)).toMatchObject({total: {changed: 5}, uncounted: 1})
})

test('the ends of lines: alone they are said, of both they say nothing', async () => {
  const crlf = (text: string) => text.replaceAll('\n', '\r\n')
  const [ends, both] = await diffSource([
    file('a.py', 'x\ny\n', crlf('x\ny\n')),
    file('b.py', crlf('x\ny\n'), crlf('x\nz\n')),
  ])
  expect(ends).toMatchObject({hunks: [], truncated: 'only the ends of lines differ'})
  expect(both!.hunks[0]!.lines).toEqual([' x', '-y', '+z'])
})

test('much that differs in many files ends in time, and what was not compared is counted', async () => {
  const other = lines(900).replaceAll('line', 'other')
  const files = Array.from({length: 300}, (_, n) => file(`f${n}.py`, lines(900), other))
  const found = await diffSource(files)
  const shown = found.reduce((sum, {hunks}) => sum + hunks.reduce((all, hunk) => all + hunk.lines.length, 0), 0)
  // A file may take a second at most: a machine that is busy shows fewer.
  expect(shown).toBeLessThanOrEqual(1_000)
  const counted = found.filter(({added}) => added !== undefined).length
  expect(sourceTotals(found, found)).toMatchObject({uncounted: 300 - counted, lines: {added: counted * 900}})
  expect(counted).toBeLessThan(300)
})

test('files that nobody compares use nothing up', async () => {
  const unread = {file: {path: 'x.py', kind: 'changed', before: '1', after: '2'}} as const
  const ends = file('y.py', 'a\nb\n', 'a\r\nb\r\n')
  const found = await diffSource([...Array.from({length: 30}, () => unread), ...Array.from({length: 30}, () => ends)])
  expect(new Set(found.map(({truncated}) => truncated))).toEqual(
    new Set(['its text was not read', 'only the ends of lines differ']),
  )
})

test('a config is compared by words', async () => {
  const [config, code] = await diffSource([file('a.yaml', 'lr: 1\n', 'lr: 2\n'), file('a.py', 'lr = 1\n', 'lr = 2\n')])
  expect(config!.hunks[0]!.words).toEqual([
    {
      at: 0,
      count: 2,
      parts: [
        {kind: 'same', text: 'lr: '},
        {kind: 'removed', text: '1'},
        {kind: 'added', text: '2'},
      ],
    },
  ])
  expect(code!.hunks[0]!.words).toBeUndefined()
})
