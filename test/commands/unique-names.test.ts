import {spawn} from 'node:child_process'
import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {hermetic} from '../support/env'
import {plainRecord, type Workplace, workplace} from '../support/workplace'

/** Records in a process of its own and answers its exit code and what it printed. */
async function recording(place: Workplace): Promise<{code: number | null; out: string}> {
  const args = [resolve('bin/git-exp.js'), 'record', 'run.json', '--json']
  const child = spawn(process.execPath, args, {cwd: place.cwd, env: hermetic(), stdio: ['ignore', 'pipe', 'ignore']})
  let out = ''
  for await (const chunk of child.stdout) out += chunk
  return {code: child.exitCode ?? (await new Promise(done => child.on('exit', done))), out}
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(done => setTimeout(done, 20))
}

test('recorders that all find a name free at once: one has it, the others are told whose it is, and nothing lies aside', async () => {
  const place = workplace()
  place.setLedger('naming:\n  unique: true')
  place.write('run.json', plainRecord('one'))
  const lock = place.inGit('refs/heads/exp-ledger.lock')
  writeFileSync(lock, '')
  const all = [1, 2, 3].map(() => recording(place))
  await until(() => place.spool().length === all.length)
  rmSync(lock)
  const answers = await Promise.all(all)
  expect(answers.map(({code}) => code).sort()).toEqual([0, 3, 3])
  const {id} = JSON.parse(answers.find(({code}) => code === 0)!.out)
  for (const {code, out} of answers) {
    if (code === 3) expect(JSON.parse(out).error).toMatchObject({code: 'NAME_TAKEN', data: {name: 'one', run: id}})
  }
  expect([place.json(['ls']).total, place.spool(), place.spool('rejected')]).toEqual([1, [], []])
})

test('a name taken by another while this one waited', async () => {
  const place = workplace()
  place.setLedger('naming:\n  unique: true')
  place.write('run.json', plainRecord('one'))
  const lock = place.inGit('refs/heads/exp-ledger.lock')
  writeFileSync(lock, '')
  expect(place.exp(['record', 'run.json'], {env: {GIT_EXP_LOCK_TIMEOUT: '0.3'}}).status).toBe(5)
  rmSync(lock)
  const [waiting] = place.spool()
  const text = readFileSync(place.inGit(`exp/spool/${waiting}`))
  rmSync(place.inGit(`exp/spool/${waiting}`))
  const {id} = place.json(['record', 'run.json'])
  writeFileSync(place.inGit(`exp/spool/${waiting}`), text)
  const {stderr} = place.exp(['recover'])
  expect(stderr).toContain(`the name "one" is taken by run ${id}`)
  expect([place.json(['ls']).total, place.spool('rejected').length]).toEqual([1, 2])
})
