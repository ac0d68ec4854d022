import type {Spool, SpoolLock} from '../../ports/spool'

/** A spool in memory; it survives nothing. `parkedEntries` keeps the bytes of what was parked. */
export function memorySpool(): Spool & {readonly parkedEntries: ReadonlyMap<string, Uint8Array>} {
  const entries = new Map<string, Uint8Array>()
  const reasons = new Map<string, string>()
  const rejected = new Map<string, Uint8Array>()
  const acks = new Map<string, string>()
  let holder: object | undefined
  const pathOf = (name: string) => `memory:rejected/${name}`
  return {
    place: 'memory:spool',
    parkedEntries: rejected,
    put: (name, bytes) => void entries.set(name, Uint8Array.from(bytes)),
    secure: async () => {},
    sweep: () => {},
    waiting: () => [...entries.keys()].sort(),
    has: name => entries.has(name),
    get: name => entries.get(name),
    drop: name => void entries.delete(name),
    park: (name, reason) => {
      const bytes = entries.get(name)
      if (bytes) rejected.set(name, bytes)
      reasons.set(name, reason.trim())
      entries.delete(name)
      return pathOf(name)
    },
    parked: name => {
      const reason = reasons.get(name)
      return reason === undefined ? undefined : {reason, path: pathOf(name)}
    },
    forget: name => {
      rejected.delete(name)
      reasons.delete(name)
    },
    rejected: () => [...rejected.keys()].sort(),
    acknowledge: lines => {
      for (const {name, commit} of lines) acks.set(name, commit)
    },
    acknowledged: name => acks.get(name),
    lock: () => {
      if (holder) return undefined
      const me: SpoolLock = {
        release: () => {
          if (holder === me) holder = undefined
        },
        beat: () => {},
      }
      holder = me
      return me
    },
    busy: () => holder !== undefined,
  }
}
