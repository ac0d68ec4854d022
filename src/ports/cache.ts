/** Files that can always be made anew, under `<common git dir>/exp/cache/`. Every failure to write is silent: a cache may be absent. */
export interface Cache {
  /** Opens a cached file for reading parts of it; undefined when it is not there. */
  open(name: string): CacheFile | undefined
  read(name: string): Uint8Array | undefined
  /** Replaces a file as a whole: other readers see the old or the new one. */
  write(name: string, bytes: Uint8Array | readonly Uint8Array[]): boolean
  /** Adds to the end of a file after cutting it to `length` bytes. */
  append(name: string, bytes: Uint8Array, length: number): boolean
  remove(name: string): void
  list(): readonly string[]
  /** Runs `work` while no other process does, or answers undefined at once when one does. */
  exclusively<T>(work: () => T): T | undefined
}

export interface CacheFile {
  readonly size: number
  /** Bytes [offset, offset+length). */
  slice(offset: number, length: number): Uint8Array
  close(): void
}
