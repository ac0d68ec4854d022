import type {JsonObject} from '../../../../src/base/json'
import type {Entrant} from '../../../../src/compare/set/rival'
import {oneByOne, rivalsBy, rivalsOf, seedOf} from '../../../../src/compare/set/rivals'

const BASE = {
  task: 'sentiment',
  command: ['python', 'train.py'],
  code: {commit: 'c1', tree: 't1'},
  dataset: {name: 'tweets', splits: {test: {hash: 'sha256:aa'}}},
  params: {lr: 1e-4, tokenizer: {type: 'wordpiece'}},
}

let count = 0
function run(more: JsonObject, name = 'a'): Entrant {
  count++
  return {id: `id${count}`.padEnd(12, '0'), name, record: {...BASE, ...more}}
}

const params = (more: JsonObject) => ({params: {...BASE.params, ...more}})
const sizes = (runs: readonly Entrant[], own: readonly string[] = []) =>
  rivalsOf(runs, own).map(rival => rival.runs.length)

test.each<[string, JsonObject]>([
  ['the seed', {seed: 2}],
  ['a seed among the params', params({trainer: {data_seed: 3}, random_state: 4, seed_torch: 1})],
  [
    'where it wrote, what it was called, where it talked',
    params({output_dir: 'out/2', run_name: 'x', master_port: 29501, port: 1, local_rank: 1, logdir: 'l'}),
  ],
  ['a place by a plain name', params({out: 'out/ner-2', log: 'train.log', output_path: 'x', save_to: '/tmp/m'})],
  ['names for other services', params({hub_model_id: 'me/x', wandb_project: 'p', job_id: 7, experiment_name: 'e'})],
  ['the commit, with the same files', {code: {commit: 'c2', tree: 't1'}}],
  [
    'what the data are called where they are, with the same bytes',
    {dataset: {name: 'tweets', splits: {test: {hash: 'sha256:aa', uri: '/other'}}}},
  ],
  ['the command, where params say what was tried', {command: ['python', 'train.py', '--seed', '2']}],
  ['metrics, notes, machine', {metrics: {f1: 1}, notes: 'x', env: {gpu: 'A100'}, created: 'later'}],
])('differing only in %s is the same', (_, more) => {
  expect(sizes([run({}), run(more)])).toEqual([2])
})

test.each<[string, JsonObject]>([
  ['a param', params({lr: 2e-4})],
  ['a nested param', params({tokenizer: {type: 'char'}})],
  ['one param more', params({dropout: 0})],
  ['where the data are read', params({data_dir: 'b'})],
  ['which model is read', params({model_dir: 'b'})],
  ['what a model gives', params({out: 128, output: 'logits'})],
  ['a param that only ends like a port', params({report: 1})],
  ['the support of a rule', params({min_support: 2})],
  ['the rank of an adapter', params({rank: 8})],
  ['the rank of an adapter by its long name', params({lora_rank: 8})],
  ['the data', {dataset: {name: 'tweets', splits: {test: {hash: 'sha256:bb'}}}}],
  ['what else was read', {inputs: [{role: 'base_model', uri: 'hf://bert', revision: 'r2'}]}],
  ['the code', {code: {commit: 'c2', tree: 't2'}}],
  ['the task', {task: 'ner'}],
])('differing in %s is another', (_, more) => {
  expect(sizes([run({}), run(more)])).toEqual([1, 1])
})

test('a config file that was read is told by its params, not by its bytes', () => {
  const config = (digest: string) => ({inputs: [{role: 'config', path: 'c.yaml', digest}]})
  expect(sizes([run(config('sha256:1')), run(config('sha256:2'))])).toEqual([2])
})

test('without params the command is what was tried; without a tree the commit and the script are the code', () => {
  expect(sizes([run({params: {}}), run({params: {seed: 1}, command: ['python', 'other.py']})])).toEqual([1, 1])
  const code = (commit: string) => ({code: {commit, script: 'train.py'}})
  expect(sizes([run(code('c1')), run(code('c1')), run(code('c2'))])).toEqual([2, 1])
  expect(
    rivalsOf([run(code('c1')), {...run(code('c2')), code: 't'}, {...run(code('c3')), code: 't'}], []).map(
      r => r.runs.length,
    ),
  ).toEqual([1, 2])
})

test('the order of keys, and how a number came, do not matter', () => {
  expect(sizes([run({params: {a: 1, b: Number.NaN}}), run({params: {b: Number.NaN, a: 1n}})])).toEqual([2])
})

test('what the ledger adds to the volatile, by name, by path and with a star', () => {
  const runs = [run(params({note: 1, io: {cache: 1}, tmp_x: 1})), run(params({note: 2, io: {cache: 2}, tmp_y: 2}))]
  expect(sizes(runs)).toEqual([1, 1])
  expect(sizes(runs, ['note', 'io.cache', 'tmp_*'])).toEqual([2])
  expect(sizes(runs, ['note', 'io.c', 'tmp'])).toEqual([1, 1])
})

test('seeds are counted once, those nobody knows by themselves; labels tell namesakes apart', () => {
  const rivals = rivalsOf([run({seed: 1}), run({seed: 2}), run({seed: 1}), run({}), run(params({lr: 9}))], [])
  expect(rivals.map(({seeds, unknownSeeds}) => [seeds, unknownSeeds])).toEqual([
    [['1', '2'], 1],
    [[], 1],
  ])
  expect(new Set(rivals.map(({label}) => label)).size).toBe(2)
  expect(rivals[0]!.label).toMatch(/^a id\d+/)
  expect(oneByOne([run({}, 'x'), run({}, 'y')]).map(({label}) => label)).toEqual(['x', 'y'])
})

test.each<[JsonObject, string | undefined]>([
  [{}, undefined],
  [{seed: 7}, '7'],
  [{seed: 7, params: {seed: 7, data: {data_seed: 7}}}, '7'],
  [{params: {random_state: 3}}, '3'],
  [{seed: 7, params: {data_seed: 8}}, 'data_seed=8 seed=7'],
  [{params: {seed: null}}, undefined],
  [{params: {seeds_tried: 3, seedling: 1}}, undefined],
])('the seed of %j', (record, expected) => {
  expect(seedOf(record)).toBe(expected)
})

test('by a field, whatever else differs; runs without it are one', () => {
  const rivals = rivalsBy(
    [run(params({tok: 'a', lr: 1})), run(params({tok: 'b'})), run(params({tok: 'a', lr: 2})), run({})],
    'params.tok',
  )
  expect(rivals.map(({label, runs}) => [label, runs.length])).toEqual([
    ['tok=a', 2],
    ['tok=b', 1],
    ['no params.tok', 1],
  ])
})
