import type {Hash} from 'node:crypto'
import {lazy} from './lazy'

// Loaded when the first digest is made: it takes 3 ms, and most records need none.
const crypto = lazy(() => require('node:crypto') as typeof import('node:crypto'))

/** A hash to be fed piece by piece. */
export function newHash(algorithm: 'sha1' | 'sha256'): Hash {
  return crypto().createHash(algorithm)
}

export function sha256(bytes: Uint8Array): string {
  return newHash('sha256').update(bytes).digest('hex')
}

/** The id git gives a blob: hash of `blob <size>\0` and the bytes, by the repository's object format. */
export function blobOid(bytes: Uint8Array, format: 'sha1' | 'sha256'): string {
  return newHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
