import {type Workplace, workplace} from '../support/workplace'

let place: Workplace
const HOSTILE = '../$(id) <b>"&" --x'

interface Curved {
  readonly name: string
  readonly seed?: number
  readonly params: Readonly<Record<string, string | number>>
  readonly tags: readonly string[]
  readonly status?: string
  readonly reproduces?: string
}

/** A recorded run, and one curve beside it: values, or [step, value, attempt]. */
function curved(
  run: Curved,
  metric: string,
  values: readonly (number | string | readonly (number | string)[])[],
): string {
  place.write('run.json', {...run, metrics: {dev: {f1: 0.5}}})
  place.ok('record', 'run.json')
  const {id, path} = place.json(['ls', '--limit', '1']).runs[0]
  const lines = values.map((value, i) =>
    Array.isArray(value) ? `${metric},${value[0]},${value[1]},${value[2] ?? 1}` : `${metric},${i * 10},${value},1`,
  )
  place.putOnLedger(`${path}/series.csv`, `metric,step,value,attempt\n${lines.join('\n')}\n`)
  return id
}

const flat = (value: number, count = 5) => Array.from({length: count}, () => value)
const LOSS = 'train.loss'
const tagged = (tag: string, name: string, seed: number, tokenizer: string | number, more = {}): Curved => ({
  name,
  seed,
  params: {tokenizer, output_dir: `out/${name}`, ...more},
  tags: [tag],
})

beforeAll(() => {
  place = workplace()
  for (const [seed, value] of [1, 2, 6].entries()) {
    curved(tagged('abl', 'bpe', seed, 'bpe'), LOSS, flat(value))
    curved(tagged('abl', 'char', seed, 'char'), LOSS, flat(value + 3))
  }
  const again = curved(tagged('odd', 'short', 0, 'a'), LOSS, flat(1))
  curved(tagged('odd', 'short', 1, 'a'), LOSS, flat(3, 2))
  curved({...tagged('odd', 'check', 0, 'a'), reproduces: again}, LOSS, flat(99))
  curved(tagged('odd', 'nan', 0, 'b'), LOSS, [1, 1, 1, 'nan', 'inf'])
  curved(tagged('odd', 'nan', 1, 'b'), LOSS, flat(3))
  curved(tagged('odd', 'apart', 0, 'c'), LOSS, flat(1))
  curved(tagged('odd', 'apart', 1, 'c'), LOSS, [
    [5, 1],
    [15, 1],
  ])
  curved(tagged('odd', 'rerun', 7, 'd'), LOSS, flat(1))
  curved(tagged('odd', 'rerun', 7, 'd'), LOSS, flat(3))
  curved(tagged('odd', 'rerun', 8, 'd', {lr: 2}), LOSS, flat(4))
  curved(tagged('odd', 'rerun', 9, 'd'), 'dev.acc', flat(4))
  curved({name: 'unknown', params: {tokenizer: 'e'}, tags: ['odd'], status: 'failed'}, LOSS, flat(1))
  curved({name: 'unknown', params: {tokenizer: 'e'}, tags: ['odd']}, LOSS, [
    [0, 2],
    [10, 2, 2],
  ])
  curved(tagged('hostile', HOSTILE, 1, HOSTILE), LOSS, flat(0.5))
  curved(tagged('hostile', HOSTILE, 2, HOSTILE), LOSS, flat(-4))
  curved(tagged('hostile', 'bare', 3, HOSTILE), LOSS, [])
})

test('a line for each value of the field, the mean with its sd, as compare calls them', () => {
  const text = place.ok('curves', '--tag', 'abl', '--group-by', 'params.tokenizer')
  expect(text).toContain('train.loss  lower is better, mean over seeds in a band of ±1 sd\n')
  expect(text).toMatch(
    /\n {5}group +seeds +last +best +at step\n {2}A {2}tokenizer=bpe +3 +3 ±2\.6 +3 +0\n {2}B {2}tokenizer=char +3 +6 ±2\.6 +6 +0\n/,
  )
  const rivals = place.json(['compare', '--tag', 'abl', '--group-by', 'params.tokenizer']).rivals
  expect(rivals.map(({label}: {label: string}) => label)).toEqual(['tokenizer=bpe', 'tokenizer=char'])
})

test('--mean: all that differ only in seed, whatever their folders; the same names as compare has', () => {
  const {groups} = place.json(['curves', '--tag', 'abl', '--mean'])
  const {rivals} = place.json(['compare', '--tag', 'abl'])
  const names = (found: readonly {readonly label: string}[]) => found.map(({label}) => label)
  expect(names(groups)).toEqual(['bpe', 'char'])
  expect(names(groups)).toEqual(names(rivals))
})

test('a single configuration is one line of its seeds', () => {
  const text = place.ok('curves', '--where', 'params.tokenizer == "bpe"', '--mean')
  expect(text).toMatch(/\n {2}bpe +3 +3 ±2\.6 +3 +0\n/)
  expect(text).not.toMatch(/^ {2}A /m)
})

test('without colours the edges of a band are the small letter of its line', () => {
  const text = place.ok('curves', '--tag', 'abl', '--mean')
  expect(text).toMatch(/^[\n\x20-\x7e±]*$/)
  const plot = text
    .split('\n')
    .slice(1, 17)
    .map(line => line.slice(6))
  const rows = (letter: string) => plot.flatMap((line, i) => (line.includes(letter) ? [i] : []))
  // Two lines at 3 and 6, their bands 2.6 wide to either side; where an edge meets a line, the line is drawn.
  expect([rows('b')[0], rows('a').at(-1)]).toEqual([0, 15])
  expect(rows('B')[0]).toBeLessThan(rows('A')[0]!)
  expect(Math.max(...rows('b'))).toBeLessThan(rows('A')[0]! + 1)
})

test('of one line, whose letter is not told, the edges are dots', () => {
  const text = place.ok('curves', '--where', 'params.tokenizer == "bpe"', '--mean')
  expect(text).toMatch(/^ .* [+|]\.{72,}\n(?:.*\n)+.*[+|]A{72,}\n(?:.*\n)+.*[+|]\.{72,}\n/m)
})

test('with colours a band is faint dots, and nothing else is faint', () => {
  const {stdout} = place.exp(['curves', '--tag', 'abl', '--mean', '--color', 'always'], {env: {LC_ALL: 'C.UTF-8'}})
  expect(stdout).toMatch(/\u001b\[2;36m[\u2801-\u28ff]+\u001b\[22;39m/)
  expect(stdout).not.toMatch(/[ab]{3}/)
})

test('what is not in a mean is told of: steps, values, reruns, seeds, runs that only check another', () => {
  const text = place.ok('curves', '--tag', 'odd', '--group-by', 'params.tokenizer', '-m', 'loss')
  expect(text.slice(text.indexOf('\nA: ') + 1)).toBe(ODD)
})

const ODD = `A: 3 of 5 steps left out, not measured by all 2 seeds (seed 1 has 2)
B: 2 values of 1 of 2 runs not finite, from step 30, which no mean counts: the
last is over 1 seed
C: no step was measured by all 2 seeds, 7 steps left out
D: 1 run of it without this curve
E: 1 of 2 runs resumed

tokenizer=d: its runs differ in more than their seed; 4 runs of 3 seeds, those
of one seed averaged first
tokenizer=e: nobody knows the seed of 2 of 2 runs, which count as one seed; 1 of
2 runs did not finish: failed
also: dev.acc; --metric chooses
left out, since they only check another run: check
`

test('csv: a line for each step that all seeds measured, numbers exact', () => {
  const csv = place.ok('curves', '--tag', 'odd', '--group-by', 'params.tokenizer', '-m', 'loss', '-f', 'csv')
  const rows = csv.split('\r\n')
  const of = (label: string) =>
    rows.filter(row => row.startsWith(`tokenizer=${label},`)).map(row => row.split(',').slice(2).join(' '))
  expect(rows[0]).toBe('group,metric,step,n,mean,sd,least,greatest')
  expect(of('a')).toEqual([`0 2 2 ${Math.SQRT2} 1 3`, `10 2 2 ${Math.SQRT2} 1 3`])
  expect(of('b').slice(2)).toEqual([`20 2 2 ${Math.SQRT2} 1 3`, '30 1 3  3 3', '40 1 3  3 3'])
  expect(of('c')).toEqual([])
  // (1 + 3) / 2 of seed 7, and 4 of seed 8.
  expect(of('d')[0]).toBe(`0 2 3 ${Math.SQRT2} 2 4`)
  expect(of('e')).toHaveLength(5)
})

test('json: the seeds of each group, what was left out, and points with their spread', () => {
  const {groups, charts, reproductions} = place.json([
    'curves',
    '--tag',
    'odd',
    '--group-by',
    'params.tokenizer',
    '-m',
    'loss',
  ])
  expect(reproductions).toEqual([{id: expect.any(String), name: 'check'}])
  expect(groups[0]).toEqual({
    label: 'tokenizer=a',
    mixed: false,
    members: [
      {run: 0, seed: '0'},
      {run: 1, seed: '1'},
    ],
  })
  const [a, b, c] = charts[0].curves
  expect(a).toMatchObject({group: 0, seeds: 2, left: 3, fewest: {seed: '1', steps: 2}, count: 2})
  expect(a.points[1]).toEqual({step: 10, n: 2, mean: 2, sd: Math.SQRT2, least: 1, greatest: 3})
  expect(b).toMatchObject({diverged: {values: 2, runs: 1, from: 30}, notFinite: 0, last: {n: 1, mean: 3}})
  expect(c).toMatchObject({count: 0, left: 7, points: []})
})

test('logarithmic: a band that goes on below the axis is cut, and that is said', () => {
  const text = place.ok('curves', '--where', 'params.tokenizer == "bpe"', '--mean', '--log', '--format', 'svg')
  expect(text).not.toContain('goes on below')
  // Seeds at 0.1 and 1.9: 1 ± 1.27.
  curved(tagged('wide', 'wide', 1, 'w'), LOSS, flat(0.1))
  curved(tagged('wide', 'wide', 2, 'w'), LOSS, flat(1.9))
  for (const format of ['svg', 'terminal']) {
    const wide = place.ok('curves', '--tag', 'wide', '--mean', '--log', '--format', format)
    expect(wide).toContain('logarithmic')
    expect(wide).toContain('the band goes on below the axis at 5 steps')
  }
})

test('an average goes over line and band alike', () => {
  const text = place.ok('curves', '--tag', 'abl', '--mean', '--smooth', '5')
  expect(text).toMatch(/mean over seeds in a band of ±1 sd, smoothed over 5 points\n/)
  // Flat curves have themselves as their average.
  const drawn = (words: string) => words.split('\n').slice(2, 18)
  expect(drawn(text)).toEqual(drawn(`\n${place.ok('curves', '--tag', 'abl', '--mean')}`))
})

test('an image: bands below the lines, names of strangers as text, the same twice', () => {
  const image = place.ok('curves', '--tag', 'hostile', '--group-by', 'params.tokenizer', '-f', 'svg')
  expect(image).toBe(place.ok('curves', '--tag', 'hostile', '--group-by', 'params.tokenizer', '-f', 'svg'))
  expect(image).toContain('tokenizer=../$(id) &lt;b&gt;&quot;&amp;&quot; --x')
  expect(image).toMatch(/<path class="h c0" d="M[^"]*z"\/>\n<path class="l c0" d=/)
  expect(image).toContain('2 seeds')
  expect(image).not.toContain('<b>')
  const csv = place.ok('curves', '--tag', 'hostile', '--mean', '-f', 'csv')
  expect(csv).toContain('"../$(id) <b>""&"" --x",train.loss,0,2,-1.75,')
  expect(place.ok('curves', '--tag', 'hostile', '--mean')).toContain('\nno curves: bare\n')
})

test('--limit bounds the groups, never the seeds of one', () => {
  const text = place.ok('curves', '--tag', 'abl', '--mean', '--limit', '1')
  expect(text).toMatch(/\n {2}bpe +3 +3 ±2\.6/)
  expect(text).toContain('\n1 more group: --limit 0\n')
})

test('--group-by id: each run by itself, without bands', () => {
  const text = place.ok('curves', '--tag', 'abl', '--group-by', 'id')
  expect(text).toContain('train.loss  lower is better, mean over seeds\n')
  expect(text).toMatch(/\n {2}A {2}bpe \w{6} +1 +1 +1 +0\n/)
  expect(text.match(/^ {2}[A-F] {2}/gm)).toHaveLength(6)
})

test.each([
  [
    ['curves', '--tag', 'abl', '--group-by', 'params.tokenzier'],
    /^none of these runs has "params\.tokenzier" to group by; they have params\.tokenizer$/,
    [
      'git exp curves --tag abl --group-by params.tokenizer',
      'runs that differ only in seed: git exp curves --tag abl --mean',
    ],
  ],
  [
    ['curves', 'latest', '--group-by', 'tokenizer'],
    /"tokenizer" to group by/,
    [
      'git exp curves latest --group-by params.tokenizer',
      'runs that differ only in seed: git exp curves latest --mean',
    ],
  ],
  [
    ['curves', '--where', 'name == "bpe"', '--group-by', 'no\u001b[31m'],
    /to group by/,
    [`runs that differ only in seed: git exp curves --where 'name == "bpe"' --mean`],
  ],
])('%j is refused', (args, message, hints) => {
  expect(place.refused(args)).toMatchObject({code: 'USAGE', message: expect.stringMatching(message), hints})
})
