import {damagedSummary, summarize} from '../../../src/ledger/summarize'

const path = 'runs/2026-11/23/14/my-run-0123456789ab'
const record = {
  format: 1,
  id: 'something else',
  name: 'my run',
  template: {name: 'plain', digest: 'sha256:0'},
  status: 'finished',
  created: '2026-11-23T14:05:00.000Z',
  params: {lr: 0.1, prompt: 'x'.repeat(5_000)},
  metrics: {dev: {f1: Number.NaN}},
  code: {commit: 'abc', files: {staged: ['a', 'b']}},
  env: {libs: {torch: '2.3.0'}},
  artifacts: ['weights.pt'],
  notes: 'long',
  tags: ['baseline'],
}

test('keeps what filters and lists ask for, and leaves the rest', () => {
  const summary = summarize(record, [], path)
  expect(summary).toMatchObject({
    id: '0123456789ab',
    name: 'my run',
    template: 'plain',
    metrics: {dev: {f1: Number.NaN}},
    code: {commit: 'abc'},
    env: {libs: {torch: '2.3.0'}},
    path,
  })
  expect(Object.keys(summary)).not.toEqual(expect.arrayContaining(['artifacts']))
  expect(summary.code).not.toHaveProperty('files')
  expect((summary.params as {prompt: string}).prompt).toHaveLength(1024)
})

test('survives a record that is nothing like one', () => {
  expect(summarize({name: 5, tags: 'x', params: [], created: 'yesterday'}, [], path)).toMatchObject({
    name: '',
    tags: [],
    params: {},
    created: '2026-11-23T14:00:00.000Z',
  })
})

test('a damaged run has its folder to speak for it', () => {
  expect(damagedSummary(path, 'torn')).toMatchObject({
    id: '0123456789ab',
    name: 'my-run',
    status: 'damaged',
    created: '2026-11-23T14:00:00.000Z',
    problem: 'torn',
  })
})
