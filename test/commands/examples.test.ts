import {rmSync} from 'node:fs'
import {openContext} from '../../src/compose/context'
import {compareRunExamples} from '../../src/usecases/compare-examples'
import {hermetic} from '../support/env'
import {plainRecord, type Workplace, workplace} from '../support/workplace'

/** 40 examples; the second run loses every fourth of those labelled `pos`. */
function predictions(run: 'one' | 'two', more: (i: number) => string = () => ''): string {
  const rows = Array.from({length: 40}, (_, i) => {
    const gold = i % 2 ? 'neg' : 'pos'
    return `e${i},${gold},${run === 'two' && i % 4 === 0 ? 'neg' : gold},${i / (run === 'two' ? 20 : 40)},${i < 20 ? 'de' : 'en'}${more(i)}\n`
  })
  return `id,label,pred,loss,lang\n${rows.join('')}`
}

let place: Workplace
beforeAll(() => {
  place = workplace()
  for (const name of ['one', 'two', 'none']) place.exp(['record', '-'], {input: JSON.stringify(plainRecord(name))})
  for (const name of ['one', 'two'] as const) {
    place.write('predictions.csv', predictions(name))
    place.ok('artifact', 'add', name, 'predictions.csv')
  }
})

test('what the second run does worse, in a terminal', () => {
  // Intervals are drawn with a seed made of the runs' ids, and those differ each time.
  const text = place
    .ok('examples', 'one', 'two', '--errors', '2')
    .replace(/^([-+] \w+) {2}\w{12}/gm, '$1  ID')
    .replace(/\[[^\]]*\]/g, '[…]')
    .replace(/(\S) {2,}/g, '$1  ')
  expect(text.slice(0, text.indexOf('\nMcNemar'))).toMatchInlineSnapshot(`
"- one  ID  predictions.csv
+ two  ID  predictions.csv

40 examples, paired by id

overall
            before  after  change  examples  p
  accuracy  1  0.75  -0.25 […]  0 won, 10 lost  0.002  worse
  macro-F1  1  0.7333  -0.267 […]

classes
  class  n  recall  change  F1  change  examples  p
  neg  20 few  1 → 1  0 […]  1 → 0.8  -0.2 […]  0 won, 0 lost  1  not enough
  pos  20 few  1 → 0.5  -0.5 […]  1 → 0.667  -0.333 […]  0 won, 10 lost  0.0039  worse

numbers
  column  n  before  after  change  examples  p
  loss  40  0.4875  0.975  +0.487 […]  0 won, 39 lost, 1 tied  <0.0001  worse

slices
  slice  n  before  after  change  examples  p
  lang=de  20 few  1  0.75  -0.25 […]  0 won, 5 lost  0.12  not enough
  lang=en  20 few  1  0.75  -0.25 […]  0 won, 5 lost  0.12  not enough

newly wrong, 2 of 10
  id  gold  before  after
  e0  pos  pos  neg
  e4  pos  pos  neg
"
`)
  expect(text).toContain('not whether their recipes would with other seeds.\n')
})

test('the same through the use case, and the other way round', async () => {
  const silent = {start: () => ({update: () => {}, end: () => {}})} as never
  const ports = await openContext({cwd: place.cwd, env: hermetic(), progress: silent})
  const [there, back] = [
    await compareRunExamples(ports, {before: 'one', after: 'two'}),
    await compareRunExamples(ports, {before: 'two', after: 'one'}),
  ]
  expect(there.before).toEqual({id: expect.any(String), name: 'one', path: 'predictions.csv', notes: []})
  expect(back.comparison.labels!.accuracy.delta).toBe(0 - there.comparison.labels!.accuracy.delta)
  expect(back.comparison.labels!.test.verdict).toBe('better')
  expect(place.json(['examples', 'one', 'two'])).toMatchObject({labels: there.comparison.labels})
})

test('the only predictions of each are taken, wherever each has written them', () => {
  const paths = ['out-a/predictions.csv', 'out-b/predictions.csv']
  for (const [i, path] of paths.entries()) {
    place.exp(['record', '-'], {input: JSON.stringify(plainRecord(`folder-${i}`))})
    place.write(path, predictions(i === 0 ? 'one' : 'two'))
    place.ok('artifact', 'add', `folder-${i}`, path)
  }
  const {before, after, labels} = place.json(['examples', 'folder-0', 'folder-1'])
  expect([before.path, after.path, labels.accuracy.delta]).toEqual([...paths, -0.25])
})

test('--metric and --slice ask for less, and correct for less', () => {
  const {numbers, slices} = place.json(['examples', 'one', 'two', '--metric', 'loss', '--slice', 'lang'])
  expect(numbers.map(({column}: {column: string}) => column)).toEqual(['loss'])
  expect(slices.map(({value}: {value: string}) => value)).toEqual(['de', 'en'])
})

test('markdown escapes what strangers wrote', () => {
  place.write('hostile.csv', predictions('one').replace('e0,pos,pos', '<img src=x>|@all,pos,pos'))
  place.ok('artifact', 'add', 'one', 'hostile.csv')
  place.write('hostile.csv', predictions('two').replace('e0,pos,neg', '<img src=x>|@all,pos,neg'))
  place.ok('artifact', 'add', 'two', 'hostile.csv')
  const text = place.ok('examples', 'one', 'two', '--file', 'hostile.csv', '--errors', '1', '--format', 'md')
  expect(text).toContain('\n**newly wrong, 1 of 10**\n\n| id | gold | before | after |\n')
  expect(text).not.toMatch(/<img|@all/)
})

test('large files come from the store, their digest checked; what is gone is told', () => {
  const pad = () => `,${'x'.repeat(3000)}`
  for (const name of ['one', 'two'] as const) {
    place.write('large.csv', predictions(name, pad).replace('lang\n', 'lang,text\n'))
    place.ok('artifact', 'add', name, 'large.csv')
  }
  const ask = ['examples', 'one', 'two', '--file', 'large.csv']
  expect(place.json(ask).labels.onlyBefore).toBe(10)
  rmSync(place.inGit('exp/objects'), {recursive: true})
  expect(place.refused(ask)).toMatchObject({
    code: 'FILE_NOT_FOUND',
    message: expect.stringMatching(/^the bytes of "large.csv" of one were not kept, or are not on this machine$/),
    hints: [expect.stringMatching(/^git exp artifact add \w{12} large.csv$/)],
  })
})

describe('refused', () => {
  const refused = (...words: string[]) => place.refused(['examples', ...words])

  test('a run that kept none', () => {
    expect(refused('one', 'none')).toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: expect.stringMatching(/^none \(\w{12}\) keeps no predictions; /),
      hints: [
        expect.stringMatching(/^git exp artifact add \w{12} predictions.csv$/),
        expect.stringContaining('--keep'),
      ],
    })
  })

  test('several to choose from, and none under one path', () => {
    for (const name of ['several', 'too']) {
      place.exp(['record', '-'], {input: JSON.stringify(plainRecord(name))})
      for (const path of ['dev/preds.csv', 'test/preds.csv']) {
        place.write(path, predictions('one'))
        place.ok('artifact', 'add', name, path)
      }
    }
    expect(refused('several', 'too')).toMatchObject({
      message:
        '2 files of predictions in both runs; several: "dev/preds.csv", "test/preds.csv"; too: "dev/preds.csv", "test/preds.csv"',
      hints: [expect.stringMatching(/^git exp examples \w{12} \w{12} --file dev\/preds.csv$/)],
    })
    const {hints} = refused('one', 'several')
    expect(hints).toEqual([expect.stringMatching(/ --file predictions.csv --file dev\/preds.csv$/)])
    expect(place.exp(hints[0]!.split(' ').slice(2)).status).toBe(0)
  })

  test('other examples: how many, and the first', () => {
    place.write('predictions.csv', predictions('one').replaceAll(',neg,neg', ',pos,neg'))
    place.exp(['record', '-'], {input: JSON.stringify(plainRecord('other'))})
    place.ok('artifact', 'add', 'other', 'predictions.csv')
    const {code, message, data} = refused('one', 'other')
    expect(code).toBe('BAD_ARTIFACT')
    expect(message).toMatch(
      /are not of the same examples: 20 examples of 40 have another gold label in the second file, "e1" first: "neg" and "pos"$/,
    )
    expect(data['otherGold']).toEqual({count: 20, id: 'e1', before: 'neg', after: 'pos'})
  })

  test('files that say nothing, and columns that are not there', () => {
    place.write('preds.parquet', 'PAR1')
    for (const name of ['one', 'two']) place.ok('artifact', 'add', name, 'preds.parquet')
    expect(refused('one', 'two', '--file', 'preds.parquet')).toMatchObject({
      code: 'BAD_ARTIFACT',
      message:
        '"preds.parquet" of one is of a kind that is not compared by example: .parquet; expected csv, tsv, jsonl or json',
    })
    expect(refused('one', 'two', '--file', 'prediction.csv')).toMatchObject({
      hints: ['git exp examples one two --file predictions.csv'],
    })
    const csv = ['--file', 'predictions.csv']
    expect(refused('one', 'two', ...csv, '--metric', 'los')).toMatchObject({
      hints: ['git exp examples one two --metric loss'],
    })
    expect(refused('one', 'two', ...csv, '--slice', 'lng')).toMatchObject({
      hints: ['git exp examples one two --slice lang'],
    })
    expect(refused('one', 'two', ...csv, ...csv, ...csv)).toMatchObject({code: 'USAGE'})
  })
})
