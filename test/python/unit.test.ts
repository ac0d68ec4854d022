import {spawnSync} from 'node:child_process'
import {resolve} from 'node:path'
import {PYTHON} from '../support/heard-run'

/** The Python side has tests of its own, of the hook and of the client; they skip what needs a library that is not there. */
test('python/tests', () => {
  const {status, stderr} = spawnSync(PYTHON, ['-m', 'unittest', 'discover', '-s', 'tests'], {
    cwd: resolve('python'),
    encoding: 'utf8',
    timeout: 880_000,
  })
  expect(stderr).toMatch(/^Ran \d{3} tests/m)
  expect({status, said: status === 0 ? '' : stderr}).toEqual({status: 0, said: ''})
}, 900_000)
