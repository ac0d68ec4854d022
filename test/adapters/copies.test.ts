import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {nodeCopies} from '../../src/adapters/node/copies'
import {tempFolder} from '../support/git'

const DIGEST = `sha256:${'a'.repeat(64)}`

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

/** As of an artifact whose digest turns out wrong. */
async function* wrong() {
  yield Buffer.from('half')
  throw new Error('wrong')
}

const desk = () => {
  const cache = tempFolder('cache')
  return {cache, opened: join(cache, 'git-exp/opened'), copies: nodeCopies('/', {XDG_CACHE_HOME: cache})}
}

describe('lay', () => {
  test('for this user alone, to be read; the same bytes at the same place', async () => {
    const {copies, opened} = desk()
    const path = await copies.lay('a.png', DIGEST, pieces('one', 'two'))
    expect(path).toBe(join(opened, 'a'.repeat(32), 'a.png'))
    expect([readFileSync(path, 'utf8'), lstatSync(path).mode & 0o777]).toEqual(['onetwo', 0o400])
    expect(await copies.lay('a.png', DIGEST, pieces('onetwo'))).toBe(path)
    expect(readdirSync(join(path, '..'))).toEqual(['a.png'])
  })

  test('nothing of what turns out wrong', async () => {
    const {copies, opened} = desk()
    await expect(copies.lay('a.png', DIGEST, wrong())).rejects.toThrow('wrong')
    expect(readdirSync(join(opened, 'a'.repeat(32)))).toEqual([])
  })

  test('a link in the place of the copy is replaced, not followed', async () => {
    const {copies, opened, cache} = desk()
    const [folder, victim] = [join(opened, 'a'.repeat(32)), join(cache, 'victim')]
    mkdirSync(folder, {recursive: true, mode: 0o700})
    writeFileSync(victim, 'mine')
    symlinkSync(victim, join(folder, 'a.png'))
    await copies.lay('a.png', DIGEST, pieces('x'))
    expect([readFileSync(victim, 'utf8'), lstatSync(join(folder, 'a.png')).isFile()]).toEqual(['mine', true])
  })

  test('a folder that others may read, or none at all, is not used', async () => {
    const {copies, opened, cache} = desk()
    mkdirSync(join(opened, 'a'.repeat(32)), {recursive: true, mode: 0o755})
    const path = await copies.lay('a.png', DIGEST, pieces('x'))
    expect([path.startsWith(cache), lstatSync(join(path, '..')).mode & 0o777]).toEqual([false, 0o700])
    writeFileSync(join(cache, 'file'), '')
    const none = nodeCopies('/', {XDG_CACHE_HOME: join(cache, 'file')})
    expect(existsSync(await none.lay('a.png', DIGEST, pieces('x')))).toBe(true)
  })

  test('what was laid there a week ago goes, and nothing else', async () => {
    const {copies, opened} = desk()
    await copies.lay('a.png', DIGEST, pieces('x'))
    mkdirSync(join(opened, 'mine'))
    for (const name of readdirSync(opened)) utimesSync(join(opened, name), 1e9, 1e9)
    await copies.lay('b.png', `sha256:${'b'.repeat(64)}`, pieces('x'))
    expect(readdirSync(opened)).toEqual(['b'.repeat(32), 'mine'])
  })
})

describe('write', () => {
  test('nothing of what turns out wrong, and what was there stays', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'a'), 'mine')
    const copies = nodeCopies(folder, {})
    await expect(copies.write({to: 'a', name: 'x', force: true}, wrong())).rejects.toThrow('wrong')
    await expect(copies.write({to: 'b', name: 'x', force: false}, wrong())).rejects.toThrow('wrong')
    expect([readdirSync(folder), readFileSync(join(folder, 'a'), 'utf8')]).toEqual([['a'], 'mine'])
  })

  test('of two at once one gets the name', async () => {
    const folder = tempFolder()
    const copies = nodeCopies(folder, {})
    const both = ['one', 'two'].map(text => copies.write({to: 'a', name: 'x', force: false}, pieces(text)))
    const ends = await Promise.allSettled(both)
    expect(ends.map(({status}) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(readdirSync(folder)).toEqual(['a'])
  })

  test('a folder that cannot be written', async () => {
    if (process.getuid?.() === 0) return
    const folder = tempFolder()
    mkdirSync(join(folder, 'shut'), {mode: 0o500})
    const copies = nodeCopies(folder, {})
    await expect(copies.write({to: 'shut', name: 'x', force: false}, pieces('x'))).rejects.toMatchObject({
      code: 'READ_ONLY',
      message: expect.stringMatching(/^"shut\/x" cannot be written: EACCES/),
    })
  })
})
