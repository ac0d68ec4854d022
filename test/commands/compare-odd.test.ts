import {type Workplace, workplace} from '../support/workplace'

let place: Workplace
const record = (name: string, more: object): string => {
  place.write('run.json', {name, seed: 1, ...more})
  return place.json(['record', 'run.json']).id
}
const measured = (f1: unknown) => ({metrics: {dev: {macro_f1: f1}}})

beforeAll(() => {
  place = workplace()
  record('plain', measured(0.8))
  record('elsewhere', {...measured(0.9), code: {commit: 'f'.repeat(40), tree: 'e'.repeat(40)}})
  record('nothing', {params: {lr: 1}})
  place.write('nan.json', '{"name": "nan", "seed": 1, "metrics": {"dev": {"macro_f1": NaN}}}')
  place.ok('record', 'nan.json')
})

const compare = (...args: string[]) => place.ok('compare', ...args)

test('a commit that nobody has here, and no code at all, are no error', () => {
  expect(compare('plain', 'elsewhere')).toMatch(/dev\.macro_f1 +0\.8 +0\.9\* +\+0\.1 better\?/)
})

test('a run without metrics, or whose metric is no number, stands there empty, and is told of', () => {
  const args = ['plain', 'nothing', 'nan', '--group-by', 'id']
  const text = compare(...args)
  expect(text).toMatch(/note {2}nan: dev\.macro_f1 came out as NaN or infinite\n/)
  expect(text).toMatch(/\n {2}lr +1\n/)
  expect(text).toMatch(/dev\.macro_f1 +0\.8 *\n/)
  const [row] = place.json(['compare', ...args]).metrics
  expect(row.cells.map((cell: unknown) => cell === null)).toEqual([false, true, true])
})

test('runs that measured nothing are compared by what they were', () => {
  record('nothing-else', {params: {lr: 2}})
  const text = compare('nothing', 'nothing-else')
  expect(text).toMatch(/\n {2}lr +1 +2 *\n/)
  expect(text).not.toContain('metrics')
  expect(place.refused(['best', 'nothing', 'nothing-else'])).toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('best by which metric?'),
  })
})

test('a run that still runs is a note, with what it has said so far', () => {
  const id = place.ok('start', '--print-id', '--name', 'going').trim()
  place.ok('put', id, 'dev.macro_f1=0.7', '--step', '3')
  const text = compare('plain', id)
  expect(text).toMatch(/note {2}going: it did not finish: running\n/)
  expect(text).toMatch(/dev\.macro_f1 +0\.8\* +0\.7 +-0\.1 worse\?\n/)
  place.ok('finish', id)
})

test('a record that cannot be read: named it is an error, matched it is left out and told', () => {
  const id = record('broken', measured(0.5))
  const path = place
    .git('ls-tree', '-r', '--name-only', 'exp-ledger')
    .split('\n')
    .find(file => file.endsWith(`${id}/run.yaml`))
  place.putOnLedger(path!, 'a: [\n')
  expect(place.refused(['compare', 'plain', id])).toMatchObject({code: 'DAMAGED_RECORD'})
  const {status, stderr, stdout} = place.exp(['compare', '--where', 'true', '--group-by', 'id'])
  expect(status).toBe(0)
  expect(stdout).not.toContain('broken')
  expect(stderr).toContain('1 of the runs cannot be read and are left out: git exp doctor')
})

test('params of strangers stay words', () => {
  record('strange', {params: {note: '\u001b]0;title\u0007\u202e<b>|`@a'}, tags: ['x'], ...measured(0.1)})
  for (const format of ['terminal', 'md', 'html', 'csv']) {
    const text = compare('plain', 'latest', '--format', format)
    expect(text).not.toMatch(/[\u0000-\u0008\u001b\u007f\u0080-\u009f\u202e]/)
  }
  expect(compare('plain', 'latest', '--format', 'html')).not.toContain('<b>')
})
