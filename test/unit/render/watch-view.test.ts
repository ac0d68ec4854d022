import {redraw} from '../../../src/render/redraw'
import {changeJson, changeLine, watchLines} from '../../../src/render/watch-view'
import fc from '../../support/fast-check'
import {idOf} from '../../support/summaries'

const now = Date.parse('2026-01-02T00:00:00Z')
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()
const run = (n: number, status: string, more: object = {}) => ({
  id: idOf(n),
  name: `run-${n}`,
  status,
  created: ago(600),
  params: {},
  metrics: {},
  ...more,
})
const view = {
  now,
  since: now - 65_000,
  running: [] as object[],
  ended: [] as object[],
  missing: [],
  settings: {directions: {}},
}
const options = {color: false, columns: 79, rows: 23, fields: ['params.lr', 'metrics.dev.f1'], limit: 50}

describe('on a terminal', () => {
  test('nothing runs', () => {
    expect(watchLines(view, options)).toEqual(['nothing is running; waiting · watched for 1m 05s · Ctrl-C ends'])
  })

  test('what runs with its step and metrics, then what ended; a sign of life only where it is late', () => {
    const running = [
      run(1, 'running', {
        started: ago(245),
        params: {lr: 0.1},
        metrics: {dev: {f1: 0.81234}},
        live: {step: 300, age: 12, alive: 'yes'},
      }),
      run(2, 'running', {live: {age: 200, alive: 'unknown'}}),
      run(3, 'running', {live: {age: 200, alive: 'no'}}),
    ]
    const ended = [run(4, 'failed', {started: ago(100), finished: ago(58)}), run(5, 'finished')]
    expect(`\n${watchLines({...view, running, ended}, options).join('\n')}`).toMatchInlineSnapshot(`
"
3 running · 2 ended · watched for 1m 05s · Ctrl-C ends
id            name   status                elapsed  step   lr      f1
000000000001  run-1  running               4m 05s    300  0.1  0.8123
000000000002  run-2  running (3m 20s ago)  10m 00s
000000000003  run-3  running (left)        10m 00s
000000000004  run-4  failed                42 s
000000000005  run-5  finished"
`)
  })

  test('where there is no room the rest is counted', () => {
    const running = Array.from({length: 30}, (_, n) => run(n, 'running'))
    const lines = watchLines({...view, running}, {...options, rows: 10})
    expect([lines.length, lines.at(-1)]).toEqual([10, '… 23 more lines'])
    expect(watchLines({...view, running}, {...options, limit: 2}).slice(-2)).toEqual([
      expect.stringContaining('run-1'),
      '2 of 30 runs shown; --limit 0 shows all',
    ])
    for (const rows of [1, 2, 3])
      expect(watchLines({...view, running}, {...options, rows}).length).toBeLessThanOrEqual(rows)
    for (const line of watchLines({...view, running}, {...options, columns: 20}))
      expect(line.length).toBeLessThanOrEqual(20)
  })
})

test('a change is a line, or a line of JSON', () => {
  const ended = run(1, 'finished', {
    started: ago(100),
    finished: ago(10),
    metrics: {dev: {f1: 0.81234}},
    name: 'a\u001b[2J',
  })
  expect(changeLine({was: 'running', run: ended}, options.fields, now)).toBe(
    '2026-01-02T00:00:00Z  finished  000000000001  a\\u{1b}[2J  1m 30s  dev.f1 0.8123\n',
  )
  const left = run(1, 'running', {live: {alive: 'no'}})
  expect(changeLine({was: 'running', run: left}, [], now)).toContain('  running (left)  ')
  expect(changeLine({was: null, run: run(1, 'running')}, [], now)).toMatch(/ {2}running {2}000000000001 {2}run-1\n$/)
  const json = changeJson({was: null, run: run(1, 'running', {name: 'a\u009b'})}, now)
  expect(json).toContain('"name":"a\\u009b"')
  expect(JSON.parse(json)).toMatchObject({at: '2026-01-02T00:00:00.000Z', was: null, run: {id: '000000000001'}})
})

/** A terminal that understands what `redraw` writes, and nothing else. */
class Terminal {
  cursor = true
  row = 0
  column = 0
  screen: string[] = []

  constructor(
    public columns: number,
    public rows: number,
  ) {}

  write(text: string): void {
    for (const [part] of text.matchAll(/\u001b\[[?\d;]*[A-Za-z]|\n|[^\u001b\n]+/g)) this.#take(part)
  }

  /** As the shell writes: from the cursor on. */
  get text(): string[] {
    return this.screen.slice(0, this.row)
  }

  #take(part: string): void {
    const [, count, letter] = /^\u001b\[(\??\d*)([A-Za-z])$/.exec(part) ?? []
    if (part === '\n') this.#newline()
    else if (letter === 'A') this.row = Math.max(0, this.row - Number(count || 1))
    else if (letter === 'K') this.screen[this.row] = (this.screen[this.row] ?? '').slice(0, this.column)
    else if (letter === 'J' && count === '2') this.screen = []
    else if (letter === 'J') this.screen.length = Math.min(this.screen.length, this.row)
    else if (letter === 'H') this.row = 0
    else if (letter === 'h' || letter === 'l') this.cursor = letter === 'h'
    else this.#print(part)
  }

  #newline(): void {
    this.column = 0
    if (this.row < this.rows - 1) this.row++
    else this.screen.shift()
  }

  #print(part: string): void {
    if (part.length >= this.columns) throw new Error('a line that wraps')
    const line = (this.screen[this.row] ?? '').padEnd(this.column)
    this.screen[this.row] = line.slice(0, this.column) + part + line.slice(this.column + part.length)
    this.column += part.length
  }
}

test('what is drawn over shows the last lines and no others, wherever the cursor stood, also when the size changes', () => {
  const step = fc.record({
    lines: fc.array(fc.string({unit: fc.constantFrom('a', 'b', ' '), maxLength: 9}), {maxLength: 4}),
    columns: fc.constantFrom(10, 10, 10, 20),
    rows: fc.constantFrom(5, 5, 8),
  })
  fc.assert(
    fc.property(fc.array(step, {minLength: 1, maxLength: 8}), fc.integer({min: 0, max: 9}), (steps, before) => {
      const terminal = new Terminal(10, 5)
      terminal.write('$ ls\n'.repeat(before))
      let drawn: {lines: number; columns: number; rows: number} | undefined
      for (const {lines, columns, rows} of steps) {
        const room = {columns, rows}
        Object.assign(terminal, room)
        const text = redraw(lines, room, drawn)
        drawn = {...room, lines: lines.length}
        terminal.write(text)
        expect(terminal.text.slice(terminal.row - lines.length)).toEqual(lines)
        expect([terminal.screen.length <= terminal.row, terminal.cursor]).toEqual([true, true])
      }
    }),
  )
})
