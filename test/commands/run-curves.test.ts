import {readFileSync} from 'node:fs'
import {readSeries, type SeriesPoint} from '../../src/format/series'
import {CLIENT} from '../support/bare'
import {ran, warningsOf} from '../support/running'
import {workplace} from '../support/workplace'

const place = workplace()
const STEPS = 1000
const CAP = 2000
const TRAIN = `
import gitexp
with gitexp.run() as run:
    for step in range(${STEPS}):
        run.log({"loss": 1 / (step + 1)}, step=step)
        if step % 100 == 99:
            run.log({"f1": step / 1000}, split="dev", step=step)
`

const stepsOf = (points: readonly SeriesPoint[], metric: string) =>
  points.filter(point => point.metric === metric).map(({step}) => step)

test('curves over the cap: every point in the store, beside the record as many as fit', () => {
  place.write('train.py', TRAIN)
  place.putOnLedger('ledger.yaml', `format: 1\ntemplate: generic\ncaps: {series: ${CAP}}\n`)
  const env = {PYTHONPATH: CLIENT}
  const answer = ran(place, ['--name', 'long', '--', 'python3', 'train.py'], {env})
  const {record} = answer
  const folder = place.git('ls-tree', '-r', '--name-only', 'exp-ledger').split('\n')
  const beside = place.git('show', `exp-ledger:${folder.find(path => /\/long-\w+\/series\.csv$/.test(path))}`)
  const shown = readSeries(Buffer.from(`${beside}\n`))
  const stored = record.artifacts.find(({role}: {role: string}) => role === 'series')
  const sha = (stored.digest as string).replace('sha256:', '')
  const whole = readFileSync(place.inGit(`exp/objects/${sha.slice(0, 2)}/${sha.slice(2, 4)}/${sha}`))
  const all = readSeries(whole)

  expect(stepsOf(all, 'loss')).toEqual(Array.from({length: STEPS}, (_, step) => step))
  expect(all.filter(({metric}) => metric === 'loss').map(({value}) => value)).toEqual(
    Array.from({length: STEPS}, (_, step) => 1 / (step + 1)),
  )
  expect(record.series).toMatchObject({
    file: 'series.csv',
    artifact: stored.path,
    rows: STEPS + 10,
    shown: shown.length,
    extremes: {loss: {min: {value: 1 / STEPS, step: STEPS - 1}, max: {value: 1, step: 0}}},
  })
  expect(Buffer.byteLength(beside)).toBeLessThanOrEqual(CAP)
  expect(shown.length).toBeGreaterThan(CAP / 100)
  expect(all).toEqual(expect.arrayContaining(shown))
  for (const metric of record.series.metrics) {
    const [steps, every] = [stepsOf(shown, metric), stepsOf(all, metric)]
    expect([metric, steps[0], steps.at(-1)]).toEqual([metric, every[0], every.at(-1)])
  }
  expect(warningsOf(answer)).toEqual([
    expect.stringMatching(/the run shows \d+ of 1010 points, and all of them are in/),
  ])
})
