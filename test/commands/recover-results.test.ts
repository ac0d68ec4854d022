import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {bare, PYTHON} from '../support/bare'
import {tempFolder} from '../support/git'
import {ran} from '../support/running'
import {workplace} from '../support/workplace'

const place = workplace()

const SCRIPT = `
import json, os
os.makedirs("out", exist_ok=True)
rows = open("data.csv").read().split()
json.dump({"eval": {"f1": 0.75, "n": len(rows)}}, open("out/metrics.json", "w"))
open("out/history.csv", "w").write("epoch,loss,val_loss\\n0,1.5,1.6\\n1,0.5,0.7\\n")
`

let made = 0

/** A folder as python -m gitexp run leaves it. */
function folderOf(results: Readonly<Record<string, string>>, lines: readonly object[] = [], more: object = {}): string {
  const folder = tempFolder('folder')
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
  const id = `00000000000${made++}`
  put('run.json', JSON.stringify({v: 1, id, name: 'crafted', cwd: '/job', started: '2026-01-05T00:00:00.000Z'}))
  const process = {type: 'process', t: 1767571200, n: 0, pid: 7, ppid: 1, kind: 'main', main: '/job/t.py', argv: []}
  put('heard/7-00000000.jsonl', [process, ...lines].map(line => `${JSON.stringify(line)}\n`).join(''))
  for (const [path, text] of Object.entries(results)) put(`results/${path}`, text)
  const modified = '2026-01-05T00:10:00.000Z'
  const list = Object.keys(results).map(path => ({path: `/job/${path}`, file: `results/${path}`, modified}))
  put('end.json', JSON.stringify({status: 'finished', finished: '2026-01-05T01:00:00.000Z', results: list, ...more}))
  return folder
}

function recovered(folder: string) {
  const {stderr} = place.exp(['recover', folder])
  const {runs} = place.json(['recover', folder])
  return {record: place.json(['show', runs[0].id]), stderr}
}

test('what a script wrote on its own is read as in a live run', () => {
  const box = bare()
  writeFileSync(join(box.cwd, 'data.csv'), 'a\n1\n')
  writeFileSync(join(box.cwd, 'fit.py'), SCRIPT)
  expect(box.run(['-m', 'gitexp', 'run', '--', PYTHON, 'fit.py']).status).toBe(0)
  const {record} = recovered(join(box.cwd, '.gitexp'))
  place.write('data.csv', 'a\n1\n')
  place.write('fit.py', SCRIPT)
  const live = ran(place, ['--', 'python3', 'fit.py']).record
  expect(record.metrics).toMatchObject({eval: {f1: 0.75, n: 2}, train: {loss: 0.5}})
  expect(record.metrics).toEqual(live['metrics'])
  const {oid: _, ...series} = live['series'] as Record<string, unknown>
  expect(record.series).toEqual(series)
  expect(record.series).toMatchObject({rows: 4})
  // A live run keeps no result file as an artifact, unless that is asked for.
  expect(record.artifacts.map(({path}: {path: string}) => path)).toEqual(['fit.py'])
  expect(live['artifacts'] ?? []).toEqual([])
  const input = (inputs: unknown) => (inputs as {path?: string}[]).find(({path}) => path === 'data.csv')
  const {rows: __, changed: ___, ...known} = input(live['inputs']) as Record<string, unknown>
  expect(input(record.inputs)).toEqual(known)
})

test('with --no-hook nothing is kept that nobody named', () => {
  const box = bare()
  writeFileSync(join(box.cwd, 'data.csv'), 'a\n1\n')
  writeFileSync(join(box.cwd, 'fit.py'), SCRIPT)
  box.run(['-m', 'gitexp', 'run', '--no-hook', '--', PYTHON, 'fit.py'])
  const {record} = recovered(join(box.cwd, '.gitexp'))
  expect([record.metrics, record.inputs]).toEqual([undefined, undefined])
})

const STATE = '{"log_history": [{"loss": 0.9, "step": 10, "epoch": 1.0}], "global_step": 10, "epoch": 1.0}'
const TOLD = {type: 'metrics', t: 1767571300, n: 1, source: 'transformers.log', values: {loss: 0.25}, step: 10}

test('of a framework that was heard, nothing is read again', () => {
  const unheard = recovered(folderOf({'out/trainer_state.json': STATE})).record
  expect(unheard.metrics).toEqual({train: {loss: 0.9}})
  const {record} = recovered(folderOf({'out/trainer_state.json': STATE}, [TOLD]))
  expect(record.metrics).toEqual({loss: 0.25})
})

test('files that contradict each other are told, and none of them is taken', () => {
  const {record, stderr} = recovered(folderOf({'a/metrics.json': '{"f1": 0.5}', 'b/metrics.json': '{"f1": 0.6}'}))
  expect(record.metrics).toBeUndefined()
  expect(stderr).toContain('a/metrics.json, b/metrics.json differ in /f1; none of them is read')
})

test('a hostile list names nothing outside of the folder, and no digest that is none', () => {
  const lines = [{type: 'open', t: 1767571300, n: 1, path: '/job/data.csv', mode: 'r', via: 'open'}]
  const results = [{path: '/job/metrics.json', file: '../../etc/passwd'}, {path: 7}, 'x', {path: '/job/scores.json'}]
  const inputs = [{path: '/job/data.csv', bytes: -1, digest: 'md5:0'}, {path: 1}, null]
  const {record} = recovered(folderOf({}, lines, {results, inputs}))
  expect([record.status, record.metrics]).toEqual(['finished', undefined])
  expect(record.inputs).toEqual([{role: 'data', path: 'data.csv', how: 'discovered'}])
})
