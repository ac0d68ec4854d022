import {attemptOf, attemptsOf, withEnd} from '../../../../src/usecases/run/attempts'
import {refuseSubmission} from '../../../../src/usecases/run/refuse-submission'

const me = {host: 'here', boot: 'b', pid: 1, born: '1'}

test('one start of the command, with its job', () => {
  expect(attemptOf(me, {env: {scheduler: {id: '7'}}}, 't')).toEqual({host: 'here', job: '7', started: 't'})
  expect(attemptOf(me, {}, 't')).toEqual({host: 'here', started: 't'})
})

test('the last one ends; earlier ones stay as they are', () => {
  const fields = {attempts: [{host: 'a', exit: 'SIGTERM'}, {host: 'b'}]}
  expect(withEnd(fields, 't', 0)).toEqual([
    {host: 'a', exit: 'SIGTERM'},
    {host: 'b', ended: 't', exit: 0},
  ])
  expect(withEnd({}, 't', 0)).toEqual([])
  expect(attemptsOf({attempts: 'many'})).toEqual([])
})

test('a command that only hands work on is refused, by its name alone', () => {
  for (const argv of [['sbatch', 'x'], ['/opt/slurm/bin/sbatch'], ['qsub'], ['bsub']])
    expect(() => refuseSubmission(argv)).toThrow(/the run belongs into the job/)
  for (const argv of [['srun', 'x'], ['python', 'sbatch'], ['./sbatch.sh']])
    expect(() => refuseSubmission(argv)).not.toThrow()
})
