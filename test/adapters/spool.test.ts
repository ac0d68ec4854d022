import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {memorySpool} from '../../src/adapters/memory/spool'
import {nodeSpool} from '../../src/adapters/node/spool'
import {bootId} from '../../src/adapters/node/this-boot'
import {describeSpool} from '../contracts/spool'
import {tempFolder} from '../support/git'

describeSpool('memory', async () => {
  const spool = memorySpool()
  return {open: () => spool}
})

describeSpool('a folder', async () => {
  const folder = join(tempFolder(), 'exp')
  return {open: () => nodeSpool(folder)}
})

describe('a folder as a spool, besides', () => {
  it('leaves no half-written entry where others look', () => {
    const folder = tempFolder()
    nodeSpool(folder).put('a', Buffer.from('x'))
    expect(readdirSync(join(folder, 'spool'))).toEqual(['a'])
    writeFileSync(join(folder, 'spool', '.b.1.tmp'), 'half')
    expect(nodeSpool(folder).waiting()).toEqual(['a'])
  })

  it('keeps the bytes of a parked entry at the path it names', () => {
    const folder = tempFolder()
    nodeSpool(folder).put('a', Buffer.from('bytes'))
    expect(readFileSync(nodeSpool(folder).park('a', 'why'), 'utf8')).toBe('bytes')
  })

  it('breaks the lock of a process that is dead', () => {
    const folder = tempFolder()
    expect(nodeSpool(folder).lock()).toBeDefined()
    const lock = join(folder, 'lock')
    const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid']))
    writeFileSync(
      lock,
      JSON.stringify({...(JSON.parse(readFileSync(lock, 'utf8')) as object), pid: dead, token: 'other'}),
    )
    expect(nodeSpool(folder).lock()).toBeDefined()
  })

  it('leaves a young lock of another machine, and breaks one that has not been heard of', () => {
    const folder = tempFolder()
    const lock = join(folder, 'lock')
    writeFileSync(lock, JSON.stringify({host: 'elsewhere', boot: 'b', pid: 1, token: 't'}))
    expect(nodeSpool(folder).lock()).toBeUndefined()
    utimesSync(lock, new Date(Date.now() - 120_000), new Date(Date.now() - 120_000))
    expect(nodeSpool(folder).lock()).toBeDefined()
    expect(existsSync(lock)).toBe(true)
  })
})

test('what a killed process has left half written is swept; what is being written is not', () => {
  const folder = tempFolder()
  const spool = nodeSpool(folder)
  spool.put('a', Buffer.from('x'))
  const boot = bootId().slice(0, 8)
  const names = [
    `.b.${boot}.999999999.tmp`,
    `.c.${boot}.${process.pid}.tmp`,
    '.d.elsewhere.1.tmp',
    '.e.elsewhere.1.tmp',
  ]
  for (const name of names) writeFileSync(join(folder, 'spool', name), '')
  utimesSync(join(folder, 'spool', names[3]!), 1, 1)
  spool.sweep()
  expect(readdirSync(join(folder, 'spool')).sort()).toEqual([names[1], names[2], 'a'].sort())
})
