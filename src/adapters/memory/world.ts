import type {Clock, Ids, Timer} from '../../ports/world'

/** A clock that starts at `start` (ms since 1970) and goes on by `step` ms each time it is read. */
export function steppedClock(start: number, step = 1, zone = '+0000'): Clock {
  let now = start - step
  return {
    now: () => {
      now += step
      return now
    },
    zone: () => zone,
  }
}

/** The same bytes for the same seed (xorshift32). */
export function seededIds(seed: number): Ids {
  // Zero would stay zero for ever.
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) & 0xff
  }
  return {random: bytes => Uint8Array.from({length: bytes}, next)}
}

/** Sleeps not at all, but lets others run; remembers how long it was asked to. */
export function instantTimer(): Timer & {readonly slept: number[]} {
  const slept: number[] = []
  return {
    slept,
    sleep: ms => {
      slept.push(ms)
      return new Promise(resolve => setImmediate(resolve))
    },
  }
}

/** Time that passes only while somebody sleeps, or is told to; `slept` are the pauses, in ms. */
export function heldTime(start: number): {
  readonly clock: Clock
  readonly timer: Timer
  readonly slept: number[]
  pass(ms: number): void
} {
  let now = start
  const slept: number[] = []
  const pass = (ms: number) => {
    now += ms
  }
  return {
    clock: {now: () => now, zone: () => '+0000'},
    timer: {
      sleep: async ms => {
        slept.push(ms)
        pass(ms)
      },
    },
    slept,
    pass,
  }
}
