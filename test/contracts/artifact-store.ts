import {sha256} from '../../src/base/digest'
import type {Digest} from '../../src/model/ids'
import type {ArtifactStore} from '../../src/ports/artifact-store'

export interface StoreFixture {
  /** Answers the same store again, as another process would open it. */
  open(): ArtifactStore
  /** Writes a file of the user's and answers its path. */
  file(name: string, bytes: Uint8Array): string
  /** What lies at a path that `locate` gave. */
  bytesAt(path: string): Uint8Array
}

const digestOf = (bytes: Uint8Array) => `sha256:${sha256(bytes)}` as Digest

export function describeArtifactStore(name: string, make: () => Promise<StoreFixture>): void {
  describe(`${name} as an artifact store`, () => {
    let fixture: StoreFixture
    beforeEach(async () => {
      fixture = await make()
    })

    it('has nothing at first', () => {
      const digest = digestOf(Buffer.from('x'))
      expect(fixture.open().has(digest)).toBe(false)
      expect(fixture.open().locate(digest)).toBeUndefined()
    })

    const contents: [string, Buffer][] = [
      ['empty', Buffer.alloc(0)],
      ['text', Buffer.from('hello\n')],
      ['bytes', Buffer.from(Array.from({length: 256}, (_, i) => i))],
      ['9 MiB, more than two reads', Buffer.alloc(9 * 1024 * 1024 + 1, 'abc')],
    ]
    it.each(contents)('keeps %s by digest', async (_, bytes) => {
      const stored = await fixture.open().put(fixture.file('weights.bin', bytes))
      expect(stored).toEqual({digest: digestOf(bytes), size: bytes.length})
      expect(fixture.open().has(stored.digest)).toBe(true)
      expect(Buffer.from(fixture.bytesAt(fixture.open().locate(stored.digest)!)).equals(bytes)).toBe(true)
    })

    it('keeps equal bytes once, under any name', async () => {
      const [one, two] = [
        fixture.file('one', Buffer.from('same')),
        fixture.file('two with space ü', Buffer.from('same')),
      ]
      const stored = await Promise.all([fixture.open().put(one), fixture.open().put(two)])
      expect(stored[0]).toEqual(stored[1])
      expect(await fixture.open().put(one)).toEqual(stored[0])
    })

    it('throws for a file that is not there', async () => {
      await expect(fixture.open().put('/nonexistent/file')).rejects.toMatchObject({code: 'FILE_NOT_FOUND'})
    })
  })
}
