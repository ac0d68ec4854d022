import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {lookup} from '../../src/adapters/git/lookup'
import {type GitProgram, gitProgram} from '../../src/adapters/git/program'
import {gitBuilder} from '../support/builder'
import {git, gitEnv, tempFolder} from '../support/git'

interface Watched {
  readonly program: GitProgram
  readonly pids: number[]
}

function watched(cwd: string): Watched {
  const program = gitProgram({cwd, env: gitEnv})
  const pids: number[] = []
  const start: GitProgram['start'] = (args, options) => {
    const child = program.start(args, options)
    if (child.pid !== undefined) pids.push(child.pid)
    return child
  }
  return {program: {...program, start}, pids}
}

function repository(): {cwd: string; oid: string} {
  const cwd = tempFolder()
  git(cwd, 'init', '--quiet')
  const oid = gitBuilder(join(cwd, '.git')).commit({files: {'a b': 'text'}})
  git(cwd, 'update-ref', 'refs/heads/topic', oid)
  return {cwd, oid}
}

it('asks one git again and again, at once and in turn, and sees refs that moved meanwhile', async () => {
  const {cwd, oid} = repository()
  const {program, pids} = watched(cwd)
  const {find} = lookup(program)
  const answers = await Promise.all([find(['topic:a b', 'nothing']), find([]), find(['topic'])])
  expect(answers.map(list => list.map(object => object?.type))).toEqual([['blob', undefined], [], ['commit']])
  git(cwd, 'branch', 'later', oid)
  git(cwd, 'pack-refs', '--all')
  git(cwd, 'branch', '-D', 'topic')
  expect((await find(['later', 'topic'])).map(object => object?.oid)).toEqual([oid, undefined])
  expect(pids).toHaveLength(1)
})

it('answers though its git is killed, before a question and in the middle of one', async () => {
  const {cwd, oid} = repository()
  const {program, pids} = watched(cwd)
  const {find, start} = lookup(program)
  start()
  process.kill(pids[0]!, 'SIGKILL')
  expect((await find(['topic']))[0]?.oid).toBe(oid)
  const asked = find(['topic'])
  process.kill(pids.at(-1)!, 'SIGKILL')
  expect((await asked)[0]?.oid).toBe(oid)
})

it("says git's own reason where it cannot be asked", async () => {
  const {find, start} = lookup(gitProgram({cwd: tempFolder(), env: gitEnv}))
  start()
  await expect(find(['HEAD'])).rejects.toMatchObject({code: 'NOT_A_REPOSITORY'})
  const without = lookup(gitProgram({cwd: tempFolder(), env: {PATH: '/nonexistent'}}))
  without.start()
  await expect(without.find(['HEAD'])).rejects.toMatchObject({code: 'NO_GIT'})
})

it('lets its git go when nobody asks, and starts another', async () => {
  const {cwd} = repository()
  const {program, pids} = watched(cwd)
  const {find} = lookup(program)
  await find(['topic'])
  await new Promise(resolve => setTimeout(resolve, 2300))
  expect(() => execFileSync('ps', ['-p', String(pids[0])], {stdio: 'ignore'})).toThrow()
  expect((await find(['topic']))[0]?.type).toBe('commit')
  expect(pids).toHaveLength(2)
})
