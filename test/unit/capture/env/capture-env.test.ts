import {memoryMachine} from '../../../../src/adapters/memory/machine'
import {captureEnv} from '../../../../src/capture/env/capture-env'

const question = {argv: ['python', 'x.py'], cwd: '/repo', top: '/repo'}

test('a machine that tells nothing still has an environment, and reasons', async () => {
  expect(await captureEnv(memoryMachine({}), question)).toEqual({
    env: {
      platform: 'linux-x86_64',
      os: {kernel: '6.1.0'},
      cpu: 'AMD EPYC 7763, 16 cores',
      memory: 64 * 1024 ** 3,
      unknown: {python: 'there is no program "python"'},
      provisional: true,
    },
    requirements: undefined,
    job: undefined,
  })
})

test('a probe that breaks costs its own fields only', async () => {
  const machine = {
    ...memoryMachine({env: {SLURM_JOB_ID: '8'}}),
    list: () => {
      throw new Error('a disk is gone')
    },
    facts: () => {
      throw new Error('no facts')
    },
  }
  const {env, job} = await captureEnv(machine, question)
  expect(env).toMatchObject({
    scheduler: {kind: 'slurm', id: '8'},
    unknown: {locks: 'a disk is gone', cpu: 'no facts', platform: 'no facts', python: 'no facts'},
  })
  expect(job).toEqual({kind: 'slurm', id: '8'})
})
