import {readLedgerFile, writeLedgerFile} from '../../../src/format/ledger-file'
import {DEFAULT_CAPS, type LedgerSettings} from '../../../src/model/settings'

const read = (text: string) => readLedgerFile(Buffer.from(text))
const DEFAULTS = {format: 1, template: 'generic', directions: {}, naming: {unique: false}, caps: DEFAULT_CAPS}

it('is written in a fixed order and reads back', async () => {
  const settings: LedgerSettings = {
    caps: DEFAULT_CAPS,
    naming: {unique: true, pattern: '^[a-z]+$'},
    directions: {loss: 'lower', 'dev.f1': 'higher'},
    primary_metric: 'dev.f1',
    template: 'text-classification',
    name: 'sentiment',
    format: 1,
  }
  expect(writeLedgerFile(settings)).toBe(
    `format: 1
name: sentiment
template: text-classification
primary_metric: dev.f1
directions:
  dev.f1: higher
  loss: lower
naming:
  pattern: "^[a-z]+$"
  unique: true
caps:
  artifact: 68719476736
  record: 262144
  series: 1048576
  small_artifact: 102400
`,
  )
  expect(await read(writeLedgerFile(settings))).toEqual(settings)
})

it('has a default for everything but the format', async () => {
  expect(await read('format: 1\n')).toEqual(DEFAULTS)
  expect(await read('format: 1 # by hand\ncaps: {record: 10}\n')).toEqual({
    ...DEFAULTS,
    caps: {...DEFAULT_CAPS, record: 10},
  })
})

it('lets pass what later versions may add', async () => {
  expect(await read('format: 1\nretention: {days: 3}\ncaps:\n  video: 3\n')).toEqual(DEFAULTS)
})

it('of a newer format is read as far as it is understood', async () => {
  expect(await read('format: 3\nname: x\ncaps: unlimited\n')).toEqual({...DEFAULTS, format: 3, name: 'x'})
})

it('tells all that is wrong, with places', async () => {
  const text =
    'format: one\nprimary_metrics: x\ndirections:\n  dev/f1: up\ncaps:\n  record: 1 MB\n  recrod: 7\nnaming: 3\nname: ""\n'
  await expect(read(text)).rejects.toMatchObject({
    code: 'BAD_LEDGER_FILE',
    message: `7 problems in ledger.yaml
ledger.yaml:1:1: format is "one"; expected a whole number from 1, for example format: 1
ledger.yaml:2:1: primary_metrics is no setting; expected "primary_metric"
ledger.yaml:4:3: directions.dev/f1 is "up"; expected "higher" or "lower", for example macro_f1: higher
ledger.yaml:6:3: caps.record is "1 MB"; expected a number of bytes, for example record: 262144
ledger.yaml:7:3: caps.recrod is no setting; expected "record"
ledger.yaml:8:1: naming is 3; expected an object
ledger.yaml:9:1: name is ""; expected text`,
    hints: ['see who wrote it so: git log -p exp-ledger -- ledger.yaml'],
  })
})

it.each([
  ['', 'ledger.yaml: is empty'],
  ['- 1\n', 'ledger.yaml holds no settings; expected at least format: 1'],
  ['a: @\n', 'ledger.yaml:1:4: plain value cannot start with reserved character @'],
  ['name: x\n', 'ledger.yaml:1:1: format is missing'],
  ['format: 1\nnaming: {unique: 1, pattern: 2}\n', '2 problems'],
  ['format: 1\ncaps: {record: -1, series: 1.5}\ndirections: [a]\n', '3 problems'],
])('refuses %j', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({code: 'BAD_LEDGER_FILE', message: expect.stringContaining(message)})
})

it('reads saved filters and volatile params, and names what is wrong in them', async () => {
  const text = 'format: 1\nvolatile_params: [note, io.*]\nfilters:\n  good-runs: metrics.f1 > 0.8\n'
  expect(await read(text)).toEqual({
    ...DEFAULTS,
    volatile_params: ['note', 'io.*'],
    filters: {'good-runs': 'metrics.f1 > 0.8'},
  })
  await expect(read('format: 1\nvolatile_params: note\nfilters: {9x: a, y: 1}\n')).rejects.toThrow(
    /volatile_params is "note"; expected a list.*9x.*filters.y is 1; expected text/s,
  )
})
