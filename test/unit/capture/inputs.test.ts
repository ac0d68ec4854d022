import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {nodeHashing} from '../../../src/adapters/node/hashing'
import {nodeClock} from '../../../src/adapters/node/world'
import {sha256} from '../../../src/base/digest'
import {dirDigest} from '../../../src/capture/dir-manifest'
import {hashRestInputs, hashSmallInputs, recheckInputs} from '../../../src/capture/hash-inputs'
import {inputEntries} from '../../../src/capture/input-entries'
import {type DeclaredInput, isPending, surveyJson, surveyOf} from '../../../src/capture/input-state'
import {surveyInputs} from '../../../src/capture/survey-inputs'
import type {Digest} from '../../../src/model/ids'
import {tempFolder} from '../../support/git'

const digestOf = (bytes: string) => `sha256:${sha256(Buffer.from(bytes))}` as Digest
const NONE = {bytes: 0, ms: 0}
const silent = {step: () => undefined, end: () => undefined}
const commit = '0123456789abcdef0123456789abcdef01234567'
const hex = 'ab12'.padEnd(64, '0')

function bench() {
  const top = tempFolder('repo')
  const ports = {hashing: nodeHashing({own: join(tempFolder(), 'exp')}), clock: nodeClock, progress: silent}
  const place = {top, cwd: top}
  const put = (path: string, text: string) => {
    const file = join(top, path)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, text)
    return file
  }
  const survey = (...declared: DeclaredInput[]) => surveyInputs(ports, declared, place)
  const after = {phase: () => 'after' as const}
  return {top, put, ports, survey, after}
}

test('a small file is hashed before the start, with its rows, and belongs to its split', async () => {
  const {put, ports, survey} = bench()
  put('data/train.csv', 'id,text\n1,a\n2,b\n')
  const done = await hashSmallInputs(ports, await survey({role: 'train', path: 'data/train.csv'}))
  const digest = digestOf('id,text\n1,a\n2,b\n')
  expect(inputEntries(done)).toEqual({
    inputs: [{role: 'train', path: 'data/train.csv', digest, rows: 2, bytes: 16, how: 'declared', digested: 'before'}],
    splits: {train: {hash: digest, rows: 2, bytes: 16, uri: 'data/train.csv'}},
    warnings: [],
  })
})

test('a folder is hashed by its manifest, without .git, and several files are one split', async () => {
  const {put, ports, survey} = bench()
  put('d/a.jsonl', '{}\n')
  put('d/sub/b.jsonl', '{}\n{}\n')
  put('d/.git/index', 'changes')
  put('x.csv', 'h\n1\n')
  const declared = [
    {role: 'data', path: 'd', split: 'test'},
    {role: 'data', path: 'x.csv', split: 'test'},
  ]
  const {inputs, splits} = inputEntries(await hashSmallInputs(ports, await survey(...declared)))
  const folder = dirDigest([
    {path: 'a.jsonl', digest: digestOf('{}\n')},
    {path: 'sub/b.jsonl', digest: digestOf('{}\n{}\n')},
  ])
  expect(inputs[0]).toMatchObject({path: 'd', digest: folder, rows: 3, bytes: 9, files: 2})
  const both = dirDigest([
    {path: 'd', digest: folder},
    {path: 'x.csv', digest: digestOf('h\n1\n')},
  ])
  expect(splits).toEqual({test: {hash: both, rows: 4, bytes: 13}})
})

test('several files that were found are one split, wherever they lie and whichever was read first', () => {
  const found = (path: string, digest: Digest) => ({
    ...{role: 'data', kind: 'file' as const, path, split: 'train', found: true as const},
    content: {digest, size: 1},
  })
  const hash = (...states: ReturnType<typeof found>[]) => inputEntries({since: 0, states}).splits['train']
  const [a, b] = [digestOf('a'), digestOf('b')]
  const split = hash(found('here/one.csv', a), found('here/x/one.csv', b))
  expect(split).toEqual({hash: expect.stringMatching(/^sha256:/), bytes: 2})
  expect(hash(found('there/y/one.csv', b), found('there/one.csv', a))).toEqual(split)
  expect(hash(found('here/one.csv', a), found('here/two.csv', b))).not.toEqual(split)
})

test('what was hashed once is known to the next survey, a folder too; what was touched is not', async () => {
  const {put, ports, survey, after} = bench()
  const old = new Date(Date.now() - 60_000)
  for (const path of ['a.bin', 'd/b.bin']) utimesSync(put(path, path), old, old)
  const declared = [
    {role: 'data', path: 'a.bin'},
    {role: 'data', path: 'd'},
  ]
  await new Promise(resolve => setTimeout(resolve, 2100))
  await hashRestInputs(ports, await survey(...declared), after)
  expect((await survey(...declared)).states.map(isPending)).toEqual([false, false])
  appendFileSync(put('d/b.bin', 'more'), '!')
  expect((await survey(...declared)).states.map(isPending)).toEqual([false, true])
})

test('a sparse file of 100 GB costs nothing before the start', async () => {
  const {put, ports, survey} = bench()
  truncateSync(put('big.bin', ''), 100 * 1024 ** 3)
  put('small.txt', 'x')
  const began = performance.now()
  const found = await hashSmallInputs(
    ports,
    await survey({role: 'base_model', path: 'big.bin'}, {role: 'prompt', path: 'small.txt'}),
  )
  expect(performance.now() - began).toBeLessThan(100)
  expect(found.states.map(isPending)).toEqual([true, false])
})

test('the time before the start is bounded, whatever the bytes', async () => {
  const {put, ports, survey} = bench()
  truncateSync(put('big.bin', ''), 4 * 1024 ** 3)
  const found = await survey({role: 'data', path: 'big.bin'})
  const began = performance.now()
  const done = await hashSmallInputs(ports, found, {bytes: Number.MAX_SAFE_INTEGER, ms: 20})
  expect(performance.now() - began).toBeLessThan(120)
  expect(done.states.map(isPending)).toEqual([true])
})

test('the rest can be stopped, kept as JSON, and taken up again', async () => {
  const {put, ports, survey, after} = bench()
  truncateSync(put('big.bin', ''), 64 * 1024 ** 2)
  const stop = new AbortController()
  const first = await hashSmallInputs(ports, await survey({role: 'data', path: 'big.bin'}), NONE)
  setTimeout(() => stop.abort(), 5)
  const stopped = await hashRestInputs(ports, first, {signal: stop.signal, phase: () => 'during'})
  expect(stopped.states.map(isPending)).toEqual([true])
  const kept = surveyOf(JSON.parse(JSON.stringify(surveyJson(stopped))))!
  const done = await hashRestInputs(ports, kept, after)
  expect(done.states[0]).toMatchObject({digested: 'after', content: {size: 64 * 1024 ** 2}})
  expect(done.states[0]!.changed).toBeUndefined()
})

test('what changed meanwhile is said: the digest of after where it was read after, of before where before', async () => {
  const {put, ports, survey, after} = bench()
  put('early.txt', 'one')
  put('late.txt', 'one')
  put('same.txt', 'one')
  put('d/x', 'one')
  const early = await hashSmallInputs(ports, await survey({role: 'data', path: 'early.txt'}))
  const late = await survey(...['late.txt', 'same.txt', 'd'].map(path => ({role: 'data', path})))
  put('early.txt', 'other')
  put('late.txt', 'other')
  put('d/y', 'new')
  const both = {...late, states: [...early.states, ...late.states]}
  const done = await recheckInputs(ports.hashing, await hashRestInputs(ports, both, after))
  const {inputs, warnings} = inputEntries(done)
  expect(inputs.map(({path, digest, changed}) => [path, digest, changed])).toEqual([
    ['early.txt', digestOf('one'), true],
    ['late.txt', digestOf('other'), true],
    ['same.txt', digestOf('one'), undefined],
    ['d', expect.any(String), true],
  ])
  expect(warnings).toEqual([
    'the input "early.txt" changed during the run; its digest is from before it',
    'the input "late.txt" changed during the run; its digest is from after it',
    'the input "d" changed during the run; its digest is from after it',
  ])
})

test('a path that is not there is refused, with the nearest name', async () => {
  const {put, survey} = bench()
  put('data/train.csv', '')
  await expect(survey({role: 'train', path: 'data/trian.csv'})).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
    message: 'there is no file or folder "data/trian.csv", which is declared as an input',
    hints: ['did you mean data/train.csv?'],
  })
})

test('what can have no digest is a value', async () => {
  const {top, put, ports, survey, after} = bench()
  symlinkSync('loop', join(top, 'loop'))
  put('d/x', '1')
  symlinkSync('.', join(top, 'd', 'self'))
  put('gone', 'x')
  const declared = ['loop', 'd', 'gone', '/dev/null'].map(path => ({role: 'data', path}))
  const found = await survey(...declared)
  rmSync(join(top, 'gone'))
  const {warnings} = inputEntries(await hashRestInputs(ports, found, after))
  expect(warnings).toEqual([
    'the input "loop" is a symbolic link that leads to itself',
    'the input "d" has no digest: "self" leads to a folder that it lies in itself',
    'the input "gone" is not there any more',
    'the input "file:///dev/null" is a device, not a file or folder',
  ])
})

test('without permission', async () => {
  const {put, ports, survey, after} = bench()
  chmodSync(put('secret', 'x'), 0)
  // The superuser may read everything.
  if (process.getuid?.() === 0) return
  const {warnings} = inputEntries(await hashRestInputs(ports, await survey({role: 'data', path: 'secret'}), after))
  expect(warnings).toEqual(['the input "secret" may not be read (no permission)'])
})

test('the cache of the hub: commit and digests without reading', async () => {
  const {ports, survey} = bench()
  const hub = join(tempFolder('hub'), 'models--org--bert')
  const snapshot = join(hub, 'snapshots', commit)
  mkdirSync(join(hub, 'blobs'), {recursive: true})
  mkdirSync(snapshot, {recursive: true})
  writeFileSync(join(hub, 'blobs', hex), '')
  truncateSync(join(hub, 'blobs', hex), 1e9)
  symlinkSync(`../../blobs/${hex}`, join(snapshot, 'model.safetensors'))
  const found = await survey(
    {role: 'base_model', path: snapshot},
    {role: 'x', path: join(snapshot, 'model.safetensors')},
  )
  const digest = `sha256:${hex}` as Digest
  const base = {revision: `org/bert@${commit}`, bytes: 1e9, digested: 'before'}
  expect(inputEntries(found).inputs).toMatchObject([
    {...base, uri: `hf://org/bert@${commit}`, digest: dirDigest([{path: 'model.safetensors', digest}]), files: 1},
    {...base, uri: `hf://org/bert@${commit}/model.safetensors`, digest},
  ])
  await ports.hashing.close()
})

test('DVC names the revision unless the size belies it; a pointer of LFS the digest', async () => {
  const {put, survey} = bench()
  const md5 = '5d41402abc4b2a76b9719d911017c592'
  const pin = (size: number, path: string) => `outs:\n- md5: ${md5}\n  size: ${size}\n  path: ${path}\n`
  put('data/a.bin', 'hello')
  put('data/a.bin.dvc', pin(5, 'a.bin'))
  put('data/b.bin', 'hello')
  put('data/b.bin.dvc', pin(6, 'b.bin'))
  put('data/c.bin', 'hello')
  put('dvc.lock', `stages:\n  s:\n${pin(5, 'data/c.bin')}`)
  put('data/p.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${hex}\nsize 12\n`)
  const {inputs, warnings} = inputEntries(
    await survey(...['a', 'b', 'c', 'p'].map(name => ({role: 'data', path: `data/${name}.bin`}))),
  )
  expect(inputs.map(({revision}) => revision)).toEqual([`dvc:md5:${md5}`, undefined, `dvc:md5:${md5}`, undefined])
  expect(inputs[3]).toMatchObject({digest: `sha256:${hex}`, bytes: 12})
  expect(warnings).toEqual([
    'the input "data/p.bin" is a pointer of Git LFS, and the file itself is not here (git lfs pull brings it)',
  ])
})

test('addresses are kept as said, paths outside become addresses', async () => {
  const {put, top, ports} = bench()
  put('data/x', '1')
  const outside = join(tempFolder('out'), 'a b.txt')
  writeFileSync(outside, '')
  const declared = [
    {role: 'base_model', path: 'hf://org/bert@v1'},
    {role: 'data', path: 'https://ada:pass@example.com/x?versionId=3&X-Amz-Signature=abcdefgh'},
    {role: 'data', path: outside},
    {role: 'data', path: 'x'},
    {role: 'data', path: '../data/x'},
  ]
  const found = await surveyInputs(ports, declared, {top, cwd: join(top, 'data')})
  expect(inputEntries(found).inputs).toMatchObject([
    {role: 'base_model', uri: 'hf://org/bert@v1', revision: 'v1', how: 'declared'},
    {uri: 'https://example.com/x?versionId=3', revision: '3'},
    {uri: `file://${outside.replace(' ', '%20')}`},
    {path: 'data/x'},
  ])
})
