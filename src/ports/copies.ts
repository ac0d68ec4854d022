/** Bytes that may turn out wrong at the end: it then throws, and nothing of them must have been kept. */
export type Pieces = AsyncIterable<Uint8Array>

export interface CopyTarget {
  /** Where the user wants it. A folder, or what ends in `/`, takes it under `name`. */
  readonly to: string
  readonly name: string
  /** In the place of a file that is there. */
  readonly force: boolean
}

/** Copies of artifacts outside of the repository, for people and their programs: whole or not there, and never executable. */
export interface Copies {
  /**
   * Into a folder that is this user's alone. The same digest and name lie at the same path, which is answered, absolute. What was
   * laid there a week ago is removed. Throws READ_ONLY, DISK_FULL, and what the bytes throw.
   */
  lay(name: string, digest: string, pieces: Pieces): Promise<string>
  /**
   * At a place of the user's; the path as it was said. A link or a special file there is never written through. Throws
   * FILE_EXISTS, FILE_NOT_FOUND for a folder that is none, READ_ONLY, DISK_FULL, and what the bytes throw.
   */
  write(target: CopyTarget, pieces: Pieces): Promise<string>
}
