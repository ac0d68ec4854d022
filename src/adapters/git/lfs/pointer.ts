/** What stands in git in place of a file of Git LFS. */
export interface LfsPointer {
  /** Hex of SHA-256. */
  readonly oid: string
  readonly size: number
}

/** No pointer is longer, says its specification. */
export const POINTER_BYTES = 1024

/** undefined: the bytes are no pointer. */
export function parsePointer(bytes: Uint8Array): LfsPointer | undefined {
  if (bytes.length >= POINTER_BYTES) return undefined
  const text = Buffer.from(bytes).toString('latin1')
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return undefined
  const [, oid] = /^oid sha256:([0-9a-f]{64})$/m.exec(text) ?? []
  const [, size] = /^size (\d{1,15})$/m.exec(text) ?? []
  return oid === undefined || size === undefined ? undefined : {oid, size: Number(size)}
}
