import {join} from 'node:path'
import {appears, begin, idSaid, ran, warningsOf} from '../support/running'
import {type Answer, type Workplace, workplace} from '../support/workplace'

let place: Workplace
beforeEach(() => {
  place = workplace()
})

type Env = Readonly<Record<string, string>>

const slurm = (task: number): Env => ({
  SLURM_JOB_ID: '4711',
  SLURM_STEP_ID: '0',
  SLURM_PROCID: String(task),
  SLURM_STEP_NUM_TASKS: '4',
})
const elastic = (task: number): Env => ({
  TORCHELASTIC_RUN_ID: 'none',
  MASTER_ADDR: '127.0.0.1',
  MASTER_PORT: '29500',
  RANK: String(task),
  WORLD_SIZE: '4',
})

/** Four tasks of a step at once, each with its own words. */
function four(words: (task: number) => readonly string[], env: (task: number) => Env): Promise<Answer[]> {
  return Promise.all([0, 1, 2, 3].map(task => begin(place, ['run', ...words(task)], {env: env(task)}).ended))
}

// A second is longer than any of them needs to find the others.
const WORK = 'echo "$GIT_EXP_RUN_ID"; sleep 0.7'

for (const [launcher, env] of [
  ['a job step', slurm],
  ['torchrun', elastic],
] as const) {
  test(`four wrappers of ${launcher} are one run`, async () => {
    const answers = await four(() => ['--name', 'shared', '--', 'sh', '-c', WORK], env)
    expect(answers.map(({status}) => status)).toEqual([0, 0, 0, 0])
    expect(new Set(answers.map(({stdout}) => stdout))).toHaveProperty('size', 1)
    const {runs, total} = place.json(['ls'])
    expect([total, runs[0].status, `${runs[0].id}\n`]).toEqual([1, 'finished', answers[0]!.stdout])
    expect(place.json(['show', 'shared']).attempts).toHaveLength(1)
    expect(answers.filter(answer => idSaid(answer) !== '')).toHaveLength(1)
    expect(answers.flatMap(warningsOf)).toEqual([])
    expect(place.spool()).toEqual([])
  })
}

test('one rank that fails makes the run fail, with its exit code; each wrapper answers its own', async () => {
  const CHILD = `${WORK}; [ "$SLURM_PROCID" != 2 ] || exit 6`
  const answers = await four(() => ['--name', 'shared', '--', 'sh', '-c', CHILD], slurm)
  expect(answers.map(({status}) => status)).toEqual([0, 0, 6, 0])
  expect(place.json(['ls']).total).toBe(1)
  expect(place.json(['show', 'shared'])).toMatchObject({status: 'failed', failure: {exit: 6}})
})

test('ranks that come when the first has nearly ended still share its run', async () => {
  const child = ['--', 'sh', '-c', 'echo "$GIT_EXP_RUN_ID"']
  const soon = begin(place, ['run', ...child], {env: slurm(0)})
  await new Promise(done => setTimeout(done, 700))
  const late = await Promise.all([1, 2, 3].map(task => begin(place, ['run', ...child], {env: slurm(task)}).ended))
  const first = await soon.ended
  expect(late.map(({stdout}) => stdout)).toEqual([first.stdout, first.stdout, first.stdout])
  expect(place.json(['ls']).total).toBe(1)
})

test('one that is refused keeps nobody waiting: each says why, at once', async () => {
  const began = Date.now()
  const answers = await four(() => ['--data', 'train=nowhere.csv', '--', 'true'], slurm)
  expect(answers.map(({status}) => status)).toEqual([4, 4, 4, 4])
  for (const {stderr} of answers) expect(stderr).toContain('there is no file or folder "nowhere.csv"')
  expect(place.json(['ls']).total).toBe(0)
  expect(Date.now() - began).toBeLessThan(15_000)
})

test('--each: four runs with a common group', async () => {
  const answers = await four(task => ['--each', '--name', `task${task}`, '--', 'sh', '-c', WORK], slurm)
  expect(answers.map(({status}) => status)).toEqual([0, 0, 0, 0])
  const {runs, total} = place.json(['ls', '--sort', 'name'])
  expect(total).toBe(4)
  expect(runs.map(({name, group}: Record<string, string>) => [name, group])).toEqual(
    [0, 1, 2, 3].map(task => [`task${task}`, 'slurm-4711']),
  )
  expect(new Set(answers.map(({stdout}) => stdout))).toHaveProperty('size', 4)
})

test('tasks with other words are runs of their own, with a warning', async () => {
  const child = (task: number) => ['--', 'sh', '-c', WORK, 'x', `--lr=${task < 2 ? 1 : 2}`]
  const answers = await four(child, slurm)
  expect(answers.map(({status}) => status)).toEqual([0, 0, 0, 0])
  // The two that differ from the first each become a run.
  expect(place.json(['ls']).total).toBe(3)
  expect(answers.flatMap(warningsOf)).toEqual([
    expect.stringContaining('another command than the first of its step'),
    expect.stringContaining('another command than the first of its step'),
  ])
})

test('an array of jobs: a run each, in the group of the array', () => {
  for (const [id, index] of [
    ['501', '1'],
    ['502', '2'],
  ]) {
    const env = {SLURM_JOB_ID: id!, SLURM_ARRAY_JOB_ID: '500', SLURM_ARRAY_TASK_ID: index!}
    expect(ran(place, ['--name', `a${index}`, '--', 'true'], {env}).record.group).toBe('slurm-500')
  }
  expect(place.json(['ls', '--group', 'slurm-500']).total).toBe(2)
})

test('the next step of the same job, and the same step again, are other runs', () => {
  const one = (step: string) =>
    ran(place, ['--', 'true'], {
      env: {SLURM_JOB_ID: '9', SLURM_STEP_ID: step, SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '1'},
    }).id
  expect(new Set([one('0'), one('1'), one('1')])).toHaveProperty('size', 3)
})

test('eight runs at once in one folder: all there, none mixed', async () => {
  const names = Array.from({length: 8}, (_, i) => `n${i}`)
  const CHILD = 'echo "$GIT_EXP_RUN_NAME" > "out-$GIT_EXP_RUN_NAME"'
  const answers = await Promise.all(
    names.map(name => begin(place, ['run', '--name', name, '-a', `out-${name}`, '--', 'sh', '-c', CHILD]).ended),
  )
  expect(answers.map(({status}) => status)).toEqual(names.map(() => 0))
  const {runs} = place.json(['ls', '--sort', 'name'])
  expect(runs.map(({name, status}: Record<string, string>) => [name, status])).toEqual(
    names.map(name => [name, 'finished']),
  )
  for (const name of names) expect(place.json(['show', name]).artifacts).toMatchObject([{path: `out-${name}`}])
  expect(place.spool()).toEqual([])
})

test('a job of two tasks that is preempted and begun anew: one run, two attempts', async () => {
  const two = workplace()
  two.write(
    'job.sh',
    'if [ -n "$SLURM_RESTART_COUNT" ]; then echo "$GIT_EXP_RUN_ID $GIT_EXP_ATTEMPT"; else echo x > ready.$SLURM_PROCID; exec sleep 20; fi\n',
  )
  const task = (rank: string, more: NodeJS.ProcessEnv = {}) =>
    begin(two, ['run', '--name', 'two', '--', 'sh', 'job.sh'], {
      env: {SLURM_JOB_ID: '9', SLURM_STEP_ID: '0', SLURM_PROCID: rank, SLURM_STEP_NUM_TASKS: '2', ...more},
    })
  const first = ['0', '1'].map(rank => task(rank))
  for (const rank of ['0', '1']) await appears(join(two.cwd, `ready.${rank}`))
  for (const {child} of first) child.kill('SIGTERM')
  await Promise.all(first.map(({ended}) => ended))
  const [{id, status}] = two.json(['ls']).runs
  expect(status).toBe('preempted')
  const again = await Promise.all(['0', '1'].map(rank => task(rank, {SLURM_RESTART_COUNT: '1'}).ended))
  expect(again.map(({status, stdout}) => [status, stdout])).toEqual([
    [0, `${id} 2\n`],
    [0, `${id} 2\n`],
  ])
  expect(two.json(['ls'])).toMatchObject({total: 1, runs: [{id, status: 'finished'}]})
  expect(two.json(['show', id]).attempts).toMatchObject([{exit: 'SIGTERM'}, {exit: 0}])
})
