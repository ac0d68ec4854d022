import {heardOf} from '../../support/heard'

const read = (path: string, more = {}) => ({type: 'open', path, mode: 'r', via: 'open', ...more})
const wrote = (path: string, more = {}) => ({...read(path, more), mode: 'w'})
const process = {purelib: ['/venv/lib/python3.11/site-packages'], prefix: '/venv', base_prefix: '/usr/local/python'}

test('data, configs, prompts and weights have their roles; code, libraries, caches and the machine are none', () => {
  const lines = [
    '/w/data/train.csv',
    '/w/conf/base.yaml',
    '/w/config.json',
    '/w/records.json',
    '/w/prompts/judge.txt',
    '/w/model.pt',
    '/w/train.py',
    '/venv/share/x.csv',
    '/usr/local/python/lib/x.txt',
    '/etc/hosts',
    '/proc/cpuinfo',
    '/home/a/.cache/torch/x.bin',
    '/w/pyproject.toml',
    '/w/.git/HEAD',
    '/scratch/hf/hub/version.txt',
    '/scratch/huggingface/token',
  ].map(path => read(path))
  const {inputs} = heardOf([{process, lines}])
  expect(inputs.map(({role, place}) => `${role} ${place}`)).toEqual([
    'data /w/data/train.csv',
    'config /w/conf/base.yaml',
    'config /w/config.json',
    'data /w/records.json',
    'prompt /w/prompts/judge.txt',
    'checkpoint /w/model.pt',
  ])
})

test('what the run wrote itself is no input, whatever it was called meanwhile', () => {
  const lines = [
    wrote('/w/out/a.bin'),
    read('/w/out/a.bin'),
    wrote('/w/out/tmp1'),
    wrote('/w/out/b.bin', {from: '/w/out/tmp1'}),
    read('/w/out/b.bin'),
    read('/w/both.csv'),
    wrote('/w/both.csv'),
  ]
  const {inputs, written} = heardOf([{lines}])
  expect(inputs.map(({place}) => place)).toEqual(['/w/both.csv'])
  expect(written.map(({path}) => path)).toEqual(['/w/out/a.bin', '/w/out/b.bin', '/w/both.csv'])
})

test('models of a hub and on disk, data sets with their source files', () => {
  const lines = [
    {type: 'hub', kind: 'model', name: 'org/m', revision: 'abc'},
    {type: 'hub', kind: 'tokenizer', name: '/w/out/model', local: true},
    {type: 'dataset', source: 'datasets.load_dataset', name: 'csv', files: ['/w/train.csv'], split: 'train', rows: 7},
    {type: 'dataset', source: 'datasets.load_dataset', name: 'org/d', revision: 'def', split: 'train'},
    read('/w/out/model/tokenizer.json'),
    read('/w/train.csv'),
  ]
  expect(heardOf([{lines}]).inputs).toEqual([
    {role: 'base_model', place: 'hf://org/m@abc', revision: 'abc'},
    {role: 'tokenizer', place: '/w/out/model'},
    {role: 'train', place: '/w/train.csv', rows: 7},
    {role: 'train', place: 'hf://datasets/org/d@def', revision: 'def'},
  ])
})

test('where what listens for inputs has failed, the list may lack some', () => {
  const trouble = (where: string) => heardOf([{lines: [{type: 'trouble', where, what: 'TypeError: x'}]}]).partial
  expect([trouble('wrap read_parquet'), trouble('_files'), trouble('seed'), heardOf([{lines: []}]).partial]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
