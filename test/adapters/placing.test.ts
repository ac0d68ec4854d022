import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {nodePlacing} from '../../src/adapters/node/placing'
import {tempFolder} from '../support/git'

async function* pieces(...texts: string[]) {
  for (const text of texts) {
    if (text === 'fail') throw new Error('half way')
    yield Buffer.from(text)
  }
}
const yes = async () => true

test('a file is written whole, with the folders on its way', async () => {
  const folder = tempFolder()
  expect(await nodePlacing.write(folder, 'a/b/c.txt', pieces('one', 'two'))).toBe(true)
  expect(readFileSync(join(folder, 'a/b/c.txt'), 'utf8')).toBe('onetwo')
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.txt'])
})

test('what fails half way leaves nothing', async () => {
  const folder = tempFolder()
  await expect(nodePlacing.write(folder, 'c.txt', pieces('one', 'fail'))).rejects.toThrow('half way')
  expect(readdirSync(folder)).toEqual([])
})

test('never over what stands there, through a link, or out of the folder', async () => {
  const folder = tempFolder()
  const outside = tempFolder()
  writeFileSync(join(folder, 'c.txt'), 'mine')
  symlinkSync('nowhere', join(folder, 'dangling'))
  symlinkSync(outside, join(folder, 'link'))
  for (const path of ['c.txt', 'dangling', 'link/x', 'c.txt/x', '../escape', 'new/../../escape']) {
    expect([path, await nodePlacing.write(folder, path, pieces('x'))]).toEqual([path, false])
    expect([path, await nodePlacing.copy(folder, path, join(folder, 'c.txt'), yes)]).toEqual([path, false])
  }
  expect([readFileSync(join(folder, 'c.txt'), 'utf8'), readdirSync(outside)]).toEqual(['mine', []])
  expect(existsSync(join(folder, '../escape'))).toBe(false)
})

test('copies of files and folders may be written to, and are looked at first', async () => {
  const folder = tempFolder()
  const source = tempFolder()
  mkdirSync(join(source, 'sub/.git'), {recursive: true})
  writeFileSync(join(source, 'sub/a.txt'), 'a', {mode: 0o400})
  symlinkSync('a.txt', join(source, 'sub/b.txt'))
  writeFileSync(join(source, 'sub/.git/config'), '')
  expect(await nodePlacing.copy(folder, 'in/a.txt', join(source, 'sub/a.txt'), yes)).toBe(true)
  expect(statSync(join(folder, 'in/a.txt')).mode & 0o200).toBe(0o200)
  expect(await nodePlacing.copy(folder, 'all', source, async copy => existsSync(join(copy, 'sub/b.txt')))).toBe(true)
  expect(readdirSync(join(folder, 'all/sub')).sort()).toEqual(['a.txt', 'b.txt'])
  expect(await nodePlacing.copy(folder, 'no', source, async () => false)).toBe('wrong')
  expect(readdirSync(folder).sort()).toEqual(['all', 'in'])
})
