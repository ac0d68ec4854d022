/** Facts that the operating system tells at once. Sizes in bytes. */
export interface MachineFacts {
  /** Node's word: `linux`, `darwin`, `win32`… */
  readonly system: string
  /** As `uname -m` says it: `x86_64`. */
  readonly hardware: string
  /** The kernel's release. */
  readonly release: string
  readonly hostname: string
  readonly home: string
  readonly cpu: {readonly model: string; readonly cores: number; readonly usable: number}
  readonly memory: number
  /** Whose files are made; undefined where the system has no such numbers. */
  readonly user?: {readonly uid: number; readonly gid: number}
}

export interface MachineFile {
  readonly kind: 'file' | 'directory' | 'other'
  readonly size: number
  /** Milliseconds since 1970, with a fraction. */
  readonly modified: number
  readonly executable: boolean
}

export type ProgramResult =
  | {readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string}
  /** It could not be started, or was killed: by a signal, at its time limit, or for saying too much. */
  | {readonly kind: 'failed'; readonly reason: string}

export interface ProgramOptions {
  readonly limitMs: number
  readonly cwd?: string
}

/** The machine a run starts on, as far as probes look at it. Read only. Nothing throws: what cannot be had is undefined. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>
  facts(): MachineFacts
  /** Bytes of a plain file of at most `maxBytes`; files whose size the system does not tell, as those of /proc, too. */
  read(path: string, maxBytes: number): Uint8Array | undefined
  /** The first `bytes` bytes of a plain file, or all where it has fewer. */
  head(path: string, bytes: number): Uint8Array | undefined
  /** Names in a folder, sorted. */
  list(folder: string): readonly string[] | undefined
  /** What a path leads to, symbolic links followed. */
  stat(path: string): MachineFile | undefined
  realPath(path: string): string | undefined
  /** Runs a program by its path or its name, with no input; never longer than `limitMs`, and never with what it started left behind. */
  run(program: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult>
}
