import {mkdtempSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {memoryCache} from '../../src/adapters/memory/cache'
import {nodeCache} from '../../src/adapters/node/cache'
import {cacheContract} from '../contracts/cache'

const folder = () => mkdtempSync(join(tmpdir(), 'cache-'))

cacheContract('memory', memoryCache)
cacheContract('a folder', () => nodeCache(join(folder(), 'made', 'on', 'demand')))

describe('a folder as a cache', () => {
  test('the lock of a process that died is taken over after a while', () => {
    const at = folder()
    writeFileSync(join(at, '.lock'), '1')
    expect(nodeCache(at).exclusively(() => 'mine')).toBeUndefined()
    const long = new Date(Date.now() - 60_000)
    utimesSync(join(at, '.lock'), long, long)
    expect(nodeCache(at).exclusively(() => 'mine')).toBe('mine')
  })

  test('where nothing can be written it says so and does not throw', () => {
    const at = folder()
    writeFileSync(join(at, 'file'), '')
    const cache = nodeCache(join(at, 'file', 'below'))
    expect(cache.write('a', new Uint8Array(1))).toBe(false)
    expect(cache.append('a', new Uint8Array(1), 0)).toBe(false)
    expect(cache.exclusively(() => 1)).toBeUndefined()
    expect(cache.list()).toEqual([])
  })
})
