import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {version} from '../../package.json'
import {hermetic} from '../support/env'

const BIN = resolve('bin/git-exp.js')
const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
const keepsCompiled = major > 22 || (major === 22 && minor >= 1)

function run(args: readonly string[], env = hermetic(), before: readonly string[] = []) {
  return spawnSync(process.execPath, [...before, BIN, ...args], {env, encoding: 'utf8', timeout: 20_000})
}

test('the version, without loading anything', () => {
  for (const flag of ['--version', '-v'])
    expect(run([flag])).toMatchObject({stdout: `git-exp version ${version}\n`, status: 0})
  expect(run(['version']).stdout).toBe(`git-exp version ${version}\n`)
  expect(run(['-C', '.', '--version']).stdout).toBe(`git-exp version ${version}\n`)
  expect(JSON.parse(run(['--version', '--json']).stdout)).toMatchObject({version})
})

test('an old Node is told so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'git-exp-old-'))
  const old = join(folder, 'old.js')
  writeFileSync(old, "Object.defineProperty(process, 'versions', {value: {node: '18.20.1'}})")
  const {stderr, status} = run(['ls'], hermetic(), ['-r', old])
  expect(stderr).toBe(
    'error: git-exp needs Node 20.19 or newer; this is 18.20.1\nhint: install a newer Node, or put it first on PATH\n',
  )
  expect(status).toBe(5)
})

test('works where no cache can be kept, and makes no home', () => {
  const missing = join(mkdtempSync(join(tmpdir(), 'git-exp-home-')), 'nobody')
  for (const env of [
    {HOME: missing},
    {HOME: '/proc'},
    {XDG_CACHE_HOME: '/proc/none'},
    {HOME: '/dev/null'},
    {HOME: undefined},
  ]) {
    const {status, stderr} = run(['version'], hermetic({XDG_CACHE_HOME: undefined, ...env}))
    expect([env, status, stderr]).toEqual([env, 0, ''])
  }
  expect(existsSync(missing)).toBe(false)
})

const cached = keepsCompiled ? test : test.skip
cached('compiled code is kept in the user’s cache folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'git-exp-home-'))
  run(['version'], hermetic({XDG_CACHE_HOME: home}))
  expect(readdirSync(join(home, 'git-exp/v8')).length).toBeGreaterThan(0)
})
