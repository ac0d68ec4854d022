import {memoryFiles} from '../../../../src/adapters/memory/files'
import {memoryStore} from '../../../../src/adapters/memory/store'
import {sha256} from '../../../../src/base/digest'
import {ExpError} from '../../../../src/base/errors'
import {DEFAULT_CAPS} from '../../../../src/model/settings'
import type {Files} from '../../../../src/ports/files'
import {collectArtifacts} from '../../../../src/usecases/run/collect-artifacts'

const BIG = 'x'.repeat(DEFAULT_CAPS.small_artifact + 1)
const CONTENTS = {
  'small.txt': 'hello\n',
  'model.pt': BIG,
  'optimizer.pt': BIG,
  'sub/m.json': '{}',
}
const progress = {step: () => {}, end: () => {}}
const digestOf = (text: string) => `sha256:${sha256(Buffer.from(text))}`

/** Files in memory that were all written at `modified`, and globs that are lists. */
function world(modified: number, globs: Readonly<Record<string, readonly string[]>>) {
  const plain = memoryFiles(CONTENTS)
  const files: Files = {
    ...plain,
    facts: path => {
      const facts = plain.facts(path)
      return facts && {...facts, modified}
    },
    glob: async pattern => [...(globs[pattern] ?? [])],
  }
  return {files, store: memoryStore(files), progress}
}

const after = (artifacts: readonly string[], keep: readonly string[] = []) =>
  ({top: '/work', cwd: '/work', artifacts, keep, inputs: null, hash: 'never'}) as const
const ALL = {
  '/work/*': ['/work/small.txt', '/work/model.pt', '/work/optimizer.pt'],
  '/work/model.pt': ['/work/model.pt'],
}

test('small ones whole, large ones by digest, kept ones through the store, training state not', async () => {
  const ports = world(1000, ALL)
  const {entries, puts, warnings} = await collectArtifacts(ports, after(['*']), {since: 1000}, DEFAULT_CAPS)
  expect(entries).toMatchObject([
    {path: 'small.txt', digest: digestOf('hello\n'), size: 6},
    {path: 'model.pt', digest: digestOf(BIG), size: BIG.length, role: 'weights'},
  ])
  expect(puts.map(({path}) => path)).toEqual(['artifacts/small.txt'])
  expect(warnings).toEqual(['1 file of training state below "*" left out; --keep takes them'])
  const kept = await collectArtifacts(ports, after(['*'], ['model.pt']), {since: 1000}, DEFAULT_CAPS)
  expect(kept.puts.map(({path}) => path).sort()).toEqual(['artifacts/model.pt', 'artifacts/small.txt'])
  expect(ports.store.has(digestOf(BIG) as never)).toBe(true)
})

test('what is older than the start by more than file systems blur is another run’s', async () => {
  const answer = (modified: number) =>
    collectArtifacts(world(modified, ALL), after(['*']), {since: 10_000}, DEFAULT_CAPS)
  expect((await answer(8000)).entries).toHaveLength(2)
  expect(await answer(7999)).toMatchObject({
    entries: [],
    puts: [],
    warnings: ['no artifact for "*": this run did not write it'],
  })
})

test('what cannot be read, or is over the cap, is told; the rest is taken', async () => {
  const ports = world(1000, ALL)
  const {read} = ports.files
  const failing: Files = {
    ...ports.files,
    read: async (path, most) => {
      if (path.endsWith('small.txt')) throw new ExpError('UNREADABLE_FILE', 'gone')
      return read(path, most)
    },
  }
  const some = await collectArtifacts({...ports, files: failing}, after(['*']), {since: 1000}, DEFAULT_CAPS)
  expect([some.entries.map(({path}) => path), some.warnings[1]]).toEqual([
    ['model.pt'],
    'small.txt is not recorded: gone',
  ])
  const capped = await collectArtifacts(ports, after(['model.pt']), {since: 1000}, {...DEFAULT_CAPS, artifact: 10})
  expect(capped.warnings).toEqual([expect.stringContaining('over the ledger’s cap'.replace('’', "'"))])
})
