import {rmSync, symlinkSync} from 'node:fs'
import {delimiter, join, resolve} from 'node:path'
import {CLIENT} from '../support/bare'
import {tempFolder} from '../support/git'
import {ran} from '../support/running'
import {type Workplace, workplace} from '../support/workplace'

let place: Workplace
const UTF8 = {LC_ALL: 'C.UTF-8'}

/** A recorded run, and curves beside it as `git exp run` would have left them. */
function curved(
  name: string,
  curves: Readonly<Record<string, readonly (number | string)[]>>,
  tags: string[] = [],
): string {
  place.write('run.json', {name, tags, params: {name}, metrics: {dev: {f1: 0.5}}})
  place.ok('record', 'run.json')
  const {id, path} = place.json(['ls', '--limit', '1']).runs[0]
  const lines = Object.entries(curves).flatMap(([metric, values]) =>
    values.map((value, i) => `"${metric.replaceAll('"', '""')}",${i * 10},${value},1\n`),
  )
  place.putOnLedger(`${path}/series.csv`, `metric,step,value,attempt\n${lines.join('')}`)
  return id
}

const falling = (from: number, count = 50) => Array.from({length: count}, (_, i) => from / (i + 1))
const HOSTILE = '<script>alert("&")</script>'

beforeAll(() => {
  place = workplace()
  place.setLedger('primary_metric: metrics.dev.f1')
  curved('base', {
    'dev.f1': [0.5, 0.7, 0.9, 0.8],
    'train.loss': falling(2),
    'train.learning_rate': falling(1),
    'train.grad_norm': falling(3),
  })
  curved('slow', {'dev.f1': [0.4, 0.5, 0.6], 'train.loss': falling(4)})
  curved(HOSTILE, {'<img src=x onerror="alert(1)">': [1, 2, 3]})
  curved('gaps', {'train.loss': [3, 2, 'nan', 'inf', 1, 0, -0.5]})
  curved('dot', {'test.f1': [0.75]})
  curved('bare', {})
  for (let i = 0; i < 14; i++) curved(`many-${i}`, {loss: falling(i + 1, 9)}, ['many'])
})

test('two runs in one picture: the primary metric first, what is of the machine last, and unasked not drawn', () => {
  const text = place.ok('curves', 'base', 'slow')
  expect(text.match(/^\S+ {2}(?=\S+ is better|direction)/gm)).toEqual(['dev.f1  ', 'train.loss  ', 'train.grad_norm  '])
  expect(text).toMatch(
    /\n {5}run +id +last +best +at step\n {2}A {2}base {2}\w{6} +0\.8 +0\.9 +20\n {2}B {2}slow {2}\w{6} +0\.6 +0\.6 +20\n/,
  )
  expect(text).toContain('\nalso: train.learning_rate; --metric chooses\n')
  // Nobody knows which way a gradient norm is better: both ends are told.
  expect(text).toMatch(/last +least +at step +greatest +at step\n {2}A {2}base {2}\w{6} +0\.06 +0\.06 +490 +3 +0\n/)
})

test('plain text where the locale is, Braille where it may be; without colour letters tell the runs apart', () => {
  expect(place.ok('curves', 'base', 'slow')).toMatch(/^[\n\x20-\x7e]*$/)
  const {stdout} = place.exp(['curves', 'base', 'slow', '-m', 'loss'], {env: UTF8})
  expect(stdout).toMatch(/[\u2801-\u28ff]A[\u2801-\u28ff]/)
  expect(stdout).toMatch(/[\u2801-\u28ff]B[\u2801-\u28ff]/)
  expect(place.exp(['curves', 'base', '--ascii'], {env: UTF8}).stdout).not.toMatch(/[\u2800-\u28ff]/)
  expect(place.ok('curves', 'base', '--no-ascii')).toMatch(/[\u2801-\u28ff]/)
  const colored = place.exp(['curves', 'base', 'slow', '-m', 'loss', '--color', 'always'], {env: UTF8}).stdout
  expect(colored).toMatch(/\u001b\[36mA\u001b\[39m/)
  expect(colored).toMatch(/\u001b\[33m[\u2801-\u28ff]+B?\u001b\[39m/)
})

test('the picture: high values above, low ones below, each run where it was measured', () => {
  const lines = place.ok('curves', 'base', 'slow', '-m', 'train.loss').split('\n')
  const plot = lines.filter(line => /^ *[\d.]* [+|]/.test(line)).slice(0, 16)
  expect(plot[0]).toMatch(/^ 4\.0 \+B/)
  expect(plot.at(-1)).toMatch(/A(?:BA)+B?$/)
  const first = (letter: string) => plot.findIndex(line => line.includes(letter))
  expect([first('B'), first('A')]).toEqual([0, 8])
})

test('values that are not finite are gaps and counted; what a logarithm has no place for, too', () => {
  const text = place.ok('curves', 'gaps')
  expect(text).toContain('\n2 values not finite\n')
  expect(text).toMatch(/ {2}gaps {2}\w{6} {2}-0\.5 {2}-0\.5 {7}60\n/)
  const log = place.ok('curves', 'gaps', '--log')
  expect(log).toContain('lower is better, logarithmic\n')
  expect(log).toContain('\n2 values not finite; 2 values not above 0 left out\n')
  const [middle] = /^ *2\.5 .*$/m.exec(log) ?? []
  expect(middle).toBeDefined()
})

test('one point is a dot with its value and step beside it', () => {
  const {stdout} = place.exp(['curves', 'dot'], {env: UTF8})
  expect(stdout).toMatch(/\n0\.75 ┤ +⠛?[\u2801-\u28ff]\n/)
  expect(stdout.match(/[\u2801-\u28ff]/g)).toHaveLength(1)
  expect(stdout).toMatch(/\nstep +0\n/)
})

test('averages are drawn above the values, and what is told is of the values', () => {
  const text = place.ok('curves', 'slow', '-m', 'loss', '--smooth', '20')
  expect(text).toContain('train.loss  lower is better, smoothed over 20 points\n')
  expect(text).toMatch(/\.+ *A+|A+ *\.+/)
  expect(text).toMatch(/ {2}slow {2}\w{6} {2}0\.08 {2}0\.08 {6}490\n/)
})

test('at 40 columns nothing is too wide, and the figures are whole', () => {
  const env = {...UTF8, GIT_PAGER_IN_USE: 'true', GIT_PAGER: 'cat', COLUMNS: '40'}
  const {stdout} = place.exp(['curves', 'base', 'slow', HOSTILE, 'gaps', '--color', 'never'], {env})
  expect(stdout.split('\n').filter(line => [...line].length > 40)).toEqual([])
  expect(stdout).toMatch(/\n {2}A {2}base {2}\w{6} {2}0\.04 {2}0\.04 {6}490\n/)
  expect(stdout).toMatch(/\n {5}run +last {2}least {2}greatest\n {2}C {2}<script… +3 +1 +3\n/)
})

test('fourteen runs: twelve are drawn, the newest, and it is said how many are not', () => {
  const text = place.ok('curves', '--tag', 'many')
  expect(text).toMatch(/\n {2}A {2}many-13 /)
  expect(text).toMatch(/\n {2}L {2}many-2 /)
  expect(text).not.toContain('many-1 ')
  expect(text).toContain('\n2 more runs: --limit 0\n')
  const all = place.ok('curves', '--tag', 'many', '--limit', '0')
  expect(all).toMatch(/\n {2}N {2}many-0 /)
  expect(all).not.toContain('more run')
})

test('runs without curves are named', () => {
  expect(place.ok('curves', 'bare', 'dot')).toContain('\nno curves: bare\n')
})

test('an image stands by itself, holds what strangers wrote as text, and is the same twice', () => {
  const image = place.ok('curves', 'base', HOSTILE, 'gaps', '--format', 'svg', '-m', '*')
  expect(image).toMatch(
    /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*role="img" aria-labelledby="curves-title curves-desc">\n<title id="curves-title">/,
  )
  expect(image).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;')
  expect(image).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
  expect(image).not.toMatch(/<script|<img|href|url\(|https?:(?!\/\/www\.w3\.org\/2000\/svg")/)
  expect(image).toContain('2 values not finite')
  expect(image).toContain('prefers-color-scheme:dark')
  expect(place.ok('curves', 'base', HOSTILE, 'gaps', '--format', 'svg', '-m', '*')).toBe(image)
})

test('csv and json hold every point of every curve, numbers exact', () => {
  const {id} = place.json(['show', 'gaps'])
  expect(place.ok('curves', 'gaps', '--format', 'csv')).toBe(
    `run,name,metric,step,value,attempt\r\n${[3, 2, 'NaN', 'Infinity', 1, 0, -0.5]
      .map((value, i) => `${id},gaps,train.loss,${i * 10},${value},1\r\n`)
      .join('')}`,
  )
  const data = place.json(['curves', 'base', 'bare'])
  expect(data.charts.map(({metric}: {metric: string}) => metric)).toEqual([
    'dev.f1',
    'train.loss',
    'train.grad_norm',
    'train.learning_rate',
  ])
  expect(data.charts[0]).toMatchObject({
    direction: 'higher',
    curves: [
      {run: 0, count: 4, greatest: {step: 20, value: 0.9, attempt: 1}, points: [{step: 0, value: 0.5}, {}, {}, {}]},
    ],
  })
  expect(data.bare).toEqual([{id: expect.any(String), name: 'bare'}])
})

test('a resumed run: the step where its second attempt began is marked and told', () => {
  const train =
    'for s in $1; do git exp put - loss=0.$((9 - s)) --step $s; done; [ -z "$2" ] || { kill -TERM $PPID; sleep 9; }'
  place.write('train.sh', train)
  const words = (steps: string, ...more: string[]) => ['--', 'sh', 'train.sh', steps, ...more]
  const bin = tempFolder('bin')
  symlinkSync(resolve('bin/git-exp.js'), join(bin, 'git-exp'))
  const env = {PATH: `${bin}${delimiter}${process.env['PATH']}`}
  ran(place, ['--name', 'resumed', ...words('0 1 2 3 4', 'stop')], {env: {...env, SLURM_JOB_ID: '9'}})
  ran(place, ['--resume', 'resumed', ...words('3 4 5 6 7 8')], {env})
  const text = place.ok('curves', 'resumed')
  expect(text).toContain('\nattempt 2 from step 3\n')
  const [axis, below] = text.split('\n').slice(17, 19)
  expect(axis).toMatch(/^ +\+[-+]+\^[-+]+$/)
  expect(axis!.indexOf('^') / axis!.length).toBeCloseTo(3 / 8, 1)
  expect(below).toMatch(/^step +0 +2 +4 +6 +8$/)
  expect(place.ok('curves', 'resumed', '--format', 'svg')).toContain('attempt 2 from step 3')
  const seen = place.exp(['show', 'resumed'], {env: {GIT_PAGER_IN_USE: 'true', GIT_PAGER: 'cat'}})
  expect(seen.stderr).toMatch(/^hint: its curves: git exp curves \w{12}\n$/)
  expect(place.exp(['show', 'resumed']).stderr).toBe('')
})

test('over the cap: all points where the store has them, else those beside the record, and that is said', () => {
  place.setLedger('caps: {series: 2000}')
  place.write(
    'long.py',
    'import gitexp\nwith gitexp.run() as run:\n  for s in range(1000):\n    run.log({"loss": 1000 - s if s != 501 else 5000}, step=s)\n',
  )
  const {id} = ran(place, ['--name', 'long', '--', 'python3', 'long.py'], {env: {PYTHONPATH: CLIENT}})
  const counted = () => place.json(['curves', 'long'])
  expect(counted()).toMatchObject({
    runs: [{id, name: 'long'}],
    charts: [{curves: [{count: 1000, greatest: {value: 5000}}]}],
  })
  // The spike is one of a thousand points, and is seen.
  expect(place.ok('curves', 'long')).toMatch(/^ *5000 \+ +A/m)
  rmSync(place.inGit('exp/objects'), {recursive: true, force: true})
  const thinned = counted()
  expect(thinned.runs[0].thinned).toEqual({why: 'not here', of: 1000})
  expect(thinned.charts[0].curves[0].count).toBeLessThan(300)
  expect(place.ok('curves', 'long')).toContain(
    '\nlong: not all of its 1000 points; the file of all is not on this machine\n',
  )
})

test('a run that goes on, and without a name the newest', () => {
  place.ok('start', '--name', 'open')
  for (const step of [1, 2, 3]) place.ok('put', 'open', `loss=${1 / step}`, '--step', String(step))
  const text = place.ok('curves')
  expect(text).toMatch(/\n {2}open {2}\w{6} {2}0\.3333 {2}0\.3333 {8}3\n/)
  expect(text).toContain('\nopen: goes on\n')
})

test.each([
  [
    ['curves', 'base', '-m', 'train.lsos'],
    'USAGE',
    /^none of these runs has a curve of "train\.lsos"; they have dev\.f1, /,
    ['git exp curves base --metric train.loss'],
  ],
  [
    ['curves', 'base', '-m', 'lrning_rate'],
    'USAGE',
    /of "lrning_rate"/,
    ['git exp curves base --metric train.learning_rate'],
  ],
  [
    ['curves', 'base', '-m', 'loss', '-m', 'nothing'],
    'USAGE',
    /of "nothing"/,
    ["all of them: git exp curves base --metric '*'"],
  ],
  [
    ['curves', 'bare'],
    'FILE_NOT_FOUND',
    /^bare \(\w{12}\) has no curves; expected metrics that were said with a step$/,
    [expect.stringContaining('--step'), expect.stringContaining('git exp show')],
  ],
  [['curves', 'nobody'], 'RUN_NOT_FOUND', /there is no run "nobody"/, expect.anything()],
  [['curves', '--tag', 'nothing'], 'RUN_NOT_FOUND', /^no run matches$/, ['see what matches: git exp ls']],
  [['curves', '--since', 'neverday'], 'USAGE', /^--since/, ['git exp curves --since yesterday']],
  [['curves', '--where', 'params.lr >'], 'BAD_FILTER', /./, expect.anything()],
  [['curves', 'base', '--smooth', '-1'], 'USAGE', /--smooth/, expect.anything()],
  [['curves', 'base', '--format', 'png'], 'USAGE', /png/, expect.anything()],
])('%j is refused', (args, code, message, hints) => {
  expect(place.refused(args)).toMatchObject({code, message: expect.stringMatching(message), hints})
})

test('where nothing was recorded, that is said', () => {
  expect(workplace().refused(['curves'])).toMatchObject({
    code: 'RUN_NOT_FOUND',
    message: 'no run was recorded in this worktree yet',
  })
})
