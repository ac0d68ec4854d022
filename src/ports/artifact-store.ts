import type {Digest} from '../model/ids'

export interface StoredFile {
  readonly digest: Digest
  readonly size: number
}

/** Keeps bytes by their SHA-256. */
export interface ArtifactStore {
  /** How this store's stand-in is spelled in the ledger tree. */
  readonly pointer: 'exp' | 'lfs'
  has(digest: Digest): boolean
  /** Hashes and keeps a file in one pass; constant memory; durable when it returns. Throws BAD_ARTIFACT where the file changed meanwhile. */
  put(file: string): Promise<StoredFile>
  /** Path of the kept bytes, or undefined. */
  locate(digest: Digest): string | undefined
}
