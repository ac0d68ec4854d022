import {plainRecord, workplace} from '../support/workplace'

const place = workplace()
/** Fourteen hours east: what was made at noon in UTC is of the next day there. */
const env = {TZ: 'Etc/GMT-14'}

const names = (...words: string[]) =>
  place.json(['ls', '--sort', 'name', ...words], {env}).runs.map(({name}: {name: string}) => name)

beforeAll(() => {
  for (const [name, created] of [
    ['a', '2026-03-01T09:59:00.000Z'],
    ['b', '2026-03-01T10:00:00.000Z'],
    ['c', '2026-03-02T09:59:59.999Z'],
    ['d', '2026-03-02T10:00:00.000Z'],
  ]) {
    place.write('run.json', plainRecord(name!, {created: created!}))
    place.ok('record', 'run.json')
  }
})

test('runs of a day are those of the day where one is', () => {
  expect(names('--since', '2026-03-02', '--until', '2026-03-02')).toEqual(['b', 'c'])
  expect(names('--since', '2 Mar 2026')).toEqual(['b', 'c', 'd'])
  expect(names('--until', '2026-03-02 00:00')).toEqual(['a', 'b'])
  expect(names('--since', '2026-03-02T10:00:00Z')).toEqual(['d'])
  expect(names('--since', '2026-03-02', '--where', 'name != "c"')).toEqual(['b', 'd'])
  expect(names('--where', 'created >= date("2026-03-02") && created < date("2026-03-03")')).toEqual(['b', 'c'])
})

test('the history is bounded by when changes were made', () => {
  expect(place.json(['log', '--since', '1h']).entries.length).toBeGreaterThanOrEqual(4)
  expect(place.json(['log', '--until', '1h']).entries.every(({time}: {time: string}) => time < '2026-02')).toBe(true)
  expect(place.json(['log', '--since', '1h', '--limit', '2']).entries).toHaveLength(2)
  expect(place.json(['log', 'a', '--since', '1h']).entries).toHaveLength(1)
})

test('what is no time, and an end before the beginning, are refused; what is to come is told', () => {
  expect(place.refused(['ls', '--since', 'neverday'])).toMatchObject({
    code: 'USAGE',
    message: expect.stringMatching(
      /^--since: "neverday" is no time; expected for example yesterday, "2 weeks ago", 36h/,
    ),
  })
  expect(place.refused(['log', '--until', '3'])).toMatchObject({code: 'USAGE'})
  expect(place.refused(['ls', '--since', 'yesterday', '--until', '2026-03-02'], {env})).toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining(
      'lies after --until 2026-03-02 (2026-03-02T09:59:59.999Z); expected the earlier first',
    ),
    hints: ['git exp ls --since 2026-03-02 --until yesterday'],
  })
  expect(place.exp(['ls', '--since', 'tomorrow']).stderr).toMatch(/^hint: --since tomorrow \(\S+Z\) is still to come$/m)
})
