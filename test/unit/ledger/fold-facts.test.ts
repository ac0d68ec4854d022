import {foldFacts} from '../../../src/ledger/fold-facts'
import type {StoredEvent} from '../../../src/model/event'

const event = (kind: string, fields: object): StoredEvent => ({
  file: kind,
  event: {format: 1, by: 'ada', at: '2026-01-01T00:00:00Z', kind, ...fields} as StoredEvent['event'],
})
const RUN = {status: 'running', attempts: [{}]}

describe('artifacts', () => {
  const record = {artifacts: [{path: 'a', size: 1}, 'b']}
  const paths = (add: unknown) => foldFacts(record, [event('artifact', {add})])['artifacts']

  test('are added; of one path the later counts', () => {
    expect(paths([{path: 'a', size: 2}, {path: 'c'}])).toEqual(['b', {path: 'a', size: 2}, {path: 'c'}])
    expect(foldFacts({}, [event('artifact', {add: [{path: 'c'}]})])['artifacts']).toEqual([{path: 'c'}])
  })

  test('an event that says nothing readable changes nothing', () => {
    expect(paths('c')).toBe(record.artifacts)
    expect(paths(undefined)).toBe(record.artifacts)
  })
})

test('metrics are laid over, groups merged', () => {
  const record = {metrics: {dev: {f1: 0.1, p: 0.2}, loss: 3}}
  const folded = foldFacts(record, [event('metrics', {set: {dev: {f1: 0.9}}}), event('metrics', {set: {loss: 2}})])
  expect(folded['metrics']).toEqual({dev: {f1: 0.9, p: 0.2}, loss: 2})
  expect(record.metrics.loss).toBe(3)
  expect(foldFacts({}, [event('metrics', {set: {a: 1}})])['metrics']).toEqual({a: 1})
  expect(foldFacts(record, [event('metrics', {set: 5})])).toBe(record)
})

test('inputs replace the list; splits are laid over the data set’s', () => {
  const record = {
    inputs: [{role: 'train'}],
    dataset: {name: 'tweets', splits: {train: {unresolved: true}, dev: {hash: 'd'}}},
  }
  const folded = foldFacts(record, [
    event('inputs', {inputs: [{role: 'train', digest: 'x'}], splits: {train: {hash: 't'}}}),
  ])
  expect(folded).toEqual({
    inputs: [{role: 'train', digest: 'x'}],
    dataset: {name: 'tweets', splits: {train: {hash: 't'}, dev: {hash: 'd'}}},
  })
})

describe('lost', () => {
  const status = (record: object, judged: unknown) =>
    foldFacts(record as typeof RUN, [event('lost', {attempts: judged})])['status']

  test('is the status of an open record that has made no attempt since', () => {
    expect(status(RUN, 1)).toBe('lost')
    expect(status({...RUN, status: 'preempted'}, 1)).toBe('lost')
    expect(status({status: 'running'}, 0)).toBe('lost')
  })

  test('its own later end, and a later attempt, outrank it', () => {
    for (const end of ['finished', 'failed', 'aborted']) expect(status({...RUN, status: end}, 1)).toBe(end)
    expect(status({...RUN, attempts: [{}, {}]}, 1)).toBe('running')
    expect(status(RUN, undefined)).toBe('running')
    expect(status(RUN, 'many')).toBe('running')
  })
})
