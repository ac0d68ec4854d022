import {appendFileSync, ftruncateSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {isomorphicObjects} from '../../src/adapters/git/isomorphic-objects'
import type {Oid} from '../../src/model/ids'
import {type Builder, gitBuilder} from '../support/builder'
import {git, tempFolder} from '../support/git'
import {fingerprint} from '../support/untouched'

let cwd: string
let gitDir: string
let build: Builder
let commit: Oid
beforeEach(() => {
  cwd = tempFolder()
  git(cwd, 'init', '--quiet')
  gitDir = join(cwd, '.git')
  build = gitBuilder(gitDir)
  commit = build.commit({files: {a: 'A', 'b/c': 'C'}})
  build.setRef('refs/heads/main', commit)
})

const open = () => isomorphicObjects({commonDir: gitDir, gitDir})

describe('refuses, with the reason', () => {
  const cases: [string, string, () => void][] = [
    [
      'an extension it does not know',
      '"fancy"',
      () => appendFileSync(join(gitDir, 'config'), '[extensions]\n\tfancy = true\n'),
    ],
    [
      'SHA-256',
      'sha256',
      () => appendFileSync(join(gitDir, 'config'), '[Extensions]\n\tobjectFormat = sha256 ; new\n'),
    ],
    ['reftable', 'reftable', () => appendFileSync(join(gitDir, 'config'), '[extensions]\n\trefStorage = "reftable"\n')],
    [
      'a promised remote',
      'partial clone',
      () => appendFileSync(join(gitDir, 'config'), '[remote "o"]\n\tpromisor = true\n'),
    ],
    ['alternates', 'alternates', () => writeFileSync(join(gitDir, 'objects/info/alternates'), '/elsewhere\n')],
    ['replaced objects', 'git replace', () => git(cwd, 'replace', commit, build.commit({files: {a: 'B'}}))],
    ['a pack over 1 GiB', '1.0 GB', () => sparsePack(1024 ** 3 + 1)],
  ]
  it.each(cases)('%s', async (_, reason, spoil) => {
    await expect(open()).resolves.toBeDefined()
    spoil()
    await expect(open()).rejects.toMatchObject({
      code: 'UNSUPPORTED_REPOSITORY',
      message: expect.stringContaining(reason),
      hints: [expect.stringContaining('git')],
    })
  })

  it('a folder that is no repository', async () => {
    const dirs = {commonDir: cwd, gitDir: cwd}
    await expect(isomorphicObjects(dirs)).rejects.toMatchObject({code: 'NOT_A_REPOSITORY'})
  })
})

it('takes what changes nothing for a reader', async () => {
  appendFileSync(
    join(gitDir, 'config'),
    '[extensions]\n\tworktreeConfig = true\n\tobjectFormat = sha1\n\tpreciousObjects\n',
  )
  await expect(open()).resolves.toBeDefined()
})

it('sees what git packs, repacks and adds while it is open', async () => {
  const objects = await open()
  const texts = async () =>
    (await objects.find(['main:a', 'main:b/c'])).map(object => object && `${Buffer.from(object.bytes)}`)
  expect(await texts()).toEqual(['A', 'C'])
  git(cwd, 'repack', '-a', '-d', '--quiet')
  git(cwd, 'pack-refs', '--all')
  expect(await texts()).toEqual(['A', 'C'])
  build.setRef('refs/heads/main', build.commit({files: {a: 'A2', 'b/c': 'C'}, parents: [commit]}))
  expect(await texts()).toEqual(['A2', 'C'])
  git(cwd, 'repack', '-a', '-d', '-f', '--quiet')
  expect(await texts()).toEqual(['A2', 'C'])
})

it('throws DAMAGED_RECORD for a damaged object, and undefined for one that is not there', async () => {
  const blob = build.blob('A')
  const file = join(gitDir, 'objects', blob.slice(0, 2), blob.slice(2))
  writeFileSync(file, 'no zlib')
  await expect((await open()).find(['main:a'])).rejects.toMatchObject({code: 'DAMAGED_RECORD', data: {oid: blob}})
  rmSync(file)
  expect(await (await open()).find(['main:a'])).toEqual([undefined])
})

it('resolves HEAD of a linked worktree, and a chain of symbolic refs', async () => {
  const linked = join(tempFolder(), 'linked')
  git(cwd, 'worktree', 'add', '--quiet', '-b', 'side', linked)
  const side = build.commit({files: {a: 'side'}})
  build.setRef('refs/heads/side', side)
  git(cwd, 'symbolic-ref', 'refs/heads/alias', 'refs/heads/side')
  const objects = await isomorphicObjects({commonDir: gitDir, gitDir: join(gitDir, 'worktrees', 'linked')})
  expect((await objects.find(['HEAD', 'main', 'alias'])).map(object => object?.oid)).toEqual([side, commit, side])
  git(cwd, 'symbolic-ref', 'refs/heads/loop', 'refs/heads/loop2')
  git(cwd, 'symbolic-ref', 'refs/heads/loop2', 'refs/heads/loop')
  expect(await objects.find(['loop'])).toEqual([undefined])
})

it('writes nothing', async () => {
  const before = [fingerprint({cwd}), readdirSync(gitDir, {recursive: true}).sort()]
  const objects = await open()
  await objects.find(['main', 'nope', 'main:a', commit.slice(0, 8)])
  await objects.history(commit, {path: 'a'})
  await objects.files(commit)
  expect([fingerprint({cwd}), readdirSync(gitDir, {recursive: true}).sort()]).toEqual(before)
})

function sparsePack(size: number): void {
  mkdirSync(join(gitDir, 'objects/pack'), {recursive: true})
  const fd = openSync(join(gitDir, 'objects/pack/pack-big.pack'), 'w')
  ftruncateSync(fd, size)
}
