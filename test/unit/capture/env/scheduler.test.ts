import {jobOf, schedulerFacts} from '../../../../src/capture/env/scheduler'

const SLURM = {SLURM_JOB_ID: '812', SLURM_PROCID: '0', SLURM_NTASKS: '8', SLURM_JOB_NODELIST: 'gpu-[01-02]'}

test.each([
  ['nothing', {}, undefined],
  ['Slurm: the batch script is no task', SLURM, {kind: 'slurm', id: '812'}],
  [
    'Slurm: a task of a step, in an array, started again',
    {
      ...SLURM,
      SLURM_STEP_ID: '0',
      SLURM_STEP_NUM_TASKS: '8',
      SLURM_PROCID: '3',
      SLURM_ARRAY_JOB_ID: '800',
      SLURM_ARRAY_TASK_ID: '7',
      SLURM_RESTART_COUNT: '1',
    },
    {kind: 'slurm', id: '812', step: '0', array: '800_7', restart: 1, task: 3, tasks: 8},
  ],
  [
    'torchrun inside Slurm: the rank counts',
    {...SLURM, SLURM_STEP_ID: '0', RANK: '5', WORLD_SIZE: '16', MASTER_ADDR: 'gpu-01', MASTER_PORT: '29500'},
    {kind: 'slurm', id: '812', step: '0', task: 5, tasks: 16, rendezvous: 'gpu-01:29500'},
  ],
  [
    'torchrun alone, with the id it gives where none was given',
    {
      TORCHELASTIC_RUN_ID: 'none',
      RANK: '1',
      WORLD_SIZE: '2',
      MASTER_ADDR: 'h',
      MASTER_PORT: '1',
      TORCHELASTIC_RESTART_COUNT: '0',
    },
    {kind: 'torchelastic', id: 'h:1', restart: 0, task: 1, tasks: 2, rendezvous: 'h:1'},
  ],
  ['MPI', {OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '4'}, {kind: 'mpi', id: 'mpi', task: 1, tasks: 4}],
  ['PBS', {PBS_JOBID: '12[3].head', PBS_ARRAY_INDEX: '3'}, {kind: 'pbs', id: '12[3].head', array: '12_3'}],
  ['LSF', {LSB_JOBID: '9', LSB_JOBINDEX: '0'}, {kind: 'lsf', id: '9'}],
  ['SGE', {JOB_ID: '5', SGE_TASK_ID: 'undefined', RESTARTED: '0'}, {kind: 'sge', id: '5', restart: 0}],
  ['a JOB_ID of somebody else', {JOB_ID: '5'}, undefined],
  ['a rank beyond the size is none', {...SLURM, RANK: '9', WORLD_SIZE: '2'}, {kind: 'slurm', id: '812'}],
])('%s', (_, env, expected) => {
  expect(jobOf(env)).toEqual(expected)
})

test('what the record says of it', () => {
  expect(schedulerFacts(SLURM, jobOf(SLURM))).toEqual({scheduler: {kind: 'slurm', id: '812', nodes: 'gpu-[01-02]'}})
  expect(schedulerFacts({}, undefined)).toEqual({})
})
