import {memoryCache} from '../../../src/adapters/memory/cache'
import {memoryFiles} from '../../../src/adapters/memory/files'
import {memoryGit} from '../../../src/adapters/memory/git'
import {instantTimer, seededIds, steppedClock} from '../../../src/adapters/memory/world'
import {newCommit} from '../../contracts/git-writer'

it('a stepped clock goes on by its step, from its start', () => {
  const clock = steppedClock(1000, 5, '+0200')
  expect([clock.now(), clock.now(), clock.now(), clock.zone()]).toEqual([1000, 1005, 1010, '+0200'])
})

it('seeded ids repeat by seed, and differ within it', () => {
  const draw = (seed: number) => {
    const ids = seededIds(seed)
    return Array.from({length: 50}, () => Buffer.from(ids.random(8)).toString('hex'))
  }
  expect(draw(1)).toEqual(draw(1))
  expect(new Set([...draw(0), ...draw(1), ...draw(2)]).size).toBe(150)
})

it('an instant timer waits for nothing and remembers', async () => {
  const timer = instantTimer()
  await timer.sleep(60_000)
  expect(timer.slept).toEqual([60_000])
})

it('files answer as real ones do', async () => {
  const files = memoryFiles({'run.json': '{}', '/abs/dir/x': Buffer.from([1, 2])}, 'typed')
  expect(`${Buffer.from(await files.read('/work/run.json', 10))}`).toBe('{}')
  expect(`${Buffer.from(await files.readStdin(10))}`).toBe('typed')
  expect([files.facts('/abs/dir'), files.facts('/abs/dir/x'), files.facts('/abs/di')]).toEqual([
    {kind: 'directory', size: 0, modified: 0},
    {kind: 'file', size: 2, modified: 0},
    undefined,
  ])
  expect(await files.glob('/abs/*/x')).toEqual(['/abs/dir/x'])
  expect(await files.glob('/abs')).toEqual(['/abs/dir/x'])
  await expect(files.read('nope', 10)).rejects.toMatchObject({code: 'FILE_NOT_FOUND'})
  await expect(files.read('/abs', 10)).rejects.toMatchObject({code: 'UNREADABLE_FILE'})
  await expect(files.read('run.json', 1)).rejects.toMatchObject({code: 'TOO_BIG'})
  await expect(files.readStdin(1)).rejects.toMatchObject({code: 'TOO_BIG'})
})

it('a cache appends after cutting, and keeps one busy at a time', () => {
  const cache = memoryCache()
  cache.write('a', [Buffer.from('12'), Buffer.from('34')])
  cache.append('a', Buffer.from('x'), 3)
  expect(`${cache.read('a')}`).toBe('123x')
  expect(`${cache.open('a')?.slice(1, 2)}`).toBe('23')
  expect(cache.exclusively(() => cache.exclusively(() => 'inner') ?? 'outer')).toBe('outer')
  expect(cache.list()).toEqual(['a'])
})

it('memory says locked where a test holds a ref, and refuses what leads out of a tree', async () => {
  const git = memoryGit()
  const plan = {ref: 'refs/heads/x', base: undefined, commits: [newCommit({a: '1'})]}
  git.locked.add('refs/heads/x')
  expect(await git.write(plan)).toMatchObject({kind: 'locked'})
  git.locked.clear()
  for (const path of ['../a', 'a/../b', '.', '.git/config', 'x/.GIT/y']) {
    expect(await git.write({...plan, commits: [newCommit({[path]: '1'})]})).toMatchObject({kind: 'refused'})
  }
  expect(git.refs.size).toBe(0)
  expect(await git.write(plan)).toMatchObject({kind: 'moved'})
})
