/** A command to run as the user's own: its standard streams are ours. */
export interface ChildSpec {
  /** Program and its words; at least one. */
  readonly argv: readonly string[]
  readonly cwd: string
  /** Set besides what we have ourselves; undefined takes away what we have. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Its standard output goes to our standard error: ours is for the answer. */
  readonly quiet?: true
  /** Folder of our own for what the watching needs; without one its stderr is not kept. */
  readonly scratch?: string
  /** Called now and then while it runs, to say that we are alive. */
  readonly beat: () => void
}

/** How a command ended. */
export interface ChildEnd {
  /** What a shell would answer: its exit code, 128 + n for signal n, 126 or 127 where it could not be started. */
  readonly exit: number
  /** The signal that ended it. */
  readonly signal?: string
  /** The last signal that was passed on to it. */
  readonly passed?: string
  /** Why it could not be started. */
  readonly unstarted?: string
  /** Seconds. */
  readonly wall: number
  /** Seconds of user and system time, of it and all it has waited for; undefined where the system does not say. */
  readonly cpu?: number
  /** Bytes of the whole process tree at its highest, as sampled; undefined where the system does not say. */
  readonly peakRss?: number
  /** Bytes of GPU memory of the tree at its highest, as sampled; undefined where no driver tells. */
  readonly peakVram?: number
  /** The last lines it wrote to stderr; undefined on a terminal, where it has stderr for itself. */
  readonly stderr?: string
}

/** Runs commands. */
export interface Children {
  /** Starts it, passes signals on, and waits; `started` hears its process id. Never throws. */
  run(spec: ChildSpec, started: (pid: number) => void): Promise<ChildEnd>
  /** What must not be cut short is done: a signal ends us from now on, with the command's exit code. */
  settled(exit: number): void
}
