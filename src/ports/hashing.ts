import type {Digest} from '../model/ids'

/** A file as it stood when it was looked at; nothing of it was read. */
export interface SeenFile {
  /** Absolute, every symlink followed. */
  readonly real: string
  /** Bytes. */
  readonly size: number
  /** Inode, size and time of modification: differs when the file has been written to since. */
  readonly stamp: string
  /** The stamp with device and time of change: what a digest is remembered by. */
  readonly identity: string
  /** The later of its times of modification and change, in ms since 1970. */
  readonly touched: number
}

/** What stands at a path. */
export type Seen =
  | ({readonly kind: 'file'} & SeenFile)
  | {readonly kind: 'folder'; readonly real: string}
  /** `near`: the name beside it that is nearest to the one asked for. */
  | {readonly kind: 'missing'; readonly near?: string}
  /** It is there and can have no digest; why, in one clause. */
  | {readonly kind: 'unusable'; readonly problem: string}

/** A file below a folder, `path` from that folder with `/` between parts. */
export interface FolderFile extends SeenFile {
  readonly path: string
}

export interface Walk {
  readonly files: readonly FolderFile[]
  /** What can have no digest, each with its path. */
  readonly problems: readonly string[]
  /** false: a limit was reached first, or the signal came. */
  readonly complete: boolean
}

export interface WalkLimits {
  readonly files?: number
  readonly ms?: number
  readonly signal?: AbortSignal
}

/** What is known of bytes without having them. */
export interface Content {
  readonly digest: Digest
  readonly size: number
  /** Rows of a table, where its format is known and it could be counted. */
  readonly rows?: number
  /** Of a folder. */
  readonly files?: number
}

export type HashOutcome =
  /** `seen`: the file as it was when these bytes were read. */
  | {readonly kind: 'hashed'; readonly content: Content; readonly seen: SeenFile}
  /** The signal came, or the time was over. */
  | {readonly kind: 'stopped'}
  | {readonly kind: 'failed'; readonly problem: string}

export interface HashOptions {
  /** When the caller began to ask, in ms since 1970: what was hashed after that is good whatever its times say. */
  readonly since: number
  readonly signal?: AbortSignal
  /** Bytes read so far of this file. */
  readonly progress?: (done: number) => void
}

/** Digests of files, each read once: by whom, and in which process, makes no difference. Nothing throws. */
export interface Hashing {
  look(path: string): Seen
  /** Every file below a folder, symlinks followed, what is called `.git` left out; lets others run meanwhile. */
  walk(folder: string, limits?: WalkLimits): Promise<Walk>
  /** A file of at most `maxBytes`, or undefined. */
  read(path: string, maxBytes: number): Uint8Array | undefined
  /** What is remembered of a file (or of a folder, its `real` ending in `/`) that has not been touched since it was hashed. */
  known(file: SeenFile, since?: number): Content | undefined
  /** Remembers; `hashedAt`: when reading began, in ms since 1970. */
  remember(file: SeenFile, content: Content, hashedAt: number): void
  /** Reads it here and now, and gives up after `ms`. For small files. */
  hashNow(file: SeenFile, ms: number): HashOutcome
  /** Reads it beside other work, at low priority; waits where another process is at the same file. */
  hash(file: SeenFile, options: HashOptions): Promise<HashOutcome>
  /** Lets go of what was started for hashing. */
  close(): Promise<void>
}
