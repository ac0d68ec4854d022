import {type Workplace, workplace} from '../support/workplace'

let place: Workplace
const hash = (digit: string) => `sha256:${digit.repeat(64)}`

interface Of {
  readonly tokenizer?: string
  readonly seed?: number
  readonly f1: number
  readonly dev?: string
  readonly tags?: readonly string[]
  readonly neutral?: number
}

function record(name: string, {tokenizer = 'subword', seed = 1, f1, dev = 'b', tags = [], neutral = 0.7}: Of): void {
  place.write('run.json', {
    name,
    seed,
    tags,
    dataset: {name: 'tickets', splits: {dev: {hash: hash(dev)}}},
    params: {tokenizer, seed, output_dir: `out/${name}`},
    metrics: {dev: {micro_f1: f1, class_f1: {neg: 0.8, neutral}}, latency_ms_p95: 12},
  })
  place.ok('record', 'run.json')
}

beforeAll(() => {
  place = workplace()
  place.setLedger('primary_metric: dev.micro_f1')
  for (const [seed, f1] of [0.88, 0.881, 0.879, 0.882, 0.878].entries())
    record(`sub-${seed}`, {seed, f1, tags: ['ablation']})
  for (const [seed, f1] of [0.89, 0.891, 0.889, 0.892, 0.888].entries())
    record(`char-${seed}`, {tokenizer: 'charpiece', seed, f1, tags: ['ablation']})
  record('emails', {f1: 0.76, dev: 'e', neutral: 0.1, tokenizer: 'byte'})
})

test('an ablation over seeds: five against five is enough, and is claimed', () => {
  const text = place.ok('compare', '--tag', 'ablation', '--group-by', 'params.tokenizer')
  expect(text).toMatch(
    /^comparable with notes\n {2}note {2}tokenizer=charpiece: tokenizer is charpiece, that of the baseline subword\n/,
  )
  expect(text).toMatch(/dev\.micro_f1 {2}0\.88 ±0\.0016 +0\.89 ±0\.0016\* +\+0\.01 better p=0\.0079\n/)
  expect(text).toContain('\np: permutation test of the means, two-sided; claimed below 0.05\n')
  const paired = place.ok('compare', '--tag', 'ablation', '--paired')
  expect(paired).toMatch(/\+0\.01 better\?\n/)
  expect(paired).toContain('too few seeds to tell; 6 pairs could')
})

test('another dev split: not compared, the class that collapsed is seen all the same, and --across says that it is meant', () => {
  const {stdout, status} = place.exp(['compare', 'sub-0', 'emails', '--exit-code'])
  expect(status).toBe(1)
  expect(stdout).toMatch(
    /^not comparable\n {2}bars {2}emails: the dev split is sha256:eeeeeeeeeeee, that of the baseline sha256:bbbbbbbbbbbb/,
  )
  expect(stdout).toContain('\n  where that is meant: --across split\n')
  expect(stdout).toMatch(/dev\.micro_f1 {2}0\.88 +0\.76 +not compared\n/)
  expect(stdout).toContain('dev.class_f1: 2 figures; neutral falls most: 0.7 → 0.1 (-0.6) (--classes)')
  // What the marks mean is told of what is shown: a barred rival is none of the tests.
  const three = place.ok('compare', '--where', 'true', '--group-by', 'params.tokenizer', '--metric', 'dev.micro_f1')
  expect(three).toMatch(/p=0\.0079 +0\.76 +not compared\n/)
  expect(three).not.toMatch(/Holm|too few/)
  const meant = place.exp(['compare', 'sub-0', 'emails', '--across', 'split', '--exit-code', '--classes'])
  expect(meant.status).toBe(0)
  expect(meant.stdout).toMatch(/dev\.micro_f1 +0\.88\* +0\.76 +-0\.12 worse\?\n/)
  expect(meant.stdout).toMatch(/dev\.class_f1\.neutral +0\.7\* +0\.1 +-0\.6 worse\?\n/)
})

test('many rivals stand below one another, those that are not comparable last', () => {
  const {stdout} = place.exp(['compare', '--where', 'true', '--group-by', 'id', '--baseline', 'sub-3', '--limit', '4'])
  const lines = stdout.slice(stdout.indexOf('rivals')).split('\n')
  expect(lines.slice(1, 5).map(line => line.trim().split(/\s+/)[0])).toEqual(['sub-3', 'char-3', 'char-1', 'char-0'])
  expect(stdout).toContain('7 more rivals: --limit 0')
})

test('markdown, csv, html and json hold the same figures', () => {
  const of = (format: string) => place.ok('compare', 'sub-0', 'char-0', '--format', format)
  expect(of('md')).toMatch(/\| dev\.micro\\_f1 \| 0\.88 \| \*\*0\.89\*\* \| \+0\.01 better\? \|\n/)
  expect(of('csv')).toMatch(
    /\r\nchar-0,\w{12},dev\.micro_f1,higher,1,0\.89,,,,0\.89,0\.89,0\.01\d*,true,yes,not enough,1,/,
  )
  const page = of('html')
  expect(page).toContain('<td class="best">0.89*</td><td class="doubt">+0.01 better?</td>')
  expect(page).not.toMatch(/<script|https?:/)
  expect(JSON.parse(of('json')).metrics[0]).toMatchObject({path: 'dev.micro_f1', best: [1]})
})

test('best says among how many, on which split, and what the seeds do not tell from it', () => {
  const text = place.ok('best')
  expect(text).toMatch(
    /^best of 2 rivals by dev\.micro_f1 \(higher is better\), selected on dev: char-0\n1 other cannot be compared with these, and comes last\n {2}bars {2}emails: the dev split/,
  )
  expect(text).toMatch(/\nsub-0 +5 runs +5 +0\.88 ±0\.0016 +-0\.01 worse p=0\.0079/)
  expect(text).toMatch(/\nemails +\w{6} +1 +0\.76 +not compared/)
  const two = place.ok('best', 'sub-0', 'char-0', '--metric', 'latency_ms_p95')
  expect(two).toContain('\n1 other may be as good: so few seeds do not tell\n')
  const front = place.json(['best', '--objectives', 'micro_f1,dev.class_f1.neutral', '--group-by', 'id'])
  expect(front.front.map((i: number) => front.rivals[i].label)).toEqual(['char-3'])
})

test('a field that no run has groups nothing', () => {
  for (const command of ['compare', 'best'])
    expect(place.refused([command, 'sub-0', 'char-0', '--group-by', 'params.tokenzer'])).toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/^none of these runs has "params\.tokenzer" to group by; they have params\./),
      hints: [`git exp ${command} sub-0 char-0 --group-by params.tokenizer`],
    })
})

test('best is that of the largest part that can be compared, whichever run comes first', () => {
  const of = (...runs: string[]) => place.ok('best', ...runs, '--group-by', 'id').split('\n')[0]
  expect(of('emails', 'sub-0', 'sub-1')).toBe(
    'best of 2 rivals by dev.micro_f1 (higher is better), selected on dev: sub-1',
  )
  expect(of('emails', 'sub-0')).toBe('none of 2 rivals is the best by dev.micro_f1: no two of them can be compared')
  const front = place.exp([
    'best',
    'emails',
    'sub-0',
    'sub-1',
    '--group-by',
    'id',
    '--objectives',
    'micro_f1,latency_ms_p95',
  ])
  expect(front.stdout).toMatch(
    /^Pareto front: 1 of 2 rivals; the other is beaten by one that is as good in everything and better in something\n1 other cannot be compared with these, and is left out\n/,
  )
  const meant = place.ok('best', 'emails', 'sub-0', 'sub-1', '--group-by', 'id', '--across', 'split')
  expect(meant).toMatch(/^best of 3 rivals/)
})

test.each([
  [['best', '--metric', 'micro'], 'USAGE', 'none of these runs has a metric "micro"'],
  [['best', '--objectives', 'dev.micro_f1,nothing'], 'USAGE', 'none of these runs has a metric "nothing"'],
  [['compare'], 'RUN_NOT_FOUND', 'no run matches; expected two or more to compare'],
  [['compare', 'sub-0'], 'RUN_NOT_FOUND', 'there is only one run; expected two or more to compare'],
  [['compare', 'sub-0', 'sub-0'], 'RUN_NOT_FOUND', 'there is only one run; expected two or more to compare'],
  [['compare', 'sub-0', 'nobody'], 'RUN_NOT_FOUND', 'there is no run "nobody"'],
  [['compare', '--where', 'params.lr >'], 'BAD_FILTER', expect.anything()],
  [['compare', 'sub-0', 'sub-1', '--across', 'luck'], 'USAGE', expect.anything()],
])('%j is refused', (args, code, message) => {
  expect(place.refused(args)).toMatchObject({code, message})
})
