export interface FileFacts {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other'
  readonly size: number
  /** When its bytes were last written, in ms since 1970. */
  readonly modified: number
}

/** The user's files. Paths are absolute or relative to where the command was typed. */
export interface Files {
  /** Throws FILE_NOT_FOUND, UNREADABLE_FILE, TOO_BIG. */
  read(path: string, maxBytes: number): Promise<Uint8Array>
  /** A file of any size, piece by piece, in constant memory. Throws as `read` does, when it is gone through. */
  pieces(path: string): AsyncIterable<Uint8Array>
  readStdin(maxBytes: number): Promise<Uint8Array>
  /** What stands at the path itself (a symlink is not followed), or undefined. */
  facts(path: string): FileFacts | undefined
  /** Whether this user may read what the path leads to; asks nothing of the bytes. */
  mayRead(path: string): boolean
  /** Where the path leads with every symlink followed; undefined when nowhere. */
  realPath(path: string): string | undefined
  resolve(...parts: string[]): string
  digest(path: string): Promise<{digest: string; size: number}>
  /** Files that match a glob, absolute, sorted; a folder is everything below it. */
  glob(pattern: string): Promise<readonly string[]>
}
