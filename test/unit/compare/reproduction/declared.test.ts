import type {JsonObject} from '../../../../src/base/json'
import {declaredOf} from '../../../../src/compare/reproduction/plan/declared'
import {planOf} from '../../../../src/compare/reproduction/plan/plan-of'
import {planScript} from '../../../../src/render/reproduction/plan-script'

const RAN: JsonObject = {attempts: [{exit: 0}], command: ['python', 'a.py']}

test('params that were said, and of others none', () => {
  const params = {lr: 1e-4, model: {name: 'x'}, epochs: 3}
  const told = (record: JsonObject) => declaredOf({params, ...record}).params
  expect(told({...RAN, heard: {declared: ['lr', 'model.name', 'gone']}})).toEqual(['lr=0.0001', 'model.name=x'])
  expect(told({...RAN, heard: {processes: 1}})).toEqual([])
  expect(told(RAN)).toEqual(['lr=0.0001', 'model.name=x', 'epochs=3'])
  // Nobody ran it: what the record says of params is what its script will tell.
  expect(told({})).toEqual([])
})

test('what no word means, or a secret was taken out of, is not said', () => {
  const params = {
    a: [1],
    b: '1',
    c: Number.NaN,
    d: '[redacted:token]',
    e: '',
    'f=g': 1,
    ' h': 1,
    '': 1,
    __proto__: 1,
    ok: true,
  }
  expect(declaredOf({...RAN, params}).params).toEqual(['ok=true'])
})

test('the script says data and params as they were said, and nothing that leads elsewhere', () => {
  const inputs = [
    {role: 'train', path: "data/it's.csv", how: 'declared'},
    {role: 'prompt', uri: 's3://b/x', how: 'declared'},
    {role: '--hook', path: 'a', how: 'declared'},
    {role: 'data', path: '../../etc/passwd', how: 'declared'},
    {role: 'data', path: 'heard.csv', how: 'discovered'},
  ]
  const dataset = {splits: {train: {hash: 'x'}}}
  const record = {...RAN, inputs, dataset, params: {x: '$(touch y)', '-v': 1}}
  const steps = planOf(record, {codeHere: true, variables: new Set()})
  const line = planScript({id: 'aaaaaaaaaaaa', name: 'n', steps}).match(/^git exp run.*$/m)?.[0]
  expect(line).toBe(
    `git exp run --parent aaaaaaaaaaaa --data train="$work"/code/'data/it'\\''s.csv' --input prompt=s3://b/x --input=--hook="$work"/code/a --param 'x=$(touch y)' --param=-v=1 -- python a.py`,
  )
})
