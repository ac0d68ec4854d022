import {join} from 'node:path'
import {begin, idSaid, ran, warningsOf} from '../support/running'
import {workplace} from '../support/workplace'

const place = workplace()
const FIT = `
import argparse, json, random, sys, time
options = argparse.ArgumentParser()
options.add_argument("--lr", type=float, default=0.5)
options.add_argument("--score", type=float, default=0.25)
options.add_argument("--wait", type=float, default=0)
args = options.parse_args()
random.seed(7)
rows = open("train.csv").readlines()
json.dump({"dev": {"f1": args.score}}, open("metrics.json", "w"))
time.sleep(args.wait)
`

beforeAll(() => {
  place.write('fit.py', FIT)
  place.write('train.csv', 'a,b\n1,2\n3,4\n')
  place.write('.gitignore', 'metrics.json\n')
})

test('parameters, seed, inputs, packages and a file of numbers, of an unchanged script', () => {
  const {record, stderr, id} = ran(place, ['--name', 'fit', '--', 'python3', 'fit.py', '--lr', '0.1'])
  expect(record).toMatchObject({
    params: {lr: 0.1, score: 0.25, wait: 0},
    seed: 7,
    inputs: [{role: 'data', path: 'train.csv', how: 'discovered', rows: 2}],
    metrics: {dev: {f1: 0.25}},
    heard: {processes: 1},
    dataset: {splits: {train: {hash: record.inputs[0].digest, rows: 2, uri: 'train.csv'}}},
  })
  expect([record.env.provisional, record.env.unverified]).toEqual([undefined, undefined])
  expect(stderr).toContain(`hint: it wrote files that nobody keeps: git exp artifact add ${id} metrics.json`)
})

test('files that are called after a split are it, unless somebody has said which is', () => {
  for (const name of ['a_dev.csv', 'b_dev.csv', 'test.csv', 'train_log.csv'])
    place.write(`sets/${name}`, `x\n${name}\n`)
  place.write('read.py', 'import sys\nfor path in sys.argv[1:]: open(path).read()\n')
  const paths = ['sets/a_dev.csv', 'sets/b_dev.csv', 'sets/test.csv', 'sets/train_log.csv']
  const splits = (...flags: string[]) =>
    ran(place, [...flags, '--', 'python3', 'read.py', ...paths]).record.dataset.splits
  const found = splits()
  expect(Object.keys(found)).toEqual(['dev', 'test'])
  expect(found.dev).toEqual({hash: expect.stringMatching(/^sha256:/), rows: 2, bytes: expect.any(Number)})
  expect(found.test.uri).toBe('sets/test.csv')
  const said = splits('--data', 'validation=sets/a_dev.csv')
  expect([Object.keys(said), said.validation.uri]).toEqual([['test', 'validation'], 'sets/a_dev.csv'])
})

test('checkpoints on the way to a model that was written as well are not offered', () => {
  const write =
    'import os, sys\nfor path in sys.argv[1:]:\n  os.makedirs(os.path.dirname(path), exist_ok=True); open(path, "w").write("x")\n'
  place.write('save.py', write)
  const [state, weights] = ['out/checkpoint-9/state.json', 'out/checkpoint-9/model.safetensors']
  const offered = (...paths: string[]) => ran(place, ['--', 'python3', 'save.py', ...paths]).stderr
  expect(offered(weights, state, 'out/model.safetensors')).toMatch(/artifact add \w{12} out\/model\.safetensors\n/)
  expect(offered(weights)).toContain(` ${weights}`)
})

test('a flag decides between two values, and both are shown', () => {
  const {record, stderr} = ran(place, ['--param', 'lr=0.3', '--', 'python3', 'fit.py', '--lr', '0.1'])
  expect(record.params.lr).toBe(0.3)
  expect(record.heard.conflicts).toEqual([
    {
      param: 'lr',
      values: [
        {source: 'flags', value: 0.3},
        {source: 'argparse', value: 0.1},
      ],
    },
  ])
  expect(warningsOf({stderr})).toEqual([expect.stringContaining('lr has 2 values: 0.3 (flags), 0.1 (argparse)')])
})

test.each([
  ['--no-hook', ['--no-hook', '--', 'python3', 'fit.py'], '--no-hook'],
  ['python -I', ['--', 'python3', '-I', 'fit.py'], '-I'],
  ['another language', ['--', 'sh', '-c', 'true'], 'no Python process'],
])('nobody listens with %s, and the record says so', (_, words, why) => {
  const {record} = ran(place, words)
  expect([record.status, record.params, record.heard?.processes]).toEqual(['finished', undefined, undefined])
  expect(record.env.unverified).toContain(why)
})

test('a sitecustomize of the user’s own, and its PYTHONPATH, work as ever', () => {
  place.write('site/sitecustomize.py', 'import os; os.environ["MINE"] = "1"\n')
  const CHILD = 'import os, sys, json; print(os.environ["MINE"], os.environ["PYTHONPATH"].split(os.pathsep)[-1])'
  const env = {PYTHONPATH: join(place.cwd, 'site')}
  const {stdout, record} = ran(place, ['--', 'python3', '-c', CHILD], {env})
  expect([stdout, record.heard.processes]).toEqual([`1 ${join(place.cwd, 'site')}\n`, 1])
})

test('two scripts under one command are two runs, with the run around them as parent', () => {
  const CHILD = 'python3 fit.py --score 0.1; python3 fit.py --score 0.2'
  const {id, record} = ran(place, ['--name', 'both', '--', 'sh', '-c', CHILD])
  expect([record.params, record.metrics, record.heard.trainings]).toEqual([undefined, undefined, 2])
  const {runs} = place.json(['ls', '--where', `parent == "${id}"`, '--sort', 'params.score'])
  expect(runs.map(({params, name}: {params: object; name: string}) => [params, name])).toEqual([
    [{lr: 0.5, score: 0.1, wait: 0}, 'both_1'],
    [{lr: 0.5, score: 0.2, wait: 0}, 'both_2'],
  ])
})

test('20 at once in one folder, all writing the same file: no value crosses', async () => {
  const scores = Array.from({length: 20}, (_, i) => i / 100)
  const words = (score: number) => ['run', '--', 'python3', 'fit.py', '--score', String(score), '--wait', '0.5']
  const answers = await Promise.all(scores.map(score => begin(place, words(score)).ended))
  for (const [i, answer] of answers.entries()) {
    const {params, metrics, status, seed} = place.json(['show', idSaid(answer)])
    expect([status, params.score, seed]).toEqual(['finished', scores[i], 7])
    // The file is one for all: it is read only where what stands in it is its own.
    if (metrics !== undefined) expect([i, metrics.dev.f1]).toEqual([i, scores[i]])
  }
}, 120_000)

test('where nobody listens and others share the folder, a file of unknown origin is not read', async () => {
  const words = (score: string) => ['run', '--no-hook', '--', 'python3', 'fit.py', '--score', score, '--wait', '1']
  const answers = await Promise.all(['0.1', '0.2'].map(score => begin(place, words(score)).ended))
  for (const answer of answers) {
    expect(place.json(['show', idSaid(answer)]).metrics).toBeUndefined()
    expect(warningsOf(answer)).toEqual([
      expect.stringContaining('1 result file of unknown origin is not read: metrics.json'),
    ])
  }
}, 60_000)

test('--ingest reads it all the same', () => {
  place.write('of-another.json', '{"precision": 1}')
  place.write('kept_metrics.json', '{"test": {"f1": 0.75}}')
  const {record} = ran(place, ['--no-hook', '--ingest', 'kept_metrics.json', '--', 'true'])
  expect(record.metrics).toEqual({test: {f1: 0.75}})
})
