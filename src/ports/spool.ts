/** The folder where changes wait until they are on the ledger. */
export interface Spool {
  /** Shown to people in hints. */
  readonly place: string
  /** Writes an entry whole (renamed into place): it outlives this process. */
  put(name: string, bytes: Uint8Array): void
  /** Once this resolves, those of the entries that still wait survive a crash of the machine, too. */
  secure(names: readonly string[]): Promise<void>
  /** Removes what a process that was killed has left half written. */
  sweep(): void
  /** Names of waiting entries, oldest first. */
  waiting(): readonly string[]
  has(name: string): boolean
  /** undefined: gone meanwhile. */
  get(name: string): Uint8Array | undefined
  drop(name: string): void
  /** Moves an entry that can never be committed aside, with the reason beside it; answers the path where it now lies. */
  park(name: string, reason: string): string
  /** Why an entry was parked, or undefined. */
  parked(name: string): {reason: string; path: string} | undefined
  /** Removes a parked entry whose owner knows of it. */
  forget(name: string): void
  /** Names of parked entries; they stay until a person removes them. */
  rejected(): readonly string[]
  /** Remembers which commit each entry became, for those who wait for it. */
  acknowledge(acks: readonly {readonly name: string; readonly commit: string}[]): void
  acknowledged(name: string): string | undefined
  /** Takes the advisory lock (for throughput only), or answers undefined at once; the lock of a dead process is broken. */
  lock(): SpoolLock | undefined
  /** Somebody holds the lock, as far as one look tells. */
  busy(): boolean
}

export interface SpoolLock {
  release(): void
  /** Says that the holder is alive. */
  beat(): void
}
