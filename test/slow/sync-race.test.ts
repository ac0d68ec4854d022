import {spawn} from 'node:child_process'
import {resolve} from 'node:path'
import {hermetic} from '../support/env'
import {git} from '../support/git'
import {bareRemote, clone, sharedPlace} from '../support/remotes'
import type {Workplace} from '../support/workplace'

const BIN = resolve('bin/git-exp.js')
const CLONES = 6
const EACH = 5

/** Records and pushes so many runs, one after the other; answers the exit codes of the pushes. */
function work(place: Workplace, who: number): Promise<string> {
  const script = Array.from(
    {length: EACH},
    (_, i) =>
      `echo '{"name": "run-${who}-${i}", "seed": 1}' | "$0" "$1" record - >/dev/null 2>&1; "$0" "$1" push >/dev/null; echo $?`,
  ).join('\n')
  const child = spawn('sh', ['-c', script, process.execPath, BIN], {
    cwd: place.cwd,
    env: hermetic(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', data => (out += data))
  return new Promise(done => child.on('close', () => done(out)))
}

test('many clones that record and push at once lose nothing, and nobody is turned away', async () => {
  const remote = bareRemote()
  const first = sharedPlace(remote)
  first.ok('push')
  const places = Array.from({length: CLONES}, () => clone(remote))
  for (const place of places) place.ok('init')
  const codes = await Promise.all(places.map(work))
  expect(codes.join('').split('\n').filter(Boolean)).toEqual(Array(CLONES * EACH).fill('0'))
  first.ok('fetch')
  const names = first.json(['ls', '--limit', '0']).runs.map((run: {name: string}) => run.name)
  const expected = places.flatMap((_, who) => Array.from({length: EACH}, (_, i) => `run-${who}-${i}`))
  expect(names.sort()).toEqual(expected.sort())
  expect(git(remote, 'fsck', '--strict', '--no-dangling')).toBe('')
}, 300_000)
