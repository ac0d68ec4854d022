/** Milliseconds since 1970, and how far local time is from UTC (`+0100`), now or at another moment. */
export interface Clock {
  now(): number
  zone(at?: number): string
}

/** Randomness from a private secure source, never the user's seeded one. */
export interface Ids {
  random(bytes: number): Uint8Array
}

/** Waiting, with jitter decided by the caller. */
export interface Timer {
  sleep(ms: number): Promise<void>
}

/** Where long work says how far it is; silent when nobody watches. */
export interface Progress {
  step(label: string, done: number, total: number | undefined): void
  end(): void
}
