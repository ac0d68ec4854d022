import {type Digest, isDigest} from '../model/ids'

export interface Pointer {
  readonly digest: Digest
  readonly size: number
}

/** Pointers are shorter than 1 KiB; what is longer is none. */
export const MAX_POINTER = 1023

const VERSIONS = {
  exp: 'git-exp/pointer/v1',
  lfs: 'https://git-lfs.github.com/spec/v1',
} as const

/** The committed stand-in of a large artifact: three lines, one spelling. With `lfs`, Git LFS's own pointer, byte for byte. */
export function writePointer({digest, size}: Pointer, kind: keyof typeof VERSIONS): Uint8Array {
  return Buffer.from(`version ${VERSIONS[kind]}\noid ${digest}\nsize ${size}\n`)
}

/** The pointer in these bytes, or undefined when they are something else. */
export function readPointer(bytes: Uint8Array): (Pointer & {readonly kind: keyof typeof VERSIONS}) | undefined {
  if (bytes.length > MAX_POINTER) return undefined
  const match = /^version (\S+)\noid (sha256:[0-9a-f]{64})\nsize (\d+)\n$/.exec(Buffer.from(bytes).toString())
  if (!match || !isDigest(match[2]!)) return undefined
  const kind = match[1] === VERSIONS.lfs ? 'lfs' : match[1] === VERSIONS.exp ? 'exp' : undefined
  return kind && {kind, digest: match[2], size: Number(match[3])}
}
