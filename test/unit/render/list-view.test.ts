import type {JsonObject} from '../../../src/base/json'
import {renderListed} from '../../../src/render/list-view'
import {listingOf, valueAt} from '../../../src/render/listing'
import {briefRecord} from '../../support/brief'

const settings = {directions: {}}
const options = {color: false, width: 100, now: Date.parse('2026-02-03T00:00:00.000Z')}
const columns = ['id', 'name', 'status', 'created', 'params.tokenizer', 'metrics.test.micro_f1', 'metrics.test.loss']

function listed(runs: readonly JsonObject[], total = runs.length, chosen = columns) {
  return {runs, total, columns: chosen, missing: [], settings}
}

const ner = [
  briefRecord('ner-charpiece'),
  briefRecord('ner-subword'),
  {id: 'zzzzzzzzzzzz', name: '日本語🙂', status: 'failed', created: '2026-02-02T23:59:58.000Z'},
]

test('a table: ages, rounded metrics, wide characters, what is not shown', () => {
  const runs = {...listed(ner, 120), missing: [{path: 'params.lr', count: 2}]}
  expect(`\n${renderListed(runs, 'table', options)}`).toMatchInlineSnapshot(`
"
id        name                                   status    created   tokenizer  micro_f1  loss
b7c8d9e0  ner_conll_charpiece_len384_2026-02-02  finished  16h ago   charpiece     0.885
a1b2c3d4  ner_conll_subword_len256_2026-02-01    finished  1d ago    subword        0.88
zzzzzzzz  日本語🙂                               failed    just now
3 of 120 runs shown; --limit 0 shows all
2 runs without params.lr did not match
"
`)
})

test('a narrow terminal loses the least important columns, and is told', () => {
  expect(`\n${renderListed(listed(ner), 'table', {...options, width: 50})}`).toMatchInlineSnapshot(`
"
id        name              micro_f1  loss
b7c8d9e0  ner_conll_charp…     0.885
a1b2c3d4  ner_conll_subwo…      0.88
zzzzzzzz  日本語🙂
no room for status, created, tokenizer
"
`)
})

test('markdown and CSV', () => {
  expect(`\n${renderListed(listed(ner), 'md', options)}`).toMatchInlineSnapshot(`
"
| id | name | status | created | tokenizer | micro\\_f1 | loss |
| --- | --- | --- | --- | --- | ---: | --- |
| \`b7c8d9e0\` | \`ner_conll_charpiece_len384_2026-02-02\` | finished | 16h ago | charpiece | **0.885** |  |
| \`a1b2c3d4\` | \`ner_conll_subword_len256_2026-02-01\` | finished | 1d ago | subword | 0.88 |  |
| \`zzzzzzzz\` | \`日本語🙂\` | failed | just now |  |  |  |
"
`)
  expect(`\n${renderListed(listed(ner), 'csv', options).replaceAll('\r', '')}`).toMatchInlineSnapshot(`
"
id,name,status,created,params.tokenizer,metrics.test.micro_f1,metrics.test.loss
b7c8d9e0f1g2,ner_conll_charpiece_len384_2026-02-02,finished,2026-02-02T08:00:00.000Z,charpiece,0.885,
a1b2c3d4e5f6,ner_conll_subword_len256_2026-02-01,finished,2026-02-01T08:00:00.000Z,subword,0.88,
zzzzzzzzzzzz,日本語🙂,failed,2026-02-02T23:59:58.000Z,,,
"
`)
})

test('the best value of a metric is bold, by its direction', () => {
  const runs = [{metrics: {loss: 1, f1: 1}}, {metrics: {loss: 2, f1: 2}}, {metrics: {loss: Number.NaN}}]
  const text = renderListed(listed(runs, 3, ['metrics.loss', 'metrics.f1']), 'table', {...options, color: true})
  expect(text.match(/\u001b\[1m\d/g)).toEqual(['\u001b[1m1', '\u001b[1m2'])
})

test('json and jsonl hold the whole summaries', () => {
  const runs = listed([{id: 'a', big: 2n ** 60n}])
  expect(renderListed(runs, 'jsonl', options)).toBe('{"id":"a","big":1152921504606846976}\n')
  expect(JSON.parse(renderListed(runs, 'json', options))).toMatchObject({total: 1, missing: []})
})

test('labels are the shortest endings that tell the columns apart', () => {
  const labels = listingOf(listed([], 0, ['id', 'metrics.dev.f1', 'metrics.test.f1', 'params.lr', 'params.v1.5']))
  expect(labels.columns.map(column => column.label)).toEqual(['id', 'dev.f1', 'test.f1', 'lr', 'v1.5'])
})

test('a key may hold dots', () => {
  expect(valueAt({metrics: {'macro avg': {'f1.score': 1}}}, 'metrics.macro avg.f1.score')).toBe(1)
  expect(valueAt({a: 1}, 'a.b')).toBeUndefined()
  expect(valueAt({}, 'constructor.name')).toBeUndefined()
})

test('a run that goes on: how old what is known of it is, or that nobody runs it', () => {
  const run = {id: 'zzzzzzzzzzzz', name: 'n', status: 'running'}
  const runs = [{...run, live: {points: 1, age: 12, alive: 'yes'}}, {...run, live: {points: 0, alive: 'no'}}, run]
  const text = renderListed(listed(runs, 3, ['name', 'status']), 'table', options)
  expect(text.split('\n').slice(1, 4)).toEqual(['n     running (12 s ago)', 'n     running (left)', 'n     running'])
  expect(renderListed(listed(runs, 3, ['status']), 'csv', options)).toBe('status\r\nrunning\r\nrunning\r\nrunning\r\n')
})
