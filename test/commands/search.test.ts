import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {plainRecord, workplace} from '../support/workplace'

const place = workplace()

const found = (...words: string[]) => place.json(['search', ...words]).runs.map(({name}: {name: string}) => name)

beforeAll(() => {
  for (const [name, fields] of [
    ['plain', {created: '2026-01-01T00:00:00.000Z', params: {label_smoothing: 0}}],
    ['smooth', {created: '2026-01-02T00:00:00.000Z', hypothesis: 'Label smoothing calibrates'}],
    ['noted', {created: '2026-01-03T00:00:00.000Z', notes: 'also with label\nsmoothing, see below'}],
  ] as const) {
    place.write('run.json', plainRecord(name, fields))
    place.ok('record', 'run.json')
  }
})

test('has anyone tried it: all words, hypotheses before notes', () => {
  expect(found('label', 'smoothing')).toEqual(['smooth', 'noted'])
  expect(found('label smoothing')).toEqual(['smooth', 'noted'])
  expect(found('LABEL', 'calibr')).toEqual(['smooth'])
  expect(place.ok('search', 'label smoothing')).toMatch(
    /^\w{12} {2}smooth {2}finished {2}2026-01-02\n {4}hypothesis: Label smoothing calibrates\n\w{12} {2}noted .*\n {4}notes: also with label smoothing, see below\n$/,
  )
})

test('what is said later is found at once, and what is untagged no more', () => {
  expect(found('overfits')).toEqual([])
  place.ok('note', 'plain', 'it overfits after an hour')
  place.ok('tag', 'noted', 'flaky')
  expect(place.json(['search', 'overfits']).runs[0].passages).toEqual([
    {field: 'note', text: 'it overfits after an hour', marks: [[3, 11]]},
  ])
  expect(found('flaky')).toEqual(['noted'])
  place.ok('tag', 'noted', '--remove', 'flaky')
  expect(found('flaky')).toEqual([])
})

test('bounded as ls is, and by how many are shown', () => {
  expect(found('label', '--where', 'name == "noted"')).toEqual(['noted'])
  expect(found('label', '--until', '2026-01-02 12:00')).toEqual(['smooth'])
  expect(place.json(['search', 'label', '--limit', '1'])).toMatchObject({total: 2, runs: [{name: 'smooth'}]})
  expect(place.refused(['search', 'label', '--where', 'metrcs.f1 > 1'])).toMatchObject({code: 'BAD_FILTER'})
  expect(place.refused(['search', '  '])).toMatchObject({code: 'USAGE'})
  expect(place.exp(['search', 'label', '--where', 'name == "plain"']).stderr).toContain('2 runs outside of --where')
})

test('nothing found: what may have been meant', () => {
  const {status, stdout, stderr} = place.exp(['search', 'labl', 'smoothing'])
  expect([status, stdout, stderr]).toEqual([
    0,
    'nobody wrote of labl smoothing\n',
    'hint: did you mean: git exp search label smoothing\n',
  ])
  expect(place.exp(['search', 'nowhere', '--exit-code']).status).toBe(1)
  expect(place.exp(['search', 'label', '--exit-code']).status).toBe(0)
  expect(place.exp(['search', 'calibrates', 'overfits']).stderr).toContain(
    'no run has all of them: calibrates (1 run), overfits (1 run)',
  )
  expect(place.exp(['search', 'label_smoothing']).stderr).toContain(
    "hint: 1 run with params.label_smoothing: git exp ls --where 'has(params.label_smoothing)'",
  )
})

test('what is kept of the texts may be gone, torn, or of another tip', () => {
  const kept = place.inGit('exp/cache/texts.json')
  expect(existsSync(kept)).toBe(true)
  const whole = readFileSync(kept, 'utf8')
  writeFileSync(kept, whole.slice(0, 100))
  expect(found('label', 'smoothing')).toEqual(['smooth', 'noted'])
  writeFileSync(kept, whole.replace(/"tip":"\w{8}/, '"tip":"00000000'))
  expect(found('label', 'smoothing')).toEqual(['smooth', 'noted'])
  const runs = (text: string) =>
    JSON.parse(text)
      .runs.map((run: object) => JSON.stringify(run))
      .sort()
  expect(runs(readFileSync(kept, 'utf8'))).toEqual(runs(whole))
})
