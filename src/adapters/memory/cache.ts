import type {Cache, CacheFile} from '../../ports/cache'

/** A cache in memory. */
export function memoryCache(): Cache {
  const files = new Map<string, Buffer>()
  let busy = false
  return {
    open: name => {
      const bytes = files.get(name)
      return bytes && view(bytes)
    },
    read: name => files.get(name),
    write: (name, bytes) => {
      files.set(name, Buffer.concat(bytes instanceof Uint8Array ? [bytes] : bytes))
      return true
    },
    append: (name, bytes, length) => {
      const before = files.get(name) ?? Buffer.alloc(0)
      if (before.length < length) return false
      files.set(name, Buffer.concat([before.subarray(0, length), bytes]))
      return true
    },
    remove: name => void files.delete(name),
    list: () => [...files.keys()].sort(),
    exclusively: work => {
      if (busy) return undefined
      busy = true
      try {
        return work()
      } finally {
        busy = false
      }
    },
  }
}

const view = (bytes: Buffer): CacheFile => ({
  size: bytes.length,
  slice: (offset, length) => bytes.subarray(offset, offset + length),
  close: () => {},
})
