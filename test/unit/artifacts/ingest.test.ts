import {memoryFiles} from '../../../src/adapters/memory/files'
import {memoryStore} from '../../../src/adapters/memory/store'
import {
  ingestArtifacts,
  inspectArtifacts,
  plannedEntries,
  weighArtifacts,
  weighedEntries,
} from '../../../src/artifacts/ingest'
import {writePointer} from '../../../src/artifacts/pointer'
import {sha256} from '../../../src/base/digest'
import type {Digest} from '../../../src/model/ids'
import {DEFAULT_CAPS} from '../../../src/model/settings'
import type {Files} from '../../../src/ports/files'

const digestOf = (bytes: string | Uint8Array) => `sha256:${sha256(Buffer.from(bytes))}` as Digest
const OTHER = digestOf('other')
const BIG = 'x'.repeat(DEFAULT_CAPS.small_artifact + 1)
const pointer = writePointer({digest: OTHER, size: 5}, 'lfs')
const contents = {'small.txt': 'hello\n', 'big.bin': BIG, 'pointer.bin': pointer}

function found(files: Files, ...entries: {path: string; digest?: Digest}[]) {
  const inspection = inspectArtifacts(files, entries, '/work', DEFAULT_CAPS)
  expect(inspection.problems).toEqual([])
  return inspection.found
}

test('bytes that are not what the input says, and pointers for the file, are problems', async () => {
  const files = memoryFiles(contents)
  const all = found(files, {path: 'big.bin', digest: OTHER}, {path: 'small.txt'}, {path: 'pointer.bin'}, {path: 'none'})
  const {problems} = await weighArtifacts(files, all, {all: false})
  expect(problems).toEqual([
    {pointer: '/artifacts/0', message: `"big.bin" is ${digestOf(BIG)}; the input says ${OTHER}`},
    {
      pointer: '/artifacts/2',
      message: '"pointer.bin" is a pointer, not the file itself (git lfs pull brings the file)',
    },
  ])
})

test('what may not be read is a problem before anything is read or stored', () => {
  const files = {...memoryFiles(contents), mayRead: (path: string) => !path.endsWith('small.txt')}
  const {problems} = inspectArtifacts(files, [{path: 'big.bin'}, {path: 'small.txt'}], '/work', DEFAULT_CAPS)
  expect(problems).toEqual([
    {pointer: '/artifacts/1', message: '"small.txt" may not be read by you (who may: ls -l /work/small.txt)'},
  ])
})

test('what is shown is what is stored; the plan is as long', async () => {
  const files = memoryFiles(contents)
  const all = found(files, {path: 'big.bin', digest: digestOf(BIG)}, {path: 'small.txt'}, {path: 'none'})
  const shown = weighedEntries(all, (await weighArtifacts(files, all, {all: true})).weighed)
  const store = memoryStore(files)
  const {weighed} = await weighArtifacts(files, all, {all: false})
  expect(store.has(digestOf(BIG))).toBe(false)
  const {entries, puts} = await ingestArtifacts({files, store}, all, weighed, DEFAULT_CAPS)
  expect(entries).toEqual(shown)
  expect(entries).toEqual([
    {path: 'big.bin', digest: digestOf(BIG), size: BIG.length, media_type: 'application/octet-stream'},
    {path: 'small.txt', digest: digestOf('hello\n'), size: 6, media_type: 'text/plain'},
    {path: 'none', absent: true},
  ])
  expect(puts.map(({path}) => path)).toEqual(['artifacts/big.bin', 'artifacts/small.txt'])
  expect(store.has(digestOf(BIG))).toBe(true)
  expect(JSON.stringify(plannedEntries(all, weighed))).toHaveLength(JSON.stringify(entries).length)
})

test('a file that changes between is refused', async () => {
  const files = memoryFiles(contents)
  const all = found(files, {path: 'big.bin', digest: digestOf(BIG)})
  const {weighed} = await weighArtifacts(files, all, {all: false})
  const later = memoryFiles({...contents, 'big.bin': `${BIG}more`})
  await expect(
    ingestArtifacts({files: later, store: memoryStore(later)}, all, weighed, DEFAULT_CAPS),
  ).rejects.toMatchObject({code: 'BAD_ARTIFACT', message: expect.stringContaining('changed while')})
})
