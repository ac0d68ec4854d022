import {execFileSync, spawn} from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {nodeHashCache} from '../../src/adapters/node/hash-cache'
import {hashSteps} from '../../src/adapters/node/hash-file'
import {nodeHashing} from '../../src/adapters/node/hashing'
import {sha256} from '../../src/base/digest'
import type {Digest} from '../../src/model/ids'
import type {SeenFile} from '../../src/ports/hashing'
import {bundled} from '../support/bundle'
import {tempFolder} from '../support/git'

const hashOf = (bytes: string) => `sha256:${sha256(Buffer.from(bytes))}` as Digest
const content = {digest: hashOf('x'), size: 1, rows: 3}
const file = (real: string, identity = '1:2:1:3:4', touched = 1000): SeenFile => ({
  real,
  identity,
  touched,
  size: 1,
  stamp: '2:1:3',
})

describe('the memory of digests', () => {
  test('is kept for the next process, for the same identity only', () => {
    const folder = join(tempFolder(), 'digests')
    nodeHashCache(folder).remember(file('/d/a\tb\n'), content, 10_000)
    nodeHashCache(folder).remember(file('/d/'), {...content, files: 7}, 10_000)
    const cache = nodeHashCache(folder)
    expect(cache.known(file('/d/a\tb\n'))).toEqual(content)
    expect(cache.known(file('/d/'))).toEqual({...content, files: 7})
    expect(cache.known(file('/d/a\tb\n', 'other'))).toBeUndefined()
    expect(cache.known(file('/d/c'))).toBeUndefined()
  })

  test('does not trust what was touched within 2 s of the hashing, unless it was hashed for the one who asks', () => {
    const cache = nodeHashCache(join(tempFolder(), 'digests'))
    cache.remember(file('/d/racy', 'i', 9_000), content, 10_000)
    expect(cache.known(file('/d/racy', 'i', 9_000))).toBeUndefined()
    expect(cache.known(file('/d/racy', 'i', 9_000), 10_001)).toBeUndefined()
    expect(cache.known(file('/d/racy', 'i', 9_000), 9_999)).toEqual(content)
    cache.remember(file('/d/racy', 'i', 9_000), content, 11_001)
    expect(cache.known(file('/d/racy', 'i', 9_000))).toEqual(content)
  })

  test('drops what is damaged or torn, and only that', () => {
    const folder = join(tempFolder(), 'digests')
    for (const name of ['a', 'b', 'c']) nodeHashCache(folder).remember(file(`/d/${name}`), content, 10_000)
    const [shard] = readdirSync(folder)
    const path = join(folder, shard!)
    const text = readFileSync(path, 'latin1')
    const digit = text.indexOf('sha256:', text.indexOf('"/d/b"')) + 10
    writeFileSync(
      path,
      `${text.slice(0, digit)}${text[digit] === '0' ? '1' : '0'}${text.slice(digit + 1)}\n"/d/e"\t1:2`,
    )
    const cache = nodeHashCache(folder)
    expect(['a', 'b', 'c', 'e'].map(name => cache.known(file(`/d/${name}`)) !== undefined)).toEqual([
      true,
      false,
      true,
      false,
    ])
    cache.remember(file('/d/f'), content, 10_000)
    expect(nodeHashCache(folder).known(file('/d/f'))).toEqual(content)
    writeFileSync(path, Buffer.from([0, 255, 10, 9, 9, 9]))
    expect(nodeHashCache(folder).known(file('/d/a'))).toBeUndefined()
  })

  test('stays within its bounds, the newest kept', () => {
    const folder = join(tempFolder(), 'digests')
    const cache = nodeHashCache(folder, 20_000)
    for (let i = 0; i < 1000; i++) cache.remember(file(`/d${i % 3}/${i}`), content, 10_000)
    const bytes = readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0)
    expect(bytes).toBeLessThan(35_000)
    expect(nodeHashCache(folder).known(file('/d0/999'))).toEqual(content)
    expect(nodeHashCache(folder).known(file('/d0/0'))).toBeUndefined()
  })

  test('a folder that cannot be written costs the memory only', () => {
    const blocked = join(tempFolder(), 'plain')
    writeFileSync(blocked, '')
    const cache = nodeHashCache(join(blocked, 'digests'))
    cache.remember(file('/d/a'), content, 10_000)
    expect(cache.known(file('/d/a'))).toBeUndefined()
  })
})

function outcome(path: string, between: (done: number) => void = () => undefined) {
  const steps = hashSteps(path)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    between(step.value)
  }
}

describe('reading', () => {
  const big = () => {
    const path = join(tempFolder(), 'big.bin')
    writeFileSync(path, Buffer.alloc(3_000_000, 7))
    return path
  }

  test('a file that shrinks, or goes on growing, while it is read is named; one that settles is read again', () => {
    const changing = {kind: 'failed', problem: 'is being written to: it changed while it was read'}
    let size = 3_000_000
    const shrinking = big()
    const shrink = () => {
      size -= 100_000
      truncateSync(shrinking, size)
    }
    expect(outcome(shrinking, shrink)).toEqual(changing)
    const growing = big()
    expect(outcome(growing, () => appendFileSync(growing, 'more'))).toEqual(changing)
    const once = big()
    let left = 1
    const read = outcome(once, () => left-- > 0 && appendFileSync(once, 'x'))
    expect(read).toMatchObject({kind: 'hashed', content: {size: 3_000_001}})
  })

  test('rows are counted in the same pass', () => {
    const path = join(tempFolder(), 'a.csv')
    writeFileSync(path, `h\n${'"x\ny"\n'.repeat(300_000)}`)
    expect(outcome(path)).toMatchObject({content: {rows: 300_000}})
  })

  test('a pipe is not waited for', () => {
    const path = join(tempFolder(), 'pipe')
    execFileSync('mkfifo', [path])
    expect(outcome(path)).toEqual({kind: 'failed', problem: 'is a pipe, not a file or folder'})
  })
})

describe('walking a folder', () => {
  const hashing = nodeHashing({own: join(tempFolder(), 'exp')})

  test('links are followed, and what can have no digest is named', async () => {
    const top = tempFolder()
    mkdirSync(join(top, 'a'))
    writeFileSync(join(top, 'a', 'x'), '1')
    symlinkSync('a/x', join(top, 'link'))
    symlinkSync('a', join(top, 'dir'))
    expect((await hashing.walk(top)).files.map(({path}) => path).sort()).toEqual(['a/x', 'dir/x', 'link'])
    symlinkSync('nowhere', join(top, 'dangling'))
    symlinkSync('..', join(top, 'a', 'up'))
    symlinkSync('me', join(top, 'me'))
    execFileSync('mkfifo', [join(top, 'pipe')])
    const server = createServer().listen(join(top, 'sock'))
    await new Promise(resolve => server.once('listening', resolve))
    writeFileSync(Buffer.concat([Buffer.from(`${top}/`), Buffer.from([0xff, 0x61])]), 'x')
    const {problems} = await hashing.walk(top)
    server.close()
    expect([...problems].sort()).toEqual([
      '"a/up" leads to a folder that it lies in itself',
      '"dangling" is a symbolic link that leads nowhere',
      '"dir/up" leads to a folder that it lies in itself',
      '"me" is a symbolic link that leads to itself',
      '"pipe" is a pipe, not a file or folder',
      '"sock" is a socket, not a file or folder',
      '"\ufffda" has a name that is no UTF-8',
    ])
  })

  test('limits end it', async () => {
    const top = tempFolder()
    for (let i = 0; i < 20; i++) writeFileSync(join(top, String(i)), '')
    expect((await hashing.walk(top, {files: 20})).complete).toBe(true)
    expect((await hashing.walk(top, {files: 19})).complete).toBe(false)
    expect((await hashing.walk(top, {ms: -1})).complete).toBe(false)
    expect((await hashing.walk(top, {signal: AbortSignal.abort()})).complete).toBe(false)
  })
})

describe('in a thread', () => {
  const script = bundled('src/adapters/node/hash-worker.ts')

  test('files are read there, one can be stopped, the next is read all the same', async () => {
    const own = join(tempFolder(), 'exp')
    const hashing = nodeHashing({own, script})
    const huge = join(tempFolder(), 'huge')
    writeFileSync(huge, '')
    truncateSync(huge, 1e12)
    const small = join(tempFolder(), 'small.jsonl')
    writeFileSync(small, '{}\n')
    const stop = new AbortController()
    const seen: number[] = []
    const look = (path: string) => hashing.look(path) as SeenFile & {kind: 'file'}
    const reading = hashing.hash(look(huge), {
      since: Date.now(),
      signal: stop.signal,
      progress: done => {
        seen.push(done)
        stop.abort()
      },
    })
    const next = hashing.hash(look(small), {since: Date.now()})
    expect(await reading).toEqual({kind: 'stopped'})
    expect(seen[0]).toBeGreaterThan(0)
    expect(await next).toMatchObject({kind: 'hashed', content: {digest: hashOf('{}\n'), rows: 1}})
    expect(readdirSync(join(own, 'hashing'))).toEqual([])
    await hashing.close()
  })

  test('a thread that does not start, or ends at once, costs nothing but its priority', async () => {
    const broken = join(tempFolder(), 'broken.cjs')
    writeFileSync(broken, 'throw new Error("no")')
    const data = join(tempFolder(), 'data')
    writeFileSync(data, 'x')
    for (const bad of [broken, join(tempFolder(), 'absent.cjs'), 'no/absolute/path.cjs']) {
      const hashing = nodeHashing({own: join(tempFolder(), 'exp'), script: bad})
      const outcome = await hashing.hash(hashing.look(data) as SeenFile & {kind: 'file'}, {since: Date.now()})
      expect(outcome).toMatchObject({kind: 'hashed', content: {digest: hashOf('x')}})
      await hashing.close()
    }
  })

  test('two processes that want the same file read it once', async () => {
    const own = join(tempFolder(), 'exp')
    const data = join(tempFolder(), 'data.bin')
    closeSync(openSync(data, 'w'))
    const fd = openSync(data, 'r+')
    ftruncateSync(fd, 400 * 1024 ** 2)
    closeSync(fd)
    const main = join(tempFolder(), 'main.ts')
    const hashingSource = JSON.stringify(join(process.cwd(), 'src/adapters/node/hashing'))
    writeFileSync(
      main,
      `import {nodeHashing} from ${hashingSource}
      const hashing = nodeHashing({own: ${JSON.stringify(own)}, script: ${JSON.stringify(script)}})
      const file = hashing.look(${JSON.stringify(data)}) as any
      hashing.hash(file, {since: Date.now() - 1000}).then(async outcome => {
        console.log(JSON.stringify([outcome.kind, (outcome as any).content.digest, process.cpuUsage().user]))
        await hashing.close()
      })`,
    )
    const program = bundled(main)
    const run = () =>
      new Promise<string>((resolve, reject) => {
        const child = spawn(process.execPath, [program], {stdio: ['ignore', 'pipe', 'inherit']})
        let said = ''
        child.stdout.on('data', more => {
          said += more
        })
        child.on('close', code => (code === 0 ? resolve(said) : reject(new Error(`ended with ${code}`))))
      })
    const answers = (await Promise.all([run(), run(), run()])).map(text => JSON.parse(text))
    expect(new Set(answers.map(([kind, digest]) => `${kind} ${digest}`)).size).toBe(1)
    const [shard] = readdirSync(join(own, 'cache', 'digests'))
    const lines = readFileSync(join(own, 'cache', 'digests', shard!), 'utf8')
      .split('\n')
      .filter(Boolean)
    expect(lines).toHaveLength(1)
  })

  test('the lock of a process that died is broken', async () => {
    const own = join(tempFolder(), 'exp')
    const data = join(tempFolder(), 'data.bin')
    writeFileSync(data, Buffer.alloc(5_000_000))
    const place = join(own, 'hashing', sha256(Buffer.from(data)).slice(0, 32))
    mkdirSync(place, {recursive: true})
    writeFileSync(join(place, 'lock'), '{"host":"elsewhere","boot":"","pid":1,"token":"t"}')
    const long = new Date(Date.now() - 60_000)
    utimesSync(join(place, 'lock'), long, long)
    const hashing = nodeHashing({own, script})
    const outcome = await hashing.hash(hashing.look(data) as SeenFile & {kind: 'file'}, {since: Date.now()})
    expect(outcome.kind).toBe('hashed')
    expect(existsSync(place)).toBe(false)
    await hashing.close()
  })
})
