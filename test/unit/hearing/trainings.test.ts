import {finals, heardOf, metrics} from '../../support/heard'

const params = (values: Record<string, number | string>, more = {}) => ({
  type: 'params',
  source: 'argparse',
  values,
  ...more,
})
const f1 = (value: number, more = {}) => metrics('client', {f1: value}, more)

test('ranks of one launcher are one training; its results are those of rank 0', () => {
  const rank = (n: number) => ({
    pid: 10 + n,
    ppid: 9,
    rank: n,
    world: 2,
    lines: [params({lr: 1}), f1(0.5 + n), {type: 'open', path: `/data/part${n}.csv`, mode: 'r'}],
  })
  const heard = heardOf([{pid: 9, kind: 'launcher', main: '-m torch.distributed.run', lines: []}, rank(1), rank(0)])
  expect(heard.children).toEqual([])
  expect([heard.run.params, finals(heard.run.points)]).toEqual([{lr: 1}, {f1: 0.5}])
  expect(heard.inputs.map(({place}) => place).sort()).toEqual(['/data/part0.csv', '/data/part1.csv'])
})

test('two scripts with results are two trainings; one that only prepares is none', () => {
  const one = (pid: number, lr: number) => ({pid, argv: ['train.py', String(lr)], lines: [params({lr}), f1(lr)]})
  const {run, children, notes} = heardOf([
    {pid: 1, main: 'prepare.py', lines: [params({size: 3})]},
    one(2, 0.1),
    one(3, 0.2),
  ])
  expect([run.params, run.points]).toEqual([{}, []])
  expect(children.map(child => [child.params, finals(child.points)])).toEqual([
    [{lr: 0.1}, {f1: 0.1}],
    [{lr: 0.2}, {f1: 0.2}],
  ])
  expect(notes).toEqual([expect.stringContaining('prepare.py has no results'), '2 trainings in one run'])
})

test('jobs of a sweep are trainings with what was said before them; what is said after all is the run’s', () => {
  const job = (n: number) => [
    {type: 'begin', source: 'hydra', job: n, name: `lr=${n}`, number: n},
    params({lr: n}, {job: n}),
    f1(n, {job: n}),
    {type: 'end', job: n, status: n === 2 ? 'failed' : 'finished'},
  ]
  const {run, children} = heardOf([
    {lines: [params({data: 'x'}), ...job(1), ...job(2), metrics('client', {mean: 1.5})]},
  ])
  expect(children.map(({name, status, params, points}) => [name, status, params, finals(points)])).toEqual([
    ['lr=1', 'finished', {data: 'x', lr: 1}, {f1: 1}],
    ['lr=2', 'failed', {data: 'x', lr: 2}, {f1: 2}],
  ])
  expect([run.params, finals(run.points)]).toEqual([{data: 'x'}, {mean: 1.5}])
})

test('one trainer that is called again, and its evaluations, are one training', () => {
  const phase = (job: number, name: string | undefined, of = 'trainer 1') => [
    {type: 'begin', source: 'lightning', job, of, ...(name && {name})},
    f1(job / 10, {job, step: job}),
    {type: 'end', job},
  ]
  const lines = [...phase(1, undefined), ...phase(2, undefined), ...phase(3, 'test')]
  const {run, children} = heardOf([{lines}])
  expect([children, finals(run.points)]).toEqual([[], {f1: 0.3}])
})

test('a trainer within a job of a sweep belongs to that job', () => {
  const lines = [1, 2].flatMap(n => [
    {type: 'begin', source: 'optuna', job: n * 10, number: n},
    {type: 'begin', source: 'transformers', job: n * 10 + 1, parent_job: n * 10},
    f1(n, {job: n * 10 + 1}),
    {type: 'end', job: n * 10 + 1},
    {type: 'end', job: n * 10},
  ])
  expect(heardOf([{lines}]).children.map(({points}) => finals(points))).toEqual([{f1: 1}, {f1: 2}])
})

test('workers and forks speak for the process they come from', () => {
  const heard = heardOf([
    {pid: 5, lines: [params({lr: 1})]},
    {pid: 6, ppid: 5, kind: 'fork', process: {parent_file: '5-aa.jsonl'}, lines: [f1(0.5)]},
    {pid: 7, ppid: 5, kind: 'worker', lines: [{type: 'open', path: '/data/x.bin', mode: 'r'}]},
  ])
  expect([heard.children, heard.run.params, finals(heard.run.points)]).toEqual([[], {lr: 1}, {f1: 0.5}])
})

test('lines cut short, of unknown types, and files without a first line are passed over', () => {
  const heard = heardOf([{lines: [{type: 'of tomorrow'}, metrics('client', {f1: 1})]}])
  expect(finals(heard.run.points)).toEqual({f1: 1})
})

test('a training of very many lines is parted in the time of its lines', () => {
  const lines = Array.from({length: 60_000}, (_, step) => ({
    type: 'metrics',
    source: 'client',
    job: 1,
    step,
    values: {loss: 1},
  }))
  const begin = {type: 'begin', source: 'client', job: 1}
  const {run} = heardOf([{lines: [begin, ...lines, {type: 'end', job: 1, status: 'finished'}]}])
  expect(run.points).toHaveLength(60_000)
})
