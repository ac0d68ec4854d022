import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {memoryFiles} from '../../src/adapters/memory/files'
import {memoryStore} from '../../src/adapters/memory/store'
import {localStore} from '../../src/adapters/node/local-store'
import {describeArtifactStore} from '../contracts/artifact-store'
import {tempFolder} from '../support/git'

describeArtifactStore('memory', async () => {
  const contents: Record<string, Uint8Array> = {}
  const store = memoryStore({
    digest: path => memoryFiles(contents).digest(path),
    resolve: (...parts) => memoryFiles(contents).resolve(...parts),
  })
  return {
    open: () => store,
    file: (name, bytes) => {
      contents[name] = bytes
      return name
    },
    bytesAt: path => contents[path.replace(/^\/work\//, '')]!,
  }
})

describeArtifactStore('a folder', async () => {
  const [folder, user] = [join(tempFolder(), 'objects'), tempFolder()]
  return {
    open: () => localStore(folder),
    file: (name, bytes) => {
      writeFileSync(join(user, name), bytes)
      return join(user, name)
    },
    bytesAt: path => readFileSync(path),
  }
})

test('a digest that is none, as a record may have it, leads nowhere', () => {
  const folder = tempFolder('store')
  writeFileSync(join(folder, 'secret'), '')
  for (const digest of ['sha256:../secret', 'sha256:', 'x'] as never[]) {
    expect([localStore(join(folder, 'objects')).has(digest), localStore(folder).locate(digest)]).toEqual([
      false,
      undefined,
    ])
  }
})
