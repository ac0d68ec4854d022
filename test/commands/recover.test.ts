import {createHash} from 'node:crypto'
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {tempFolder} from '../support/git'
import {plainRecord, workplace} from '../support/workplace'

const env = {GIT_EXP_LOCK_TIMEOUT: '0.3'}

test('recover takes up what waited elsewhere while the git dir could not be written', () => {
  const place = workplace()
  place.write('run.json', plainRecord('one'))
  const lock = place.inGit('refs/heads/exp-ledger.lock')
  writeFileSync(lock, '')
  expect(place.exp(['record', 'run.json'], {env}).status).toBe(5)
  rmSync(lock)
  // As the program leaves it where it may not write below .git; as root it always may.
  const state = tempFolder('state')
  const key = createHash('sha256').update(place.inGit('').replace(/\/$/, '')).digest('hex').slice(0, 16)
  const elsewhere = join(state, 'git-exp', key, 'spool')
  mkdirSync(elsewhere, {recursive: true})
  for (const name of place.spool()) renameSync(join(place.inGit('exp/spool'), name), join(elsewhere, name))
  expect(place.json(['recover'], {env: {XDG_STATE_HOME: state}})).toEqual({
    committed: 1,
    rejected: [],
    left: 0,
    runs: [],
  })
  expect(place.json(['ls']).total).toBe(1)
})

test('the next record takes along what waits, and each is there once', () => {
  const place = workplace()
  place.write('run.json', plainRecord('one'))
  const lock = place.inGit('refs/heads/exp-ledger.lock')
  writeFileSync(lock, '')
  for (let i = 0; i < 3; i++) expect(place.exp(['record', 'run.json'], {env}).status).toBe(5)
  rmSync(lock)
  place.ok('record', 'run.json')
  expect([place.spool(), place.json(['ls']).total]).toEqual([[], 4])
  expect(place.json(['recover'])).toMatchObject({committed: 0})
})
